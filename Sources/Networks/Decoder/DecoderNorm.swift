public import Tensors

/// The norm of a decoder: x / √(mean x² + ε) · (gain + offset), or a layer norm with gain and shift.
///
/// - Source: Zhang, Sennrich 2019, "Root Mean Square Layer Normalization", Equation 4; Ba et al. 2016, "Layer Normalization".
/// - Shapes: [..., width] to the same; gain and shift [width] or [tasks, width].
public struct DecoderNorm: ParameterTree {
  /// The gain, less `offset`.
  public var gain: Tensor
  /// The shift of a layer norm.
  public var shift: Tensor?
  /// ε.
  public let epsilon: Double
  /// What is added to the gain.
  public let offset: Double

  /// Applies the norm, in float32 or wider.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    var wide = x.dtype == .bfloat16 ? x.converted(to: .float32) : x
    if shift != nil { wide = wide - wide.mean(-1, keeping: true) }
    let normed = wide * (wide.squared().mean(-1, keeping: true) + epsilon).reciprocalSquareRoot()
    let gain = acrossRows(gain, rank: x.rank)
    // With an offset, Gemma multiplies before it rounds; the others round first.
    guard offset == 0 else { return (normed * (gain + offset)).converted(to: x.dtype) }
    let scaled = normed.converted(to: x.dtype) * gain
    return shift.map { scaled + acrossRows($0, rank: x.rank) } ?? scaled
  }

  /// Visits gain and shift.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("gain", &gain)
    visitor.leaf("shift", &shift)
  }
}
