/// A repository, or a file of it, that cannot be read as asked, with what to do.
public struct RepositoryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The folder or file.
  public let path: String
  /// The reason and the remedy.
  public let reason: String

  /// The path and the reason.
  public var description: String { "\(path): \(reason)" }
}
