public import Tensors

/// Attention to what came before and a map of each token, each behind a norm, and in some families before one.
///
/// h ← h + post(attention(norm(h))), h ← h + post(mlp(norm(h)))
/// - Shapes: [..., length, width] to the same.
public struct DecoderBlock: ParameterTree {
  /// Attention.
  public var attention: DecoderAttention
  /// The map of each token.
  public var mlp: DecoderMLP
  /// The norm before attention.
  public var attentionNorm: DecoderNorm
  /// The norm behind attention.
  public var attentionPostNorm: DecoderNorm?
  /// The norm before the map.
  public var mlpNorm: DecoderNorm
  /// The norm behind the map.
  public var mlpPostNorm: DecoderNorm?

  init(
    _ c: DecoderConfiguration, layer: Int, _ linear: (_ inputs: Int, _ outputs: Int, _ hasBias: Bool) -> Linear,
    _ norm: (_ width: Int) -> DecoderNorm
  ) {
    attention = DecoderAttention(c, layer: layer, linear, norm)
    mlp = DecoderMLP(c, linear)
    (attentionNorm, mlpNorm) = (norm(c.width), norm(c.width))
    if c.hasPostNorms { (attentionPostNorm, mlpPostNorm) = (norm(c.width), norm(c.width)) }
  }

  func callAsFunction(_ input: Tensor, _ view: AttentionView, _ cache: inout KeyValueCache?, layer: Int) -> Tensor {
    let attended = attention(attentionNorm(input), view, &cache, layer: layer)
    let h = input + (attentionPostNorm?(attended) ?? attended)
    let mapped = mlp(mlpNorm(h))
    return h + (mlpPostNorm?(mapped) ?? mapped)
  }

  /// Visits every part.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("attentionNorm", &attentionNorm)
    visitor.branch("attention", &attention)
    visitor.branch("attentionPostNorm", &attentionPostNorm)
    visitor.branch("mlpNorm", &mlpNorm)
    visitor.branch("mlp", &mlp)
    visitor.branch("mlpPostNorm", &mlpPostNorm)
  }
}
