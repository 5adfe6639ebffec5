/// An error of a method and a network, or a setting, that make no sense together.
public struct UnsupportedLearner: Error, Hashable, CustomStringConvertible {
  /// The name of the method.
  public let learner: String
  /// The name of the network.
  public let network: String
  /// The setting to change, such as `inner.rule`, or `nil` if it is the choice of the method.
  public let key: String?
  /// The reason and the remedy.
  public let reason: String

  /// Creates an error with its reason.
  public init(learner: String, network: String, key: String? = nil, reason: String) {
    (self.learner, self.network, self.key, self.reason) = (learner, network, key, reason)
  }

  /// The key and the reason, or the method, the network and the reason.
  public var description: String {
    key.map { "\($0): \(reason)" } ?? "\(learner) does not work on \(network): \(reason)"
  }
}
