internal import Networks
public import Randomness
public import Tensors

/// Learns features whose likeness says how much each support example's label counts.
///
/// p(y | x) = Σᵢ a(x, xᵢ) yᵢ,  a(x, xᵢ) = softmaxᵢ(cos(f(x), g(xᵢ)) / τ)
///
/// - Source: Vinyals, Blundell, Lillicrap, Kavukcuoglu, Wierstra 2016, "Matching Networks for One Shot Learning",
///   Equation 1 and Section 2.1.1; full-context embeddings as in Section 2.1.2. <https://arxiv.org/abs/1606.04080>
/// - Differs: the paper has no temperature, which is τ = 1, the default; one network is f and g.
/// - Shapes: features of `[tasks, ways · shots, …]` and `[tasks, queries, …]`, flattened, give `[tasks, queries, ways]`.
public struct MatchingNetworks: AmortizedLearner {
  /// No step.
  public let inner: InnerLoop
  private let options: MatchingOptions
  private let width: Int

  /// The method; refused by a network without features, and where there are no classes.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    (inner, options) = (try request.comparing(for: "matching"), request.options.matching)
    width = request.anatomy.featureShape?.reduce(1, *) ?? 0
    guard options.temperature > 0, options.readSteps > 0 else {
      throw request.refusal(
        of: "matching", "a temperature of \(options.temperature) or \(options.readSteps) read steps: both are positive")
    }
  }

  /// The network, the temperature where it is learned, and what reads the support set in full context.
  public func start<Network: AdaptableNetwork>(
    _ network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> {
    var slow = SlowWeights(network, inner: inner)
    var parts = MatchingParts()
    if options.learnsTemperature { parts.logTemperature = .full(_logarithm(options.temperature), [1]) }
    if options.fullContext { parts.context = FullContext(width, using: &generator) }
    slow.parts["matching"] = parts.stored(like: network)
    return slow
  }

  /// ln p, the logits.
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
    // Summed as logarithms, so that a class far away keeps a finite loss.
    let mask = embedded.membership.log().unsqueezed(1)  // 0 or −∞: [tasks, 1, shots, ways]
    return (scores.logSoftmax(-1).unsqueezed(-1) + mask).logSumExp(2)
  }

  /// −ln p of the true class.
  public func losses<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Tensor {
    episodes.query.crossEntropy(of: outputs(of: slow, on: episodes))
  }
}

/// The settings of `MatchingNetworks`.
public struct MatchingOptions: LearnerOptions {
  /// `method.matching`.
  public static let key = "matching"

  /// τ; the paper has none, which is 1.
  public var temperature = 1.0
  /// Whether to learn τ from there on.
  public var learnsTemperature = false
  /// Whether to embed each example in the context of the whole support set.
  public var fullContext = false
  /// The number of times that a query reads the support set in full context.
  public var readSteps = 5

  /// The paper's, without full context.
  public init() {}
}

/// The weights that `MatchingNetworks` learns beside the network.
public struct MatchingParts: ParameterTree {
  /// ln τ: [1].
  public var logTemperature: Tensor?
  /// The cells that read the support set.
  public var context: FullContext?

  /// Visits the parts that there are.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("logTemperature", &logTemperature)
    visitor.branch("context", &context)
  }
}

extension Tensor {
  /// x / ‖x‖ over the last dimension; 0 stays 0.
  func unit() -> Tensor { self * (squared().sum(-1, keeping: true) + 1e-12).reciprocalSquareRoot() }
}

extension MatchingNetworks {
  /// Its line of the catalogue.
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
