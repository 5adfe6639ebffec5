public import Networks
public import Randomness

/// MAML whose inner loop adapts low-rank adapters alone: rank (in + out) numbers for each layer and task.
///
/// Wᵢ = W + scale · Bᵢ·Aᵢ,  (A, B)ᵢ = (A, B) − α ∇ L(support, W, A, B);  the outer loop learns W, A and B
///
/// A starts random and B at zero, so a new model is the network itself. There ∇A = 0 exactly, and rules that ignore a
/// gradient's length would step in a direction that the slightest change of B reverses: the first step moves B alone.
/// - Source: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", Section 4.1
///   <https://arxiv.org/abs/2106.09685>; inside MAML, Finn et al. 2017, Algorithm 2.
/// - Differs: the start of A and B is learned from tasks, and W with it unless `adaptersAlone`; the paper trains fresh
///   adapters beside a frozen W.
/// - Shapes: support and query of `[tasks, …]`; A [tasks, rank, in], B [tasks, out, rank].
public struct MetaLoRA: MAMLVariant {
  /// MAML over the adapters.
  public let method: MAML
  private let settings: MetaLoRAOptions

  /// Creates the method; throws if the pattern matches no linear layer.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    settings = request.options.lora
    if settings.adaptersAlone {
      try request.refuseDecay(of: "the network that method.lora.adaptersAlone holds", for: "lora")
    }
    let inner = try request.adaptingAdapters(
      first: "*lora.up", all: "*lora.*", on: settings.layers, rank: settings.rank, for: "lora")
    method = MAML(inner: inner, order: request.options.order, queryWeights: request.queryWeights)
  }

  /// Returns the network with new adapters; those that it has are merged into its weights.
  public func initialSlowWeights<Network: AdaptableNetwork>(
    for network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> {
    let adapted = network.mergingLowRankAdapters().addingLowRankAdapters(
      rank: settings.rank, scale: settings.scale, to: settings.layers, using: &generator)
    return SlowWeights(adapted, inner: inner)
  }

  /// Returns MAML's gradient; with `adaptersAlone`, zeros for the network.
  public func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    let meta = method.metaGradient(of: slow, on: episodes)
    return settings.adaptersAlone ? meta.holding("!*lora.*") : meta
  }

  /// Returns the query loss after adaptation.
  public func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    let held = settings.adaptersAlone ? slow.holding("!*lora.*", of: center) : slow
    return method.objective(at: held, holding: center, on: episodes)
  }
}

/// The settings of `MetaLoRA`.
public struct MetaLoRAOptions: LearnerOptions {
  /// The key of the settings, `method.lora`.
  public static let key = "lora"

  /// The rank of an adapter.
  public var rank = 4
  /// The factor of B·A: α / rank in the paper.
  public var scale = 1.0
  /// The linear layers that have an adapter, by the paths of their weights: "*attention*|*mlp*".
  public var layers = LeafPattern.everything
  /// Whether to learn the initial adapters alone, with the network frozen; `optimizer.weightDecay` must be 0.
  public var adaptersAlone = false

  /// Creates the default settings.
  public init() {}
}

extension MetaLoRA {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "lora", "MAML whose inner loop adapts low-rank adapters alone",
    source: "Hu et al. 2021; Finn et al. 2017",
    options: MetaLoRAOptions.self, traits: [.readsQueryWeights, .isSecondOrder],
    make: MetaLoRA.init)
}

extension MethodOptions {
  /// The settings of `MetaLoRA`.
  public var lora: MetaLoRAOptions {
    get { self[MetaLoRAOptions.self] }
    set { self[MetaLoRAOptions.self] = newValue }
  }
}
