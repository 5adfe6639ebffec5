internal import Foundation
public import Randomness
public import Tensors

extension Tensor {
  /// Returns normal numbers truncated at ±2 standard deviations, rescaled to the requested deviation.
  ///
  /// - Source: `trunc_normal_init_` of the published TRM code, which follows JAX: the deviation of a standard normal
  ///   cut at ±2 is 0.8796…, which is divided out.
  public static func truncatedNormal(
    _ shape: [Int], deviation: Double, dtype: DType = .float32, using generator: inout Generator
  ) -> Tensor {
    guard deviation > 0 else { return .zeros(shape, dtype: dtype) }
    let bound = erf(2 / 2.0.squareRoot())
    let density = Foundation.exp(-2.0) / (2 * Double.pi).squareRoot()
    let cut = (1 - 4 * density / bound).squareRoot()
    // In float64, so that the inverse error function stays finite at both ends.
    let uniform = Tensor.uniform(shape, low: -bound, high: bound, dtype: .float64, using: &generator)
    let scaled = uniform.inverseErrorFunction() * (2.0.squareRoot() * deviation / cut)
    return scaled.clamped(to: (-2 * deviation / cut)...(2 * deviation / cut)).converted(to: dtype)
  }
}
