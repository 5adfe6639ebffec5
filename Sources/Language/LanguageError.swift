/// A model, a text or a request that cannot be used: which, what is wrong, and what to do.
public struct LanguageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path, or the name of the setting.
  public let subject: String
  /// The problem and the remedy.
  public let problem: String

  /// Creates an error about a file or a setting.
  public init(_ subject: String, _ problem: String) { (self.subject, self.problem) = (subject, problem) }

  /// Both in one line.
  public var description: String { "\(subject): \(problem)" }
}
