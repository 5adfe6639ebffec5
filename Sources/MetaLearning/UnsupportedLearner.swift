/// The error for a method and a network, or a setting, that make no sense together.
public struct UnsupportedLearner: Error, Hashable, CustomStringConvertible {
  /// The method.
  public let learner: String
  /// The network.
  public let network: String
  /// The setting to mend, such as `inner.rule`, or `nil` if it is the choice of the method.
  public let key: String?
  /// Why not, and what to do.
  public let reason: String

  /// An error with its reason.
  public init(learner: String, network: String, key: String? = nil, reason: String) {
    (self.learner, self.network, self.key, self.reason) = (learner, network, key, reason)
  }

  /// The key and the reason, or the two and the reason.
  public var description: String {
    key.map { "\($0): \(reason)" } ?? "\(learner) does not work on \(network): \(reason)"
  }
}
