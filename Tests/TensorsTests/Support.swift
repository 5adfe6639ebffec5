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

/// ∂f/∂x by central differences, for a scalar f of a float64 tensor.
func finiteDifferences(at x: Tensor, step: Double = 1e-5, _ f: (Tensor) -> Tensor) -> Tensor {
  let start = elements(x)
  return withoutGradient {
    let slopes = start.indices.map { index in
      func moved(_ by: Double) -> Double {
        var point = start
        point[index] += by
        return f(Tensor(point, shape: x.shape)).item
      }
      return (moved(step) - moved(-step)) / (2 * step)
    }
    return Tensor(slopes, shape: x.shape)
  }
}

/// One tensor, as a tree.
struct Leaf: ParameterTree {
  var x: Tensor
  mutating func visit(_ visitor: inout ParameterVisitor) { visitor.leaf("x", &x) }
}

/// Two tensors, as a tree.
struct Pair: ParameterTree {
  var a: Tensor
  var b: Tensor
  mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("a", &a)
    visitor.leaf("b", &b)
  }
}
