internal import MetaLearning
internal import Networks
internal import Tasks

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

extension ConfigurationError {
  /// The error of a learner that refuses its settings, at their key in `section`.
  init(_ refusal: UnsupportedLearner, in section: [String: String] = [:]) {
    let key = refusal.key.map { section[$0] ?? $0 }
    self.init(key: key ?? "learner", problem: key == nil ? "\(refusal)" : refusal.reason)
  }

  /// The error of a pattern of the inner loop that no leaf matches.
  static func unmatched(_ pattern: LeafPattern, in leaves: [String]) -> ConfigurationError {
    let near = nearest(to: pattern.description, in: leaves).joined(separator: ", ")
    return ConfigurationError(
      key: "inner",
      problem: "no leaf matches \"\(pattern)\", so it would adapt nothing; nearest: \(near)")
  }
}
