public import Networks
public import Tensors

/// What the outer loop learns: the network from which every task starts and, where they are learned, the inner rates
/// and what single methods have beside.
public struct SlowWeights<Network: AdaptableNetwork>: ParameterTree {
  /// The initialization.
  public var network: Network
  /// The inner rates, most as logarithms.
  public var rates: InnerRates
  /// What single methods learn beside.
  public var parts = MethodParts()

  /// Slow weights with the rates that `inner` starts from.
  public init(_ network: Network, inner: InnerLoop) {
    self.network = network
    rates = InnerRates(for: network, inner: inner)
  }

  /// Shows the network, the rates and what else there is.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("network", &network)
    visitor.branch("rates", &rates)
    visitor.branch("parts", &parts)
  }
}

/// What single methods learn beside a network: empty for most.
public struct MethodParts: ParameterTree {
  /// What bends each inner gradient, for `MetaCurvature`.
  public var curvature: Curvature?
  /// The temperature and the readers of `MatchingNetworks`.
  public var matching: MatchingParts?
  /// What `RelationNetworks` compares by.
  public var relation: RelationModule?
  /// What `Reptile` carries from task to task, where it does.
  public var moments: InnerMoments?

  /// Nothing.
  public init() {}

  /// Shows what there is.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("curvature", &curvature)
    visitor.branch("matching", &matching)
    visitor.branch("relation", &relation)
    visitor.branch("moments", &moments)
  }
}

extension ParameterTree {
  /// This tree in the number type and on the device of a network.
  func stored(like network: some ParameterTree) -> Self {
    guard let leaf = network.tensors.first else { return self }
    return map { $0.converted(to: leaf.dtype).moved(to: leaf.device) }
  }
}

/// One learnable inner rate a leaf and step (or a leaf's every element), kept as a logarithm so that it stays positive,
/// or as itself where it may turn (`InnerLoop.Rates.perElementSigned`).
///
/// - Source: Antoniou et al. 2019, "How to Train Your MAML", Section 4 (per layer and step);
///   Li et al. 2017, "Meta-SGD" (per element). Both let a rate turn negative.
public struct InnerRates: ParameterTree {
  private let names: [String]
  private var numbers: [Tensor]
  private let kind: InnerLoop.Rates

  /// The rates that an inner loop starts from, relative to each leaf's scale where its rule is scale-free.
  init(for network: some ParameterTree, inner: InnerLoop) {
    var names: [String] = []
    var numbers: [Tensor] = []
    kind = inner.rates
    for (name, leaf) in network.leaves where inner.adapts(name) {
      names.append(name)
      let rate = inner.rate(of: name) * (inner.rule == .normalized ? Self.scale(of: leaf) : 1)
      let logarithm = _logarithm(max(rate, 1e-12))
      switch inner.rates {
      case .perElement, .perElementSigned:
        let number = kind == .perElement ? logarithm : rate
        numbers.append(.full(number, leaf.shape, dtype: leaf.dtype, device: leaf.device))
      case .fixed, .perLeaf:
        let steps = (0..<max(inner.steps, 1)).map { logarithm - inner.rateDecay * Double($0) }
        numbers.append(Tensor(steps).converted(to: leaf.dtype).moved(to: leaf.device))
      }
    }
    self.names = names
    self.numbers = numbers
  }

  /// The root mean square of a leaf; 0.1 for one that starts at zero.
  private static func scale(of leaf: Tensor) -> Double {
    let size = leaf.detached().converted(to: .float64).squared().mean().squareRoot().item
    return size < 1e-6 ? 0.1 : size
  }

  /// The rate of the `index`-th adapted leaf at `step`: a scalar, or one number an element. Steps beyond those that
  /// were learned use the last one's rate.
  func rate(_ index: Int, step: Int) -> Tensor {
    let number = numbers[index]
    switch kind {
    case .perElementSigned: return number
    case .perElement: return number.exp()
    case .fixed, .perLeaf: return number[min(step, number.count - 1)].exp()
    }
  }

  /// Shows the numbers that are learned under the names of their leaves.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    for index in names.indices { visitor.leaf(names[index], &numbers[index]) }
  }
}

extension InnerRates {
  /// These rates with every step after the first `trained` starting where the last trained one ended: a longer inner
  /// loop goes on as the shorter one did.
  public func continued(from trained: Int) -> InnerRates {
    var copy = self
    guard kind == .fixed || kind == .perLeaf else { return copy }
    copy.numbers = numbers.map { steps in
      guard steps.count > trained, trained > 0 else { return steps }
      let last = steps.narrowed(0, from: trained - 1, length: 1).expanded([steps.count - trained])
      return .concatenate([steps.narrowed(0, from: 0, length: trained), last])
    }
    return copy
  }
}
