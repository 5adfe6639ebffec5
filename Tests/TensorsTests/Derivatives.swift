import Randomness
import Tensors

/// Normal numbers of a seed.
func random(_ shape: [Int], _ seed: UInt64, _ dtype: DType = .float64) -> Tensor {
  var generator = Generator(seed: seed)
  return Tensor.normal(shape, dtype: .float64, using: &generator).converted(to: dtype)
}

/// ∂f/∂x.
func gradient(at x: Tensor, _ f: (Tensor) -> Tensor) -> Tensor {
  valueAndGradient(at: Leaf(x: x)) { f($0.x) }.gradient.x
}

/// The gradient of f, projected on fixed numbers: a function whose own gradient is the second derivative.
func slope(of f: @escaping (Tensor) -> Tensor) -> (Tensor) -> Tensor {
  { x in
    withGradient {
      let start = x.requiresGradient ? x : x.leaf()
      let gradient = gradients(of: [withSecondOrder { f(start) }], at: [start], createGraph: true)[0]
      return (gradient * random(x.shape, 77, x.dtype)).sum()
    }
  }
}

/// Value, gradient and the gradient of the gradient's projection on fixed numbers.
func derivatives(_ inputs: [Tensor], _ body: ([Tensor]) -> Tensor) -> [Tensor] {
  withGradient {
    let leaves = inputs.map { $0.leaf() }
    let value = withSecondOrder { body(leaves) }
    let weights = random(value.shape, 91, value.dtype)
    let first = gradients(of: [(value * weights).sum()], at: leaves, createGraph: true)
    let projected = first.enumerated().map { ($1 * random($1.shape, 92 + UInt64($0), value.dtype)).sum() }
    let second = gradients(of: [projected.reduce(Tensor(0, dtype: value.dtype), +)], at: leaves)
    return ([value] + first + second).map { $0.detached() }
  }
}

/// Largest difference, relative to the size of `b`.
func relativeDistance(_ a: [Tensor], _ b: [Tensor]) -> Double {
  zip(a, b).map { a, b in
    guard a.shape == b.shape else { return .infinity }
    let (a, b) = (a.converted(to: .float64), b.converted(to: .float64))
    let difference = (a - b).magnitude().max().item
    return difference.isNaN ? .infinity : difference / max(b.magnitude().max().item, 1e-300)
  }.max() ?? 0
}
