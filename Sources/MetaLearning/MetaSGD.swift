internal import Networks
public import Randomness
internal import Tensors

/// MAML that learns a rate for each element of each leaf together with the initialization.
///
/// θ′ = θ − α ∘ ∇L(support, θ);  (θ, α) ← (θ, α) − β ∇ meanᵢ L(queryᵢ, θᵢ′)
///
/// - Source: Li, Zhou, Chen, Li 2017, "Meta-SGD: Learning to Learn Quickly for Few-Shot Learning", Algorithm 1.
///   <https://arxiv.org/abs/1707.09835>
/// - Differs: rates are stored as logarithms and so stay positive, unless `isSigned`; they start at `inner.rate`,
///   unless `rateRange` selects the paper's initialization: one number for all of them, drawn from a range.
/// - Shapes: support and query of `[tasks, …]`; α of a leaf's own shape.
public struct MetaSGD: MAMLVariant {
  /// MAML with a rate for each element.
  public let method: MAML
  private let range: [Double]

  /// Creates the method over everything that adapts, or the leaves of `inner.phases`.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    let settings = request.options.metaSGD
    range = settings.rateRange
    guard range.isEmpty || (range.count == 2 && range[0] > 0 && range[0] <= range[1]) else {
      throw request.refusal(of: "metaSGD", "rateRange is \(range): give two positive rates, the lower first, or none")
    }
    var inner = request.wholeInner
    inner.rates = settings.isSigned ? .perElementSigned : .perElement
    method = MAML(inner: inner, order: request.options.order, queryWeights: request.queryWeights)
  }

  /// Returns the network with its rates.
  public func initialSlowWeights<Network: AdaptableNetwork>(
    for network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> {
    var inner = inner
    if let low = range.first, let high = range.last {
      (inner.rate, inner.ratesByLeaf) = (low + (high - low) * generator.uniform(), [:])
    }
    return SlowWeights(network, inner: inner)
  }
}

/// The settings of `MetaSGD`.
public struct MetaSGDOptions: LearnerOptions {
  /// The key of the settings, `method.metaSGD`.
  public static let key = "metaSGD"

  /// Whether a rate may turn negative, as printed: then an outer step moves a rate itself and not its logarithm, so the
  /// outer rate of the rates should be about a hundredth of what suits logarithms.
  public var isSigned = false
  /// The range of the initial rate, such as [0.005, 0.1]; empty to start at `inner.rate`.
  public var rateRange: [Double] = []

  /// Creates the default settings.
  public init() {}
}

extension MetaSGD {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "metaSGD", "MAML that learns a rate for each element",
    source: "Li, Zhou, Chen, Li 2017", options: MetaSGDOptions.self, traits: [.readsQueryWeights, .isSecondOrder],
    make: MetaSGD.init)
}

extension MethodOptions {
  /// The settings of `MetaSGD`.
  public var metaSGD: MetaSGDOptions {
    get { self[MetaSGDOptions.self] }
    set { self[MetaSGDOptions.self] = newValue }
  }
}
