/// A setting that cannot be run with.
public struct ConfigurationError: Error, Hashable, CustomStringConvertible {
  /// The key, such as "sources.0.families".
  public let key: String
  /// What is wrong and what to do.
  public let problem: String

  /// An error of this key.
  public init(key: String, problem: String) { (self.key, self.problem) = (key, problem) }

  /// Key and problem.
  public var description: String { "\(key): \(problem)" }
}
