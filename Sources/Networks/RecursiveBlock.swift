internal import Foundation
public import Randomness
public import Tensors

/// One layer of the recursive network, which mixes tokens, then transforms each; a norm follows each sum.
///
/// h ← norm(h + mix(h));  h ← norm(h + SwiGLU(h))
/// - Source: the published TRM code, `TinyRecursiveReasoningModel_ACTV1Block`.
/// - Shapes: [..., prefix + length, width] to the same.
public struct RecursiveBlock: ParameterTree {
  /// Attention over tokens, or `nil` if tokens mix in another way.
  public var attention: Attention?
  /// A gated map over the token axis, or `nil` if tokens mix in another way.
  public var tokenMLP: SwiGLU?
  /// Learned maps of positions beside attention, or `nil` if there are none.
  public var positionMixing: PositionMixingHeads?
  /// The gated map of each token.
  public var mlp: SwiGLU
  let norm = RMSNorm()

  /// Creates a block of these sizes.
  public init(_ c: TinyRecursiveConfiguration, using generator: inout Generator) {
    switch c.mixing {
    case .attention: attention = Attention(c.width, heads: c.heads, using: &generator)
    case .tokenMLP:
      tokenMLP = SwiGLU(
        c.prefix + c.maximumLength, expansion: c.expansion, multiple: c.innerMultiple, using: &generator)
    }
    positionMixing = c.positionHeads > 0 ? PositionMixingHeads(c, using: &generator) : nil
    mlp = SwiGLU(c.width, expansion: c.expansion, multiple: c.innerMultiple, using: &generator)
  }

  /// Applies the block.
  public func callAsFunction(_ input: Tensor, _ table: PositionTable) -> Tensor {
    var h = input
    if let attention {
      var mixed = attention(h, rotary: table.rotary)
      if let positionMixing { mixed = mixed + positionMixing(h, table) }
      h = norm.ofSum(h, mixed)
    }
    guard let tokenMLP else { return norm.ofSum(h, mlp(h)) }
    // Plain operations: over the token axis, rounding errors grow, and these round as the published code does.
    // The norm of this part goes over the token axis, as published.
    let t = h.transposed()
    h = norm(t + tokenMLP.plainly(t)).transposed()
    return norm(h + mlp.plainly(h))
  }

  /// Visits the parts that are present.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("attention", &attention)
    visitor.branch("tokenMLP", &tokenMLP)
    visitor.branch("places", &positionMixing)
    visitor.branch("mlp", &mlp)
  }
}
