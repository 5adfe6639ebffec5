internal import Networks
public import Randomness
public import Tensors

/// A method that learns features whose similarity to support examples weights these examples' labels.
///
/// p(y | x) = Σᵢ a(x, xᵢ) yᵢ,  a(x, xᵢ) = softmaxᵢ(cos(f(x), g(xᵢ)) / τ)
///
/// - Source: Vinyals, Blundell, Lillicrap, Kavukcuoglu, Wierstra 2016, "Matching Networks for One Shot Learning",
///   Equation 1 and Section 2.1.1; full-context embeddings as in Section 2.1.2. <https://arxiv.org/abs/1606.04080>
/// - Differs: the paper has no temperature, which is τ = 1, the default; one network is f and g.
/// - Shapes: features of `[tasks, ways · shots, …]` and `[tasks, queries, …]`, flattened, give `[tasks, queries, ways]`.
public struct MatchingNetworks: AmortizedLearner {
  /// The inner loop, of no step.
  public let inner: InnerLoop
  private let options: MatchingOptions
  private let width: Int

  /// Creates the method; throws for a network without features, and if there are no classes.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    (inner, options) = (try request.comparing(for: "matching"), request.options.matching)
    width = request.anatomy.featureShape?.reduce(1, *) ?? 0
    guard options.temperature > 0, options.readSteps > 0 else {
      throw request.refusal(
        of: "matching", "a temperature of \(options.temperature) or \(options.readSteps) read steps: both are positive")
    }
  }

  /// Returns the network, the temperature if it is learned, and the cells that read the support set in full context.
  public func initialSlowWeights<Network: AdaptableNetwork>(
    for network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> {
    var slow = SlowWeights(network, inner: inner)
    var parts = MatchingParts()
    if options.learnsTemperature { parts.logTemperature = .full(_logarithm(options.temperature), [1]) }
    if options.fullContext { parts.context = FullContext(width, using: &generator) }
    slow.parts["matching"] = parts.stored(like: network)
    return slow
  }

  /// Returns ln p, the logits.
  public func outputs<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Tensor {
    let embedded = ClassEmbeddings(slow.network, episodes)
    var (f, g) = (embedded.query.flattened(2), embedded.support.flattened(2))  // [tasks, queries | shots, width]
    let parts = slow.parts["matching"] as? MatchingParts
    if let context = parts?.context { (f, g) = context(f, g, steps: options.readSteps) }
    let cosines = f.unit().matmul(g.unit().transposed())  // [tasks, queries, shots]
    let sharpness = parts?.logTemperature.map { (-$0).exp() }
    let scores = sharpness.map { cosines * $0 } ?? cosines * (1 / options.temperature)
    // Summed as logarithms, so that a distant class keeps a finite loss.
    let mask = embedded.membership.log().unsqueezed(1)  // 0 or −∞: [tasks, 1, shots, ways]
    return (scores.logSoftmax(-1).unsqueezed(-1) + mask).logSumExp(2)
  }

  /// Returns −ln p of the true class.
  public func losses<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Tensor {
    episodes.query.crossEntropy(of: outputs(of: slow, on: episodes))
  }
}

/// The settings of `MatchingNetworks`.
public struct MatchingOptions: LearnerOptions {
  /// The key of the settings, `method.matching`.
  public static let key = "matching"

  /// The temperature τ; the paper has none, which is 1.
  public var temperature = 1.0
  /// Whether to learn τ, from that value on.
  public var learnsTemperature = false
  /// Whether to embed each example in the context of the whole support set.
  public var fullContext = false
  /// The number of times that a query reads the support set in full context.
  public var readSteps = 5

  /// Creates the paper's settings, without full context.
  public init() {}
}

/// The weights that `MatchingNetworks` learns beside the network.
public struct MatchingParts: ParameterTree {
  /// The logarithm of the temperature, [1], or `nil` if it is not learned.
  public var logTemperature: Tensor?
  /// The cells that read the support set, or `nil` without full context.
  public var context: FullContext?

  /// Visits the parts that are present.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("logTemperature", &logTemperature)
    visitor.branch("context", &context)
  }
}

extension Tensor {
  /// Returns x / ‖x‖ over the last dimension; 0 stays 0.
  func unit() -> Tensor { self * (squared().sum(-1, keeping: true) + 1e-12).reciprocalSquareRoot() }
}

extension MatchingNetworks {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "matching", "labels of the support set, weighed by how alike features are",
    source: "Vinyals et al. 2016", options: MatchingOptions.self,
    make: MatchingNetworks.init)
}

extension MethodOptions {
  /// The settings of `MatchingNetworks`.
  public var matching: MatchingOptions {
    get { self[MatchingOptions.self] }
    set { self[MatchingOptions.self] = newValue }
  }
}
