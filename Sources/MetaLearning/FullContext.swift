public import Networks
public import Randomness
public import Tensors

/// An embedding of support examples and queries in the context of the whole support set: g by a bidirectional LSTM over
/// the examples, f by an LSTM that attends to them.
///
/// g(xᵢ) = →hᵢ + ←hᵢ + g′(xᵢ)
///
/// hₖ = LSTM(f′(x), [hₖ₋₁, rₖ₋₁], cₖ₋₁) + f′(x),  rₖ₋₁ = Σᵢ softmaxᵢ(hₖ₋₁ · g(xᵢ)) g(xᵢ)
///
/// - Source: Vinyals et al. 2016, "Matching Networks for One Shot Learning", Appendix A.1 and A.2.
/// - Differs: h₀ and c₀, which the paper does not give, are zeros. The order of the support set counts.
/// - Shapes: f′ [tasks, queries, width] and g′ [tasks, shots, width] give f and g of the same.
public struct FullContext: ParameterTree {
  /// The cell that reads the support set from its first example.
  public var forward: LSTMCell
  /// The cell that reads the support set from its last example.
  public var backward: LSTMCell
  /// The cell that reads the support set for a query.
  public var reader: LSTMCell

  /// Creates cells for features of this width.
  public init(_ width: Int, using generator: inout Generator) {
    forward = LSTMCell(width, width, using: &generator)
    backward = LSTMCell(width, width, using: &generator)
    reader = LSTMCell(width, width, recurrent: 2 * width, using: &generator)
  }

  /// Returns f and g.
  public func callAsFunction(_ query: Tensor, _ support: Tensor, steps: Int) -> (query: Tensor, support: Tensor) {
    let g = forward.outputs(of: support) + backward.outputs(of: support, isBackward: true) + support
    var h = Tensor.zeros(like: query)
    var c = h
    for _ in 0..<steps {
      let r = h.matmul(g.transposed()).softmax(-1).matmul(g)  // [tasks, queries, width]
      let next = reader(query, hidden: .concatenate([h, r], -1), cell: c)
      (h, c) = (next.hidden + query, next.cell)
    }
    return (h, g)
  }

  /// Visits the cells.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("forward", &forward)
    visitor.branch("backward", &backward)
    visitor.branch("reader", &reader)
  }
}
