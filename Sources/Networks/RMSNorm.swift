public import Tensors

/// RMS normalization, x / √(mean(x²) + ε) over the last dimension, in float32 or wider, times an optional learned gain.
///
/// - Source: Zhang, Sennrich 2019, "Root Mean Square Layer Normalization", Equation 4. TRM has no gain, ε = 1e-5.
public struct RMSNorm: ParameterTree {
  /// The gain, [width] or [tasks, width], or `nil` as in TRM.
  public var gain: Tensor?
  /// The ε in the denominator.
  public let epsilon: Double

  /// Creates a norm, with a gain of ones if `width` is given.
  public init(width: Int? = nil, epsilon: Double = 1e-5) {
    gain = width.map { .ones([$0]) }
    self.epsilon = epsilon
  }

  /// Applies the norm.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let wide = x.dtype == .bfloat16 ? x.converted(to: .float32) : x
    let normed = wide * (wide.squared().mean(-1, keeping: true) + epsilon).reciprocalSquareRoot()
    let scaled = gain.map { normed * acrossRows($0, rank: normed.rank) } ?? normed
    return scaled.converted(to: x.dtype)
  }

  /// Applies the norm to a + b, in one pass if the two allow it.
  public func ofSum(_ a: Tensor, _ b: Tensor) -> Tensor {
    let fuses = gain == nil && a.isFusible && a.dtype == b.dtype && a.device == b.device && a.shape == b.shape
    return fuses ? .normedSum(a, b, epsilon: epsilon) : self(a + b)
  }

  /// Visits the gain.
  public mutating func visit(_ visitor: inout ParameterVisitor) { visitor.leaf("gain", &gain) }
}
