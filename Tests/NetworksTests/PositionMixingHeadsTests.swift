import Randomness
import Tensors
import Testing

@testable import Networks

@Suite(.enabled(if: Torch.isAvailable)) struct PositionMixingHeadsTests {
  private func configuration(prefix: Int) -> TinyRecursiveConfiguration {
    var c = TinyRecursiveConfiguration()
    (c.width, c.heads, c.positionHeads, c.positionExtent, c.prefix, c.taskWidth) = (4, 2, 2, 6, prefix, 4)
    return c
  }

  private func table(_ c: TinyRecursiveConfiguration, _ layout: TokenLayout) -> PositionTable {
    PositionTable(layout: layout, rotary: nil)
  }

  /// Heads whose value and output matrices change nothing and whose maps are these.
  private func heads(_ c: TinyRecursiveConfiguration, columns: [[Double]], rows: [[Double]]) -> PositionMixingHeads {
    var g = Generator(seed: 1)
    var heads = PositionMixingHeads(c, using: &g).wide
    heads.value.weight = .identity(4, dtype: .float64)
    heads.out.weight = .identity(4, dtype: .float64)
    func set(_ map: inout PositionMixingMap, _ matrix: [[Double]]) {
      let one = numbers(matrix.flatMap { $0 }, [matrix.count, matrix.count])
      let missing = 6 - matrix.count
      map.positions = one.padded([0, missing, 0, missing]).unsqueezed(0).repeated([2, 1, 1])
      map.offsets = .zeros([2, 11], dtype: .float64)
    }
    set(&heads.columns, columns)
    set(&heads.rows, rows)
    return heads
  }

  private let cycle = [[0.0, 0, 1], [1, 0, 0], [0, 1, 0]]

  @Test func aPermutationMatrixPermutes() {
    let c = configuration(prefix: 1)
    let heads = heads(c, columns: cycle, rows: [[1]])
    let x = random([2, 4, 4], 2)
    let y = heads(x, table(c, TokenLayout(3)))
    #expect(distance(y.narrowed(1, from: 1, length: 3), x.gathered(1, at: Tensor([3, 1, 2]))) < 1e-12)
    #expect(y.narrowed(1, from: 0, length: 1).magnitude().max().item == 0, "the prefix takes no part")
  }

  @Test func rowsAndColumnsMoveByThemselves() {
    let c = configuration(prefix: 0)
    let heads = heads(c, columns: cycle, rows: [[0, 1], [1, 0]])
    let x = random([1, 6, 4], 3)
    let y = heads(x, table(c, TokenLayout(height: 2, width: 3)))
    let grid = x.reshaped(2, 3, 4)
    let expected = grid.flipped(0).gathered(1, at: Tensor([2, 0, 1])).reshaped(1, 6, 4)
    #expect(distance(y, expected) < 1e-12)
  }

  @Test func anOffsetIsAShiftOfAnyLength() {
    var g = Generator(seed: 1)
    var map = PositionMixingHeads(configuration(prefix: 0), using: &g).wide.columns
    // Weight at offset i − j = 1 alone: place i takes from place i − 1.
    map.offsets = Tensor([6]).oneHot(11).converted(to: .float64).repeated([2, 1])
    map.positions = .zeros([2, 6, 6], dtype: .float64)
    for n in [2, 4, 6, 9] {  // also beyond the extent
      let shift = Tensor.ones([n, n], dtype: .float64)
      #expect(distance(map(n)[0], shift.lowerTriangle(-1) - shift.lowerTriangle(-2)) == 0)
    }
  }

  @Test func aTaskAxisIsALoop() {
    let c = configuration(prefix: 1)
    let models = (0..<3).map { task in
      var g = Generator(seed: UInt64(task))
      return PositionMixingHeads(c, using: &g).wide.map { random($0.shape, UInt64(task + 10)) }
    }
    let stacked = models[0].replacing(models[0].tensors.indices.map { i in .stack(models.map { $0.tensors[i] }) })
    let x = random([3, 2, 7, 4], 5)
    let layout = TokenLayout(height: 2, width: 3)
    let together = stacked(x, table(c, layout))
    for task in 0..<3 { #expect(distance(together[task], models[task](x[task], table(c, layout))) < 1e-12) }
  }
}
