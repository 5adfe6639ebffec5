internal import Networks
public import Tensors

/// The learnable inner rates, one for each leaf and step (or each element of a leaf), stored as logarithms so that they
/// stay positive, or as they are if they may turn negative (`InnerLoop.Rates.perElementSigned`).
///
/// - Source: Antoniou et al. 2019, "How to Train Your MAML", Section 4 (per layer and step);
///   Li et al. 2017, "Meta-SGD" (per element). Both let a rate turn negative.
public struct InnerRates: ParameterTree {
  private var table: LeafTable
  private let kind: InnerLoop.Rates

  /// Creates the initial rates of an inner loop, relative to each leaf's scale if its rule is scale-free.
  init(for network: some ParameterTree, inner: InnerLoop) {
    kind = inner.rates
    table = LeafTable(for: network, inner: inner) { name, leaf in
      let rate = inner.rate(of: name) * (inner.rule == .normalized ? Self.scale(of: leaf) : 1)
      let logarithm = _logarithm(max(rate, 1e-12))
      switch inner.rates {
      case .perElement: return .full(logarithm, leaf.shape, dtype: leaf.dtype, device: leaf.device)
      case .perElementSigned: return .full(rate, leaf.shape, dtype: leaf.dtype, device: leaf.device)
      case .fixed, .perLeaf:
        let steps = (0..<max(inner.steps, 1)).map { logarithm - inner.rateDecay * Double($0) }
        return Tensor(steps).converted(to: leaf.dtype).moved(to: leaf.device)
      }
    }
  }

  /// Returns the root mean square of a leaf; 0.1 for one that starts at zero.
  private static func scale(of leaf: Tensor) -> Double {
    let size = leaf.detached().converted(to: .float64).squared().mean().squareRoot().item
    return size < 1e-6 ? 0.1 : size
  }

  /// Returns the rate of the `index`-th adapted leaf at `step`: a scalar, or one number for each element. Steps beyond
  /// the learned ones use the last one's rate.
  func rate(_ index: Int, step: Int) -> Tensor {
    let number = table.values[index]
    switch kind {
    case .perElementSigned: return number
    case .perElement: return number.exp()
    case .fixed, .perLeaf: return number[min(step, number.count - 1)].exp()
    }
  }

  /// Visits the learned numbers under the names of their leaves.
  public mutating func visit(_ visitor: inout ParameterVisitor) { table.visit(&visitor) }
}

extension InnerRates {
  /// Returns the rates with every step after the first `trained` starting from the last trained one: a longer inner
  /// loop continues as the shorter one did.
  public func continued(from trained: Int) -> InnerRates {
    var copy = self
    guard kind == .fixed || kind == .perLeaf else { return copy }
    copy.table.values = table.values.map { steps in
      guard steps.count > trained, trained > 0 else { return steps }
      let last = steps.narrowed(0, from: trained - 1, length: 1).expanded([steps.count - trained])
      return .concatenate([steps.narrowed(0, from: 0, length: trained), last])
    }
    return copy
  }
}
