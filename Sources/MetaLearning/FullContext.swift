public import Networks
public import Randomness
public import Tensors

/// Embeds support examples and queries in the context of the whole support set: g by a bidirectional LSTM over the
/// examples, f by an LSTM that reads them.
///
/// g(xᵢ) = →hᵢ + ←hᵢ + g′(xᵢ)
///
/// hₖ = LSTM(f′(x), [hₖ₋₁, rₖ₋₁], cₖ₋₁) + f′(x),  rₖ₋₁ = Σᵢ softmaxᵢ(hₖ₋₁ · g(xᵢ)) g(xᵢ)
///
/// - Source: Vinyals et al. 2016, "Matching Networks for One Shot Learning", Appendix A.1 and A.2.
/// - Differs: h₀ and c₀, which the paper does not give, are zeros. The order of the support set counts.
/// - Shapes: f′ [tasks, queries, width] and g′ [tasks, shots, width] give f and g of the same.
public struct FullContext: ParameterTree {
  /// Reads the support set from its first example.
  public var forward: LSTMCell
  /// Reads it from its last.
  public var backward: LSTMCell
  /// Reads it for a query.
  public var reader: LSTMCell

  /// Fresh cells for features of this width.
  public init(_ width: Int, using generator: inout Generator) {
    forward = LSTMCell(width, width, using: &generator)
    backward = LSTMCell(width, width, using: &generator)
    reader = LSTMCell(width, width, recurrent: 2 * width, using: &generator)
  }

  /// f and g.
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
