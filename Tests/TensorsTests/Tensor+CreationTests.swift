import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TensorCreationTests {
  @Test func elementsComeBackBitForBit() {
    #expect(
      Tensor([Float.pi, -0, .infinity, .leastNonzeroMagnitude]).scalars() == [.pi, -0, .infinity, Float(0x1p-149)])
    #expect(Tensor([Double.pi, -.greatestFiniteMagnitude]).scalars() == [.pi, -Double.greatestFiniteMagnitude])
    #expect(Tensor([Int.min, .max]).scalars() == [Int.min, .max])
    #expect(Tensor([Int64.min, .max]).scalars() == [Int64.min, .max])
    #expect(Tensor([Int32.min, .max]).scalars() == [Int32.min, .max])
    #expect(Tensor([UInt8.min, .max]).scalars() == [UInt8.min, .max])
    #expect(Tensor([true, false, true]).scalars() == [true, false, true])
    #expect(Tensor([Float.nan]).scalars(Float.self)[0].isNaN)
  }

  @Test func shapesAreRowMajor() {
    let x = numbers([1, 2, 3, 4, 5, 6], [2, 3])
    #expect(x[1][0].item == 4)
    #expect(elements(x.transposed()) == [1, 4, 2, 5, 3, 6])
  }

  @Test func anEmptyTensorHasNoElements() {
    let x = Tensor([Float](), shape: [0, 3])
    #expect(x.shape == [0, 3])
    #expect(x.scalars(Float.self).isEmpty)
    #expect(x.sum().item == 0)
  }

  @Test func filledTensors() {
    #expect(elements(.full(2.5, [2])) == [2.5, 2.5])
    #expect(elements(.ones([2], dtype: .int32)) == [1, 1])
    #expect(elements(.range(0, 4)) == [0, 1, 2, 3])
    #expect(elements(.range(1, 0, step: -0.25, dtype: .float64)) == [1, 0.75, 0.5, 0.25])
    #expect(elements(.identity(2)) == [1, 0, 0, 1])
    let like = Tensor.zeros(like: .ones([3], dtype: .int64))
    #expect(like.dtype == .int64)
    #expect(elements(like) == [0, 0, 0])
    #expect(Tensor(3, dtype: .float64).item == 3)
  }

  @Test func oneGeneratorStateIsOneTensor() {
    func draw(_ seed: UInt64) -> [[Double]] {
      var g = Generator(seed: seed)
      return [
        elements(.normal([5], using: &g)), elements(.uniform([5], using: &g)),
        elements(.integers(0..<100, [5], using: &g)), elements(.permutation(5, using: &g)),
        elements(.normal([5], using: &g)),
      ]
    }
    #expect(draw(1) == draw(1))
    #expect(draw(1) != draw(2))
    #expect(draw(1)[0] != draw(1)[4], "the generator advances")
  }

  @Test func childStreamsDiffer() {
    let parent = Generator(seed: 5)
    let draws = (0..<20).map { index in
      var child = parent.child(index)
      return elements(.uniform([4], using: &child))
    }
    #expect(Set(draws).count == 20)
  }

  @Test func normalNumbersHaveTheirMoments() {
    var g = Generator(seed: 6)
    let n = 40_000.0
    let x = Tensor.normal([Int(n)], mean: 2, deviation: 3, dtype: .float64, using: &g)
    #expect(abs(x.mean().item - 2) < 4 * 3 / n.squareRoot())
    #expect(abs(x.variance().item - 9) < 4 * 9 * (2 / n).squareRoot())
    let skew = ((x - 2) / 3).power(3).mean().item
    #expect(abs(skew) < 4 * (15 / n).squareRoot())
  }

  @Test func uniformNumbersHaveTheirMoments() {
    var g = Generator(seed: 7)
    let n = 40_000.0
    let x = Tensor.uniform([Int(n)], low: -1, high: 3, dtype: .float64, using: &g)
    #expect(x.min().item >= -1)
    #expect(x.max().item < 3)
    #expect(abs(x.mean().item - 1) < 4 * (16 / 12 / n).squareRoot())
    #expect(abs(x.variance().item - 16.0 / 12) < 0.05)
  }

  @Test func wholeNumbersFillTheirRange() {
    var g = Generator(seed: 8)
    let x: [Int] = Tensor.integers(-2..<3, [5000], using: &g).scalars()
    let counts = Dictionary(grouping: x) { $0 }.mapValues(\.count)
    #expect(Set(counts.keys) == [-2, -1, 0, 1, 2])
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 120 })  // 4 deviations of a binomial
    #expect(Set(Tensor.permutation(50, using: &g).scalars(Int.self)) == Set(0..<50))
  }

  @Test func convertingTruncatesTowardZero() {
    #expect(elements(numbers([1.9, -1.9]).converted(to: .int64)) == [1, -1])
    #expect(elements(numbers([0, 0.5, -2]).converted(to: .bool)) == [0, 1, 1])
  }
}
