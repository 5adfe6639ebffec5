import Foundation
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct LossesTests {
  /// −ln of stablemax in plain numbers.
  private func stablemax(_ logits: [Double], _ label: Int) -> Double {
    let s = logits.map { $0 >= 0 ? $0 + 1 : 1 / (1 - $0) }
    return -log(s[label] / s.reduce(0, +))
  }

  static let logits: [[Double]] = [
    [0, 0, 0], [1, -2, 0.5], [1e4, -1e4, 0], [-1e4, -1e4, -1e4], [1e4, 1e4, 1e4], [-1e-9, 1e-9, 0],
  ]

  @Test(arguments: logits)
  func stablemaxIsItsDefinition(logits: [Double]) {
    for label in logits.indices {
      let ours = Loss.crossEntropy(numbers(logits), Tensor(Double(label), dtype: .int64), .stablemax).item
      let theirs = stablemax(logits, label)
      #expect(abs(ours - theirs) <= 1e-12 * max(1, abs(theirs)))
    }
  }

  @Test(arguments: logits, Loss.CrossEntropy.allCases)
  func theGradientIsFiniteAndRight(logits: [Double], kind: Loss.CrossEntropy) {
    let label = Tensor(1, dtype: .int64)
    let (_, gradient) = valueAndGradient(at: Leaf(x: numbers(logits))) { Loss.crossEntropy($0.x, label, kind) }
    let slope = elements(gradient.x)
    #expect(slope.allSatisfy { $0.isFinite })
    guard logits.allSatisfy({ abs($0) > 1e-3 }) else { return }  // stablemax has a kink in its second derivative at 0
    for index in logits.indices {
      let step = 1e-4 * (kind == .softmax ? 1 : max(1, abs(logits[index]) / 100))
      func value(_ by: Double) -> Double {
        var moved = logits
        moved[index] += by
        return Loss.crossEntropy(numbers(moved), label, kind).item
      }
      let numeric = (value(step) - value(-step)) / (2 * step)
      #expect(abs(slope[index] - numeric) < 1e-7 * max(1, abs(numeric)))
    }
  }

  @Test func stablemaxAtZeroHasTheSlopeOfBothSides() {
    // s′(0) = 1 from either side: ∂/∂x of −ln(s₁/Σ) at [0, 0, 0] is 1/3, and −2/3 for the label.
    let (_, gradient) = valueAndGradient(at: Leaf(x: .zeros([3], dtype: .float64))) {
      Loss.crossEntropy($0.x, Tensor(1, dtype: .int64), .stablemax)
    }
    #expect(distance(gradient.x, numbers([1.0 / 3, -2.0 / 3, 1.0 / 3])) < 1e-12)
  }

  @Test func softmaxIsTheLogSoftmaxOfTheLabel() {
    let logits = random([4, 5], 1)
    let labels = Tensor([0, 4, 2, 2])
    let expected = -logits.logSoftmax(1).taking(1, at: labels.unsqueezed(1)).squeezed(1)
    #expect(distance(Loss.crossEntropy(logits, labels, .softmax), expected) < 1e-14)
  }

  @Test(arguments: Loss.CrossEntropy.allCases)
  func ignoredLabelsCostNothingAndTeachNothing(kind: Loss.CrossEntropy) {
    let labels = Tensor([1, Loss.ignored])
    let logits = random([2, 3], 2)
    #expect(Loss.crossEntropy(logits, labels, kind)[1].item == 0)
    let (_, gradient) = valueAndGradient(at: Leaf(x: logits)) { Loss.crossEntropy($0.x, labels, kind).sum() }
    #expect(gradient.x[0].magnitude().max().item > 0)
    #expect(gradient.x[1].magnitude().max().item == 0)
  }

  @Test func stablemaxComputesInFloat64() {
    let loss = Loss.crossEntropy(Tensor([Float(1), 2]), Tensor(0, dtype: .int64), .stablemax)
    #expect(loss.dtype == .float64)
    #expect(abs(loss.item - log(5.0 / 2)) < 1e-12)
  }

  @Test func binaryCrossEntropyIsItsDefinition() {
    let logits = [-2.0, 0, 3]
    let targets = [1.0, 0, 1]
    let expected = zip(logits, targets).map { x, y in
      let p = 1 / (1 + exp(-x))
      return -y * log(p) - (1 - y) * log(1 - p)
    }
    #expect(distance(Loss.binaryCrossEntropy(numbers(logits), numbers(targets)), numbers(expected)) < 1e-12)
    #expect(elements(Loss.binaryCrossEntropy(numbers([1e4, -1e4]), numbers([1, 0]))) == [0, 0])
    #expect(elements(Loss.binaryCrossEntropy(numbers([1e4]), numbers([0]))) == [1e4])
  }
}
