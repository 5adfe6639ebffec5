import Randomness
import Tensors

/// A float64 tensor of these numbers.
func numbers(_ elements: [Double], _ shape: [Int]? = nil) -> Tensor { Tensor(elements, shape: shape) }

/// The elements as doubles, whatever the dtype.
func elements(_ tensor: Tensor) -> [Double] { tensor.converted(to: .float64).scalars() }

/// The largest difference of two tensors of one shape; infinite when they differ in shape or hold a NaN.
func distance(_ a: Tensor, _ b: Tensor) -> Double {
  guard a.shape == b.shape else { return .infinity }
  let differences = zip(elements(a), elements(b)).map { abs($0 - $1) }
  return differences.contains { $0.isNaN } ? .infinity : differences.max() ?? 0
}

/// Normal float64 numbers.
func random(_ shape: [Int], _ seed: UInt64) -> Tensor {
  var generator = Generator(seed: seed)
  return .normal(shape, dtype: .float64, using: &generator)
}

extension ParameterTree {
  /// The same tree in float64.
  var wide: Self { map { $0.converted(to: .float64) } }
}

/// One tensor, as a tree.
struct Leaf: ParameterTree {
  var x: Tensor
  mutating func visit(_ visitor: inout ParameterVisitor) { visitor.leaf("x", &x) }
}
