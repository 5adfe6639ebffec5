internal import Networks
public import Randomness
internal import Tensors

/// A method that learns the last layer of each task from its support set alone, from zero, on features that the outer
/// loop learns.
///
/// h₀ = 0,  hₖ₊₁ = hₖ − α ∇h L(support, hₖ, θ);  θ ← θ − β ∇θ meanᵢ L(queryᵢ, hᵢ, θ)
///
/// Tasks share features and nothing else: `ANIL` also learns where the head starts. After one plain
/// step on a squared error, an answer is Σ y·⟨f(x), f(query)⟩ over the support set, up to a factor: a kernel. With
/// `bodyHeld` the features stay those of the network that training began with, and only the head's rates are learned.
/// - Source: Kao, Chiu, Chen 2022, "MAML is a Noisy Contrastive Learner in Classification" (its zeroing trick: a head of
///   zeros before every inner loop) <https://arxiv.org/abs/2106.15367>; a new head on held features: Tian et al. 2020,
///   "Rethinking Few-Shot Image Classification: a Good Embedding Is All You Need?". <https://arxiv.org/abs/2003.11539>
/// - Differs: the first zeroes the head but adapts the whole network; the second fits its head to the end, by logistic
///   regression on normalized features.
/// - Shapes: support and query of `[tasks, …]`.
public struct LastLayer: MAMLVariant {
  /// MAML over the head.
  public let method: MAML
  private let head: LeafPattern
  private let held: LeafPattern

  /// Creates the method; throws for a network whose anatomy has no head.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    head = try request.part(request.anatomy.head, "head: a last layer to make anew", for: "lastLayer")
    let isHeld = request.options.lastLayer.bodyHeld
    held = isHeld ? .everything : head
    if isHeld { try request.refuseDecay(of: "the body that method.lastLayer.bodyHeld holds", for: "lastLayer") }
    method = MAML(
      inner: try request.adapting(head, for: "lastLayer"), order: request.options.order,
      queryWeights: request.queryWeights)
  }

  /// Returns the network with a head of zeros. Rates are relative to the size of the head that it had.
  public func initialSlowWeights<Network: AdaptableNetwork>(
    for network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> {
    var slow = SlowWeights(network, inner: inner)
    slow.network = network.mapNamed { name, leaf in head.matches(name) ? .zeros(like: leaf) : leaf }
    return slow
  }

  /// Returns MAML's gradient without that of the fixed leaves: the initial head, and the body with `bodyHeld`.
  public func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    method.metaGradient(of: slow, on: episodes).holding(held)
  }

  /// Returns the query loss after adaptation.
  public func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    method.objective(at: slow.holding(held, of: center), holding: center, on: episodes)
  }
}

/// The settings of `LastLayer`.
public struct LastLayerOptions: LearnerOptions {
  /// The key of the settings, `method.lastLayer`.
  public static let key = "lastLayer"

  /// Whether to keep the features fixed, such as those of a checkpoint; `optimizer.weightDecay` must be 0.
  public var bodyHeld = false

  /// Creates the default settings.
  public init() {}
}

extension LastLayer {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "lastLayer", "makes each task's last layer from zero, on features that are learned",
    source: "Kao et al. 2022; Tian et al. 2020",
    options: LastLayerOptions.self, traits: [.readsQueryWeights, .isSecondOrder],
    make: LastLayer.init)
}

extension MethodOptions {
  /// The settings of `LastLayer`.
  public var lastLayer: LastLayerOptions {
    get { self[LastLayerOptions.self] }
    set { self[LastLayerOptions.self] = newValue }
  }
}
