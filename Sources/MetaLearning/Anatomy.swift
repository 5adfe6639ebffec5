public import Networks

/// The parts of a network that methods adapt, as patterns of leaves, and what else it offers.
///
/// A method that finds its part missing refuses the network with a reason (`UnsupportedLearner`) instead of learning nothing.
public struct Anatomy: Hashable, Sendable {
  /// The name of the network.
  public var network: String
  /// The paths of all leaves.
  public var leaves: [String]
  /// The paths of the weights of its linear layers, which adapters can stand beside.
  public var linear: [String] = []
  /// The number of kernel positions of a convolution, by the path of its weight [out, places · in].
  public var kernelPositions: [String: Int] = [:]
  /// The leaves that do not enter the answers, such as those that say when to stop.
  public var auxiliary: LeafPattern?
  /// The last layer, which turns features into answers.
  public var head: LeafPattern?
  /// A vector that is an input to the network, and that a task can own.
  public var context: LeafPattern?
  /// Scales and shifts of normalization, which the inner loop leaves alone.
  public var normalization: LeafPattern?
  /// The shape of an example's features for metric methods: [width] or [height, width, channels].
  public var featureShape: [Int]?
  /// Whether its norms let an answer to a query depend on the other queries.
  public var isTransductive = false
  /// Whether it has an encoder of support sets.
  public var hasEncoder = false

  /// The parts of a network; none but leaves when nothing more is said.
  public init(
    network: String, leaves: [String], head: LeafPattern? = nil, context: LeafPattern? = nil,
    normalization: LeafPattern? = nil
  ) {
    (self.network, self.leaves) = (network, leaves)
    (self.head, self.context, self.normalization) = (head, context, normalization)
  }

  /// Whether it gives features for metric methods.
  public var hasFeatures: Bool { featureShape != nil }
  /// Everything that the inner loop may adapt: all but normalization.
  public var adaptable: LeafPattern { normalization.map { LeafPattern("!\($0)") } ?? .everything }
  /// Everything adaptable but the head.
  public var body: LeafPattern? {
    guard let head else { return nil }
    let left = [head.description] + (normalization.map { [$0.description] } ?? [])
    return LeafPattern("!" + left.joined(separator: "|"))
  }
  /// The leaves that are added to features, shifts of normalization included, if answers depend on any.
  public var biases: LeafPattern? {
    let biases: LeafPattern = "*bias|*.shift"
    return leaves.contains { biases.matches($0) && auxiliary?.matches($0) != true } ? biases : nil
  }
}
