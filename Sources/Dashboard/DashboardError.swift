/// A request that the dashboard refuses, with its HTTP status and the reason in a sentence.
public struct DashboardError: Error, Hashable, CustomStringConvertible {
  /// The status: 400 for a question that cannot be answered, 401 for a missing key, 404 for what is not there.
  public let status: Int
  /// The reason, with what to do.
  public let description: String

  /// Creates an error.
  public init(_ status: Int, _ description: String) { (self.status, self.description) = (status, description) }
}
