/// A request that is refused: the status that HTTP has for it, and why, for a person.
public struct ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The status: 400 for what cannot be, 401 without a key, 404 for what is not there, 409 for what is there already, 413 for too much,
  /// 429 for too many at once, 503 for what cannot be stored now.
  public let status: Int
  /// The reason, with what to do.
  public let detail: String

  /// Creates an error.
  public init(_ status: Int, _ detail: String) { (self.status, self.detail) = (status, detail) }

  /// Returns the error for a thing that is not there, or not its owner's.
  public static func notFound(_ what: String) -> ServiceError { ServiceError(404, "\(what) is not here") }

  /// The reason.
  public var description: String { detail }
}
