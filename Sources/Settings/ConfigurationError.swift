/// An error of a setting with which nothing can be run.
public struct ConfigurationError: Error, Hashable, CustomStringConvertible {
  /// The key, such as "sources.0.families".
  public let key: String
  /// The problem and the remedy.
  public let problem: String

  /// Creates an error of this key.
  public init(key: String, problem: String) { (self.key, self.problem) = (key, problem) }

  /// The key and the problem.
  public var description: String { "\(key): \(problem)" }
}
