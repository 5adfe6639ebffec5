internal import Networks
public import Randomness
public import Tensors

/// A method that adapts a context vector alone, from zero for every task; the weights are shared and learned by the
/// outer loop.
///
/// φ₀ = 0,  φₖ₊₁ = φₖ − α ∇φ L(support, φₖ, θ);  θ ← θ − β ∇θ meanᵢ L(queryᵢ, φᵢ, θ)
///
/// - Source: Zintgraf, Shiarlis, Kurin, Hofmann, Whiteson 2019, "Fast Context Adaptation via Meta-Learning",
///   Algorithm 1. <https://arxiv.org/abs/1810.03642>
/// - Differs: φ₀ is zero whatever the slow weights hold, so a model that another method trained may be used.
/// - Shapes: support and query of `[tasks, …]`; φ [tasks, context].
public struct CAVIA: MAMLVariant {
  /// MAML over the context.
  public let method: MAML
  private let context: LeafPattern

  /// Creates the method; throws for a network without a context.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    context = try request.part(
      request.anatomy.context, "context: give it one (network.context: 5)", for: "cavia")
    method = MAML(
      inner: try request.adapting(context, for: "cavia"), order: request.options.order,
      queryWeights: request.queryWeights)
  }

  /// Returns the network with its context at zero.
  public func initialSlowWeights<Network: AdaptableNetwork>(
    for network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> { cleared(SlowWeights(network, inner: inner)) }

  /// Returns MAML's gradient without that of the context, which starts at zero for every task and is not learned.
  public func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    var meta = method.metaGradient(of: cleared(slow), on: episodes)
    meta.gradient.network = meta.gradient.network.mapNamed { name, leaf in
      context.matches(name) ? .zeros(like: leaf) : leaf
    }
    return meta
  }

  /// Returns the query loss after adaptation from a context of zero.
  public func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    method.objective(at: cleared(slow), holding: cleared(center), on: episodes)
  }

  /// Adapts from a context of zero and answers after each step.
  public func answer<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, _ episodes: EpisodeBatch<Network.Batch>, after steps: [Int],
    observe: (Int, Tensor) -> Void
  ) {
    method.answer(cleared(slow), episodes, after: steps, observe: observe)
  }

  private func cleared<Network: AdaptableNetwork>(_ slow: SlowWeights<Network>) -> SlowWeights<Network> {
    var copy = slow
    copy.network = slow.network.mapNamed { name, leaf in context.matches(name) ? .zeros(like: leaf) : leaf }
    return copy
  }
}

extension CAVIA {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "cavia", "adapts a context vector from zero; weights are shared",
    source: "Zintgraf et al. 2019", traits: [.readsQueryWeights, .isSecondOrder],
    make: CAVIA.init)
}
