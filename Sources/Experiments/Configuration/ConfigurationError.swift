internal import MetaLearning
internal import Networks
// The types in this module's signatures are exported with it.
@_exported public import Settings

extension ConfigurationError {
  /// Creates the error of a learner that rejects its settings, at their key in `section`.
  init(_ refusal: UnsupportedLearner, in section: [String: String] = [:]) {
    let key = refusal.key.map { section[$0] ?? $0 }
    self.init(key: key ?? "learner", problem: key == nil ? "\(refusal)" : refusal.reason)
  }

  /// Returns the error of a pattern of the inner loop that no leaf matches.
  static func unmatched(_ pattern: LeafPattern, in leaves: [String]) -> ConfigurationError {
    let near = nearest(to: pattern.description, in: leaves).joined(separator: ", ")
    return ConfigurationError(
      key: "inner",
      problem: "no leaf matches \"\(pattern)\", so it would adapt nothing; nearest: \(near)")
  }
}

extension ConfigurationError {
  /// Returns the error of a name that is not in a catalogue, with its nearest names.
  public static func unknown(_ name: String, key: String, among names: [String]) -> ConfigurationError {
    let near = nearest(to: name, in: names).joined(separator: ", ")
    return ConfigurationError(key: key, problem: "there is no \"\(name)\"; nearest: \(near)")
  }
}
