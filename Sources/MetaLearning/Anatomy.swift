public import Networks

/// The parts of a network that methods adapt, as patterns of leaves, and its other capabilities.
///
/// A method whose part is missing rejects the network with a reason (`UnsupportedLearner`) instead of learning nothing.
public struct Anatomy: Hashable, Sendable {
  /// The name of the network.
  public var network: String
  /// The paths of all leaves.
  public var leaves: [String]
  /// The paths of the weights of linear layers, which can have adapters.
  public var linear: [String] = []
  /// The number of kernel positions of a convolution, by the path of its weight [out, positions · in].
  public var kernelPositions: [String: Int] = [:]
  /// The leaves that do not affect the answers, such as those of the halting output, or `nil` if there are none.
  public var auxiliary: LeafPattern?
  /// The last layer, which turns features into answers, or `nil` if there is none.
  public var head: LeafPattern?
  /// A vector that is an input to the network and that a task can own, or `nil` if there is none.
  public var context: LeafPattern?
  /// The scales and shifts of normalization, which the inner loop leaves alone, or `nil` if there are none.
  public var normalization: LeafPattern?
  /// The shape of an example's features for metric methods, [width] or [height, width, channels], or `nil` without
  /// features.
  public var featureShape: [Int]?
  /// Whether the norms let an answer to a query depend on the other queries.
  public var isTransductive = false
  /// Whether the network has an encoder of support sets.
  public var hasEncoder = false

  /// Creates the parts of a network; by default its leaves alone.
  public init(
    network: String, leaves: [String], head: LeafPattern? = nil, context: LeafPattern? = nil,
    normalization: LeafPattern? = nil
  ) {
    (self.network, self.leaves) = (network, leaves)
    (self.head, self.context, self.normalization) = (head, context, normalization)
  }

  /// Whether the network gives features for metric methods.
  public var hasFeatures: Bool { featureShape != nil }
  /// The leaves that the inner loop may adapt: all but normalization.
  public var adaptable: LeafPattern { normalization.map { LeafPattern("!\($0)") } ?? .everything }
  /// The adaptable leaves but the head, or `nil` without a head.
  public var body: LeafPattern? {
    guard let head else { return nil }
    let left = [head.description] + (normalization.map { [$0.description] } ?? [])
    return LeafPattern("!" + left.joined(separator: "|"))
  }
  /// The leaves that are added to features, including shifts of normalization, or `nil` if answers depend on none.
  public var biases: LeafPattern? {
    let biases: LeafPattern = "*bias|*.shift"
    return leaves.contains { biases.matches($0) && auxiliary?.matches($0) != true } ? biases : nil
  }
}
