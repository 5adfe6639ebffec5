import Foundation
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TensorArithmeticTests {
  @Test func shapesBroadcastFromTheEnd() {
    let column = numbers([1, 2], [2, 1])
    let row = numbers([10, 20, 30])
    #expect(elements(column + row) == [11, 21, 31, 12, 22, 32])
    #expect((column + row).shape == [2, 3])
    #expect((Tensor.zeros([4, 1, 3]) * Tensor.zeros([5, 1])).shape == [4, 5, 3])
    #expect(elements(numbers([1, 2]) - numbers([5])) == [-4, -3])
  }

  @Test func numbersAndTensorsMix() {
    let x = numbers([1, 2, 4])
    #expect(elements(x + 1) == [2, 3, 5])
    #expect(elements(1 + x) == [2, 3, 5])
    #expect(elements(x - 1) == [0, 1, 3])
    #expect(elements(1 - x) == [0, -1, -3])
    #expect(elements(2 * x) == [2, 4, 8])
    #expect(elements(x / 2) == [0.5, 1, 2])
    #expect(elements(8 / x) == [8, 4, 2])
    #expect(elements(-x) == [-1, -2, -4])
    #expect(elements(x / numbers([4, 2, 1])) == [0.25, 1, 4])
  }

  @Test func wholeNumbersStayWhole() {
    let x = Tensor([1, 2, 3])
    #expect((x + 1).dtype == .int64)
    #expect((x * 2).dtype == .int64)
    #expect((x + 0.5).dtype == .float32)
    #expect(elements(Tensor([-3, 3]).remainder(5)) == [2, 3])
    #expect((Tensor([1]) + numbers([0.5])).dtype == .float64)
  }

  @Test func combinationsOfTwo() {
    let a = numbers([1, -2, 3])
    let b = numbers([2, 2, 2])
    #expect(elements(a.adding(b, scaledBy: 10)) == [21, 18, 23])
    #expect(elements(a.lerp(to: b, 0.5)) == [1.5, 0, 2.5])
    #expect(elements(a.maximum(b)) == [2, 2, 3])
    #expect(elements(a.minimum(b)) == [1, -2, 2])
    #expect(elements(a.power(3)) == [1, -8, 27])
    #expect(elements(a.atan2(b)) == [atan2(1, 2), atan2(-2, 2), atan2(3, 2)])
    #expect(elements(a.clamped(to: 0...2)) == [1, 0, 2])
    #expect(elements((a .> 0).select(a, else: b)) == [1, 2, 3])
  }

  @Test func comparisonsAreMasks() {
    let a = numbers([1, 2, 3])
    let b = numbers([3, 2, 1])
    #expect((a .== b).dtype == .bool)
    #expect(elements(a .== b) == [0, 1, 0])
    #expect(elements(a .!= b) == [1, 0, 1])
    #expect(elements(a .< b) == [1, 0, 0])
    #expect(elements(a .> b) == [0, 0, 1])
    #expect(elements(a .>= b) == [0, 1, 1])
    #expect(elements(a .== 2) == [0, 1, 0])
    #expect(elements(a .!= 2) == [1, 0, 1])
    #expect(elements(a .< 2) == [1, 0, 0])
    #expect(elements(a .>= 2) == [0, 1, 1])
    #expect(elements((a .> 1) .& (a .< 3)) == [0, 1, 0])
    #expect(elements((a .> 2) .| (a .< 2)) == [1, 0, 1])
    #expect(elements((a .> 1).not()) == [1, 0, 0])
  }

  /// Each function beside its definition and a range where both are defined.
  static let functions: [(String, @Sendable (Tensor) -> Tensor, @Sendable (Double) -> Double, ClosedRange<Double>)] = [
    ("exp", { $0.exp() }, { exp($0) }, -3...3),
    ("log", { $0.log() }, { log($0) }, 0.1...5),
    ("log1p", { $0.log1p() }, { log($0 + 1) }, -0.5...5),
    ("squareRoot", { $0.squareRoot() }, { $0.squareRoot() }, 0.1...5),
    ("reciprocalSquareRoot", { $0.reciprocalSquareRoot() }, { 1 / $0.squareRoot() }, 0.1...5),
    ("reciprocal", { $0.reciprocal() }, { 1 / $0 }, 0.2...5),
    ("squared", { $0.squared() }, { $0 * $0 }, -3...3),
    ("magnitude", { $0.magnitude() }, { abs($0) }, -3...3.1),
    ("sin", { $0.sin() }, { sin($0) }, -3...3),
    ("cos", { $0.cos() }, { cos($0) }, -3...3),
    ("tanh", { $0.tanh() }, { tanh($0) }, -3...3),
    ("sigmoid", { $0.sigmoid() }, { 1 / (1 + exp(-$0)) }, -3...3),
    ("logSigmoid", { $0.logSigmoid() }, { -log(1 + exp(-$0)) }, -3...3),
    ("relu", { $0.relu() }, { max($0, 0) }, -3...3.1),
    ("silu", { $0.silu() }, { $0 / (1 + exp(-$0)) }, -3...3),
    ("gelu", { $0.gelu() }, { $0 * (1 + erf($0 / 2.0.squareRoot())) / 2 }, -3...3),
    ("softplus", { $0.softplus() }, { log(1 + exp($0)) }, -3...3),
    ("power", { $0.power(2.5) }, { pow($0, 2.5) }, 0.1...3),
  ]

  @Test(arguments: functions.indices)
  func functionsAreTheirDefinitionsAndSoAreTheirSlopes(index: Int) {
    let (name, ours, definition, range) = Self.functions[index]
    let points = (0..<16).map { range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / 15 }
    let x = numbers(points)
    #expect(distance(ours(x), numbers(points.map(definition))) < 1e-12, "\(name)")
    let (_, gradient) = valueAndGradient(at: Leaf(x: x)) { ours($0.x).sum() }
    #expect(distance(gradient.x, finiteDifferences(at: x) { ours($0).sum() }) < 1e-7, "slope of \(name)")
  }

  @Test func stepsAndInverses() {
    #expect(elements(numbers([-2, 0, 3]).sign()) == [-1, 0, 1])
    #expect(elements(numbers([-1.5, 1.5]).floor()) == [-2, 1])
    #expect(elements(numbers([1, .infinity, .nan]).isFinite()) == [1, 0, 0])
    let x = [-0.9, 0, 0.5]
    #expect(distance(numbers(x.map { erf($0) }).inverseErrorFunction(), numbers(x)) < 1e-12)
  }

  @Test func logarithmsOfSigmoidsDoNotOverflow() {
    #expect(elements(numbers([-1e4]).logSigmoid()) == [-1e4])
    #expect(elements(numbers([1e4]).softplus()) == [1e4])
  }
}
