import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct EmbeddingTests {
  @Test func anIndexNamesARow() {
    var g = Generator(seed: 1)
    var table = Embedding(3, 2, using: &g)
    table.weight = numbers([1, 2, 3, 4, 5, 6], [3, 2])
    #expect(elements(table(Tensor([2, 0]))) == [5, 6, 1, 2])
    #expect(table(Tensor.zeros([4, 5], dtype: .int64)).shape == [4, 5, 2])
  }

  @Test func aTaskAxisIsALoop() {
    var g = Generator(seed: 1)
    var table = Embedding(5, 2, using: &g)
    table.weight = random([3, 5, 2], 2)
    for middle: [Int] in [[], [4], [4, 6]] {
      let index = Tensor.integers(0..<5, [3] + middle, using: &g)
      let together = table(index)
      for task in 0..<3 {
        #expect(distance(together[task], table.weight[task].rows(at: index[task])) == 0)
      }
    }
  }

  @Test func aRowThatOccursTwiceGetsBothGradients() {
    var g = Generator(seed: 1)
    let table = Embedding(3, 1, using: &g)
    let gradient = valueAndGradient(at: table) {
      ($0(Tensor([2, 0, 2])).flattened() * Tensor([Float(1), 2, 3])).sum()
    }
    #expect(elements(gradient.gradient.weight) == [2, 0, 4])
  }
}
