import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TensorShapeTests {
  private let x = Tensor.range(0, 24, dtype: .float64).reshaped(2, 3, 4)

  @Test func reshapingKeepsTheOrder() {
    #expect(x.reshaped(4, -1).shape == [4, 6])
    #expect(elements(x.reshaped(24)) == (0..<24).map(Double.init))
    #expect(x.flattened().shape == [24])
    #expect(x.flattened(1).shape == [2, 12])
    #expect(x.flattened(0, 1).shape == [6, 4])
    #expect(x.unsqueezed(1).shape == [2, 1, 3, 4])
    #expect(x.unsqueezed(-1).squeezed(-1).shape == x.shape)
  }

  @Test func axesMove() {
    let y = x.permuted(2, 0, 1)
    #expect(y.shape == [4, 2, 3])
    #expect(y[1][1][2].item == x[1][2][1].item)
    #expect(x.transposed().shape == [2, 4, 3])
    #expect(x.transposed(0, 1).shape == [3, 2, 4])
    #expect(elements(y.contiguous().permuted(1, 2, 0)) == elements(x))
  }

  @Test func partsAndTheirUnion() {
    #expect(elements(x[1][0]) == [12, 13, 14, 15])
    #expect(x[0..<1].shape == [1, 3, 4])
    #expect(elements(x.selected(-1, 3)) == [3, 7, 11, 15, 19, 23])
    #expect(elements(x.narrowed(1, from: 1, length: 2)[0]) == [4, 5, 6, 7, 8, 9, 10, 11])
    #expect(distance(.concatenate(x.split(2, -1), -1), x) == 0)
    #expect(distance(.concatenate([x[0..<1], x[1..<2]]), x) == 0)
    #expect(distance(.stack([x[0], x[1]]), x) == 0)
    #expect(Tensor.stack([x[0], x[1]], -1).shape == [3, 4, 2])
  }

  @Test func copiesAndBorders() {
    let y = numbers([1, 2], [2])
    #expect(elements(y.unsqueezed(1).expanded([2, 3])) == [1, 1, 1, 2, 2, 2])
    #expect(elements(y.repeated([2])) == [1, 2, 1, 2])
    #expect(elements(y.flipped(0)) == [2, 1])
    #expect(elements(numbers([1, 2, 3]).rolled(1, 0)) == [3, 1, 2])
    #expect(elements(y.padded([1, 2], value: 7)) == [7, 1, 2, 7, 7])
    #expect(y.unsqueezed(0).padded([0, 0, 1, 0]).shape == [2, 2])
    #expect(elements(Tensor.ones([2, 2]).lowerTriangle()) == [1, 0, 1, 1])
    #expect(elements(Tensor.ones([2, 2]).lowerTriangle(-1)) == [0, 0, 1, 0])
  }

  @Test func placesByIndex() {
    let table = numbers([10, 11, 20, 21, 30, 31], [3, 2])
    let index = Tensor([2, 0])
    #expect(elements(table.gathered(0, at: index)) == [30, 31, 10, 11])
    #expect(elements(table.rows(at: index)) == [30, 31, 10, 11])
    #expect(table.rows(at: Tensor([[0, 1], [2, 2], [1, 0]].flatMap { $0 }, shape: [3, 2])).shape == [3, 2, 2])
    #expect(elements(table.taking(1, at: Tensor([1, 0, 1], shape: [3, 1]))) == [11, 20, 31])
    #expect(elements(table.replacingRows(index, with: numbers([1, 2, 3, 4], [2, 2]))) == [3, 4, 20, 21, 1, 2])
    let sums = Tensor.zeros([3], dtype: .float64).scatteringSum(0, at: Tensor([1, 1, 2]), of: numbers([5, 6, 7]))
    #expect(elements(sums) == [0, 11, 7])
    #expect(elements(Tensor([2, 0]).oneHot(3)) == [0, 0, 1, 1, 0, 0])
  }

  @Test func slopesGoBackToWhereTheElementsCameFrom() {
    let weights = Tensor.range(1, 25, dtype: .float64)
    func weighted(_ y: Tensor) -> Tensor { (y.flattened() * weights[0..<y.count]).squared().sum() }
    let functions: [(Tensor) -> Tensor] = [
      { weighted($0.permuted(2, 0, 1)) }, { weighted($0.narrowed(1, from: 1, length: 2)) },
      { weighted($0.selected(2, 1)) }, { weighted($0.gathered(1, at: Tensor([2, 2]))) },
      { weighted($0.flipped(0)) }, { weighted($0.rolled(1, 2)) }, { weighted($0[0].rows(at: Tensor([1, 1]))) },
      { weighted($0.taking(2, at: .ones([2, 3, 1], dtype: .int64))) },
      { weighted($0[0].scatteringSum(0, at: .zeros([1, 4], dtype: .int64), of: $0[1][0..<1])) },
      { weighted(Tensor.concatenate([$0[1], $0[0]])) }, { weighted($0[0].lowerTriangle()) },
      { weighted($0[0].replacingRows(Tensor([1]), with: $0[1][0..<1])) },
    ]
    let start = x / 24
    for (index, f) in functions.enumerated() {
      let gradient = valueAndGradient(at: Leaf(x: start)) { f($0.x) }.gradient.x
      #expect(distance(gradient, finiteDifferences(at: start, f)) < 1e-6, "function \(index)")
    }
  }
}
