internal import Networks
public import Tensors

/// A method that learns features in which the class of a query is the class with the nearest mean.
///
/// cₖ = mean of f(x) over the support examples of class k;  p(y = k | x) ∝ exp(−‖f(x) − cₖ‖²)
///
/// - Source: Snell, Swersky, Zemel 2017, "Prototypical Networks for Few-shot Learning", Equations 1 and 2; the squared
///   Euclidean distance of Section 2.3, not divided by the width. <https://arxiv.org/abs/1703.05175>
/// - Shapes: features of `[tasks, ways · shots, …]` and `[tasks, queries, …]`, flattened, give `[tasks, queries, ways]`.
public struct PrototypicalNetworks: AmortizedLearner {
  /// The inner loop, of no step.
  public let inner: InnerLoop

  /// Creates the method; throws for a network without features, and if there are no classes.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) { inner = try request.comparing(for: "proto") }

  /// Returns −‖f(x) − cₖ‖², the logits.
  public func outputs<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Tensor {
    let embedded = ClassEmbeddings(slow.network, episodes)
    let query = embedded.query.flattened(2).unsqueezed(2)  // [tasks, queries, 1, width]
    let c = embedded.means.unsqueezed(1)  // [tasks, 1, ways, width]
    return -(query - c).squared().sum(-1)
  }

  /// Returns −ln p of the true class.
  public func losses<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Tensor {
    episodes.query.crossEntropy(of: outputs(of: slow, on: episodes))
  }
}

extension PrototypicalNetworks {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "proto", "the class whose mean feature is nearest: no step, nothing stored but means",
    source: "Snell et al. 2017",
    make: PrototypicalNetworks.init)
}
