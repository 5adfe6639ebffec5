import Foundation
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct GradientTests {
  @Test func derivativesOfAFourthPowerOfEveryOrder() {
    let x = numbers([1.5, -2]).leaf()
    var derivative = x.power(4)
    let orders: [[Double]] = [[4 * 3.375, -32], [12 * 2.25, 48], [24 * 1.5, -48], [24, 24]]
    for expected in orders {
      derivative = gradients(of: [derivative.sum()], at: [x], createGraph: true)[0]
      #expect(distance(derivative, numbers(expected)) < 1e-10)
    }
  }

  @Test func aCompositionIsFiniteDifferences() {
    var g = Generator(seed: 1)
    let w = Tensor.normal([3, 3], dtype: .float64, using: &g)
    let x = Tensor.normal([3], dtype: .float64, using: &g)
    func f(_ x: Tensor) -> Tensor { (w.matmul(x).tanh() * x.sigmoid()).softmax(0).log().sum() }
    let (value, gradient) = valueAndGradient(at: Leaf(x: x)) { f($0.x) }
    #expect(value.item == f(x).item)
    #expect(distance(gradient.x, finiteDifferences(at: x, f)) < 1e-8)
  }

  @Test func theSecondDerivativeIsTheFirstOfTheFirst() {
    var g = Generator(seed: 2)
    let x = Tensor.normal([4], dtype: .float64, using: &g)
    func f(_ x: Tensor) -> Tensor { (x.sin() * x.rolled(1, 0).exp()).sum() }
    func slope(_ x: Tensor, createGraph: Bool) -> Tensor {
      gradients(of: [f(x)], at: [x], createGraph: createGraph)[0].squared().sum()
    }
    let leaf = x.leaf()
    let second = gradients(of: [slope(leaf, createGraph: true)], at: [leaf])[0]
    let numeric = finiteDifferences(at: x) { point in
      withGradient { slope(point.leaf(), createGraph: false) }
    }
    #expect(distance(second, numeric) < 1e-7)
  }

  @Test func unusedInputsHaveZeroGradient() {
    let tree = Pair(a: numbers([1, 2]), b: numbers([3, 4], [2, 1]))
    let (_, gradient) = valueAndGradient(at: tree) { $0.a.squared().sum() }
    #expect(elements(gradient.a) == [2, 4])
    #expect(gradient.b.shape == [2, 1])
    #expect(elements(gradient.b) == [0, 0])
    #expect(gradients(of: [], at: []).isEmpty)
  }

  @Test func seedsWeighTheOutputs() {
    let x = numbers([1, 2]).leaf()
    let gradient = gradients(of: [x * 2, x * 3], at: [x], seeds: [numbers([1, 0]), numbers([10, 10])])[0]
    #expect(elements(gradient) == [32, 30])
  }

  @Test func aRetainedTapeServesTwice() {
    let x = numbers([3]).leaf()
    let y = x.squared().sum()
    #expect(elements(gradients(of: [y], at: [x], retainGraph: true)[0]) == [6])
    #expect(elements(gradients(of: [y], at: [x])[0]) == [6])
  }

  @Test func anOuterGradientGoesThroughAnInnerStep() {
    // d/dθ of L(θ − α L'(θ)) with L = θ³: 3(θ − 3αθ²)² · (1 − 6αθ).
    let (theta, alpha) = (0.7, 0.1)
    func outer(createGraph: Bool) -> Double {
      let (_, gradient) = valueAndGradient(at: Leaf(x: Tensor(theta, dtype: .float64))) { start in
        let inner = valueAndGradient(at: start, createGraph: createGraph) { $0.x.power(3) }.gradient
        return start.zip(inner) { $0 - alpha * $1 }.x.power(3)
      }
      return gradient.x.item
    }
    let adapted = theta - alpha * 3 * theta * theta
    #expect(abs(outer(createGraph: true) - 3 * adapted * adapted * (1 - 6 * alpha * theta)) < 1e-12)
    #expect(abs(outer(createGraph: false) - 3 * adapted * adapted) < 1e-12, "a constant without createGraph")
  }

  @Test func aValueComesOffTheTapeUnlessAskedFor() {
    let leaf = Leaf(x: numbers([2]))
    #expect(!valueAndGradient(at: leaf) { $0.x.squared().sum() }.value.requiresGradient)
    let (value, gradient) = valueAndGradient(at: leaf, createGraph: true) { $0.x.squared().sum() }
    #expect(value.requiresGradient)
    #expect(gradient.x.requiresGradient)
  }

  @Test func theHessianOfAQuadraticIsItsMatrix() {
    let a = numbers([2, 1, 0, 1, 3, -1, 0, -1, 4], [3, 3])
    let v = numbers([1, -2, 3])
    let product = hessianVectorProduct(at: Leaf(x: numbers([5, 6, 7])), Leaf(x: v)) {
      ($0.x * a.matmul($0.x)).sum() / 2
    }
    #expect(distance(product.x, a.matmul(v)) < 1e-12)
  }

  @Test func theHessianVectorProductIsTheHessianTimesTheVector() {
    // f = a²·b + sin(a)·e^b: H = [[2b − sin a·e^b, 2a + cos a·e^b], [2a + cos a·e^b, sin a·e^b]].
    let (a, b) = (0.8, -0.4)
    let cross = 2 * a + cos(a) * exp(b)
    let hessian = [[2 * b - sin(a) * exp(b), cross], [cross, sin(a) * exp(b)]]
    func product(_ v: [Double]) -> [Double] {
      let point = Pair(a: Tensor(a, dtype: .float64), b: Tensor(b, dtype: .float64))
      let vector = Pair(a: Tensor(v[0], dtype: .float64), b: Tensor(v[1], dtype: .float64))
      return hessianVectorProduct(at: point, vector) { $0.a.squared() * $0.b + $0.a.sin() * $0.b.exp() }
        .tensors.map(\.item)
    }
    for v: [Double] in [[1, 0], [0, 1], [2, -3]] {
      let expected = hessian.map { $0[0] * v[0] + $0[1] * v[1] }
      #expect(zip(product(v), expected).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  @Test func aLinearFunctionHasNoHessian() {
    let product = hessianVectorProduct(at: Leaf(x: numbers([1, 2])), Leaf(x: numbers([1, 1]))) { $0.x.sum() }
    #expect(elements(product.x) == [0, 0])
  }

  @Test func theTapeIsOnAndOffByScope() {
    let x = numbers([1]).leaf()
    #expect(isRecordingGradient)
    withoutGradient {
      #expect(!isRecordingGradient)
      #expect(!(x * 2).requiresGradient)
      withGradient { #expect((x * 2).requiresGradient) }
      #expect(!isRecordingGradient)
    }
    #expect(isRecordingGradient)
    #expect((x * 2).requiresGradient)
    #expect(!(x * 2).detached().requiresGradient)
  }

  @Test func secondOrderIsOnByScope() {
    #expect(!isSecondOrder)
    withSecondOrder {
      #expect(isSecondOrder)
      withoutGradient { #expect(isSecondOrder) }
    }
    #expect(!isSecondOrder)
  }

  @Test func gradientsToDifferentiateAgainAreOfSecondOrderByThemselves() {
    // silu(x₁) · x₂ in one pass, whose gradient of the gradient is asked for.
    let point = Leaf(x: numbers([0.3, -0.7], [1, 2]))
    func f(_ tree: Leaf) -> Tensor { tree.x.gated().sum() }
    let ones = Leaf(x: numbers([1, 1], [1, 2]))
    let product = hessianVectorProduct(at: point, ones, of: f)
    let (_, again) = valueAndGradient(at: point) { start in
      valueAndGradient(at: start, createGraph: true, of: f).gradient.x.sum()
    }
    #expect(distance(product.x, again.x) < 1e-14 && product.x.magnitude().sum().item > 0)
  }

  @Test func autocastMultipliesInBfloat16() {
    let x = Tensor.ones([2, 2])
    withAutocast {
      #expect(x.matmul(x).dtype == .bfloat16)
      #expect(x.linear(x).dtype == .bfloat16)
      #expect((x + x).dtype == .float32)
    }
    #expect(x.matmul(x).dtype == .float32)
    let (_, gradient) = valueAndGradient(at: Leaf(x: x)) { leaf in
      withAutocast { leaf.x.matmul(x).converted(to: .float32).sum() }
    }
    #expect(gradient.x.dtype == .float32)
    #expect(elements(gradient.x) == [2, 2, 2, 2])
  }
}
