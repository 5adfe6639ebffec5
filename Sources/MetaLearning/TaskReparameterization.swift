public import Networks
public import Randomness

/// MAML over a small core and a gate for each layer, between low-rank factors that all tasks share.
///
/// Wᵢ = W + scale · γᵢ · U·Cᵢ·V;  C and γ adapt, the outer loop learns W, U, V and where C and γ start
///
/// rank² + 1 numbers for each layer and task. The gate chooses structure: at 0 the layer is the network's own, and with
/// an L1 penalty on γ the inner loop turns off what a task does not need. C starts at zero, so a new model is the
/// network itself; there ∇γ = 0 exactly, and the first step moves C alone (see `MetaLoRA`).
/// - Source: Hou, Salazar, Polovets 2022, "Meta-Learning the Difference: Preparing Large Language Models for Efficient
///   Adaptation" (TARP, TAMS). <https://arxiv.org/abs/2207.03509>
/// - Differs: the paper makes the middle factor of its low-rank difference from the layer's input and chooses sublayers
///   by a learned controller; here gradient steps on the support set find both, one matrix and one gate for each layer.
/// - Shapes: support and query of `[tasks, …]`; U [out, rank], V [rank, in], C [tasks, rank, rank], γ [tasks].
public struct TaskReparameterization: MAMLVariant {
  /// MAML over cores and gates.
  public let method: MAML
  private let settings: TaskReparameterizationOptions

  /// Creates the method; throws if the pattern matches no linear layer.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    settings = request.options.tarp
    var inner = try request.adaptingAdapters(
      first: "*lora.core", all: "*lora.core|*lora.gate", on: settings.layers, rank: settings.rank, for: "tarp")
    guard settings.price >= 0 else {
      throw request.refusal(of: "tarp", "a price of \(settings.price) would reward open gates: give 0 or more")
    }
    if settings.price > 0 { inner.l1PenaltyByLeaf["*lora.gate"] = settings.price }
    method = MAML(inner: inner, order: request.options.order, queryWeights: request.queryWeights)
  }

  /// Returns the network with new factors, cores and gates; adapters that it has are merged into its weights.
  public func initialSlowWeights<Network: AdaptableNetwork>(
    for network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> {
    let adapted = network.mergingLowRankAdapters().addingLowRankAdapters(
      rank: settings.rank, scale: settings.scale, hasCore: true, to: settings.layers, using: &generator)
    return SlowWeights(adapted, inner: inner)
  }
}

/// The settings of `TaskReparameterization`.
public struct TaskReparameterizationOptions: LearnerOptions {
  /// The key of the settings, `method.tarp`.
  public static let key = "tarp"

  /// The rank of a layer's difference.
  public var rank = 8
  /// The factor of U·C·V.
  public var scale = 1.0
  /// The linear layers that have one, by the paths of their weights: "*attention*|*mlp*".
  public var layers = LeafPattern.everything
  /// The λ of an L1 penalty λ·Σ|γ| over the layers, added to the support loss in the inner loop.
  public var price = 0.0

  /// Creates the default settings.
  public init() {}
}

extension TaskReparameterization {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "tarp", "adapts a small core and a gate a layer, between shared low-rank factors",
    source: "Hou, Salazar, Polovets 2022",
    options: TaskReparameterizationOptions.self, traits: [.readsQueryWeights, .isSecondOrder],
    make: TaskReparameterization.init)
}

extension MethodOptions {
  /// The settings of `TaskReparameterization`.
  public var tarp: TaskReparameterizationOptions {
    get { self[TaskReparameterizationOptions.self] }
    set { self[TaskReparameterizationOptions.self] = newValue }
  }
}
