import Foundation
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TensorReductionTests {
  private let x = numbers([1, 2, 3, 4, 5, 9], [2, 3])

  @Test func dimensionsGoOrStayAsOne() {
    #expect(elements(x.sum()) == [24])
    #expect(elements(x.sum(0)) == [5, 7, 12])
    #expect(elements(x.sum(-1)) == [6, 18])
    #expect(x.sum(1, keeping: true).shape == [2, 1])
    #expect(elements(x.sum(0, 1)) == [24])
    #expect(elements(x.sum(over: [0])) == [5, 7, 12])
    #expect(elements(x.sum(over: [])) == elements(x))
    #expect(x.total() == 24)
  }

  @Test func statistics() {
    #expect(elements(x.mean(1)) == [2, 6])
    #expect(distance(x.variance(1), numbers([2.0 / 3, 14.0 / 3])) < 1e-12)
    #expect(elements(x.max(0)) == [4, 5, 9])
    #expect(elements(x.min(1)) == [1, 4])
    #expect(elements(x.argmax(1)) == [2, 2])
    #expect(x.argmax(0).dtype == .int64)
    #expect(elements((x .> 1).all(1)) == [0, 1])
    #expect(elements((x .> 5).any(1)) == [0, 1])
    #expect(elements(x.cumulativeSum(1)) == [1, 3, 6, 4, 9, 18])
  }

  @Test func sumsOfExponentialsDoNotOverflow() {
    #expect(distance(numbers([1000, 1000]).logSumExp(), Tensor(1000 + log(2), dtype: .float64)) < 1e-9)
    #expect(distance(x.logSumExp(1), x.exp().sum(1).log()) < 1e-12)
  }

  @Test func softmaxIsADistribution() {
    let p = x.softmax(1)
    #expect(distance(p.sum(1), .ones([2], dtype: .float64)) < 1e-12)
    #expect(distance(p, x.exp() / x.exp().sum(1, keeping: true)) < 1e-12)
    #expect(distance(x.logSoftmax(1), p.log()) < 1e-12)
    #expect(distance((x + 100).softmax(1), p) < 1e-12, "a shift of all logits changes nothing")
  }

  @Test func sortingKeepsTheOrderOfEquals() {
    let (values, indices) = numbers([2, 1, 2, 1]).sorted(0)
    #expect(elements(values) == [1, 1, 2, 2])
    #expect(elements(indices) == [1, 3, 0, 2])
    let down = numbers([2, 1, 2, 1]).sorted(0, descending: true)
    #expect(elements(down.values) == [2, 2, 1, 1])
    #expect(elements(down.indices) == [0, 2, 1, 3])
  }

  @Test func slopesAreFiniteDifferences() {
    let functions: [(Tensor) -> Tensor] = [
      { $0.sum(0).squared().sum() }, { $0.mean(1).squared().sum() }, { $0.variance(1).sum() },
      { $0.max(1).squared().sum() }, { $0.logSumExp(0).sum() }, { $0.softmax(1).squared().sum() },
      { $0.logSoftmax(1)[0].squared().sum() }, { $0.cumulativeSum(1).squared().sum() },
      { $0.sorted(1).values[0].squared().sum() },
    ]
    for (index, f) in functions.enumerated() {
      let gradient = valueAndGradient(at: Leaf(x: x)) { f($0.x) }.gradient.x
      #expect(distance(gradient, finiteDifferences(at: x, f)) < 1e-6, "function \(index)")
    }
  }
}
