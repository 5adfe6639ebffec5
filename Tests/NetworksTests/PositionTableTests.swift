import Tensors
import Testing

@testable import Networks

@Suite(.enabled(if: Torch.isAvailable)) struct PositionTableTests {
  private func table(_ positions: TinyRecursiveConfiguration.Positions, _ layout: TokenLayout) -> PositionTable {
    var c = TinyRecursiveConfiguration()
    (c.width, c.heads, c.prefix, c.positions) = (16, 2, 3, positions)
    return PositionTable.of(c, layout, dtype: .float32, device: .cpu)
  }

  @Test func ropeCountsThePrefixAndTheFlattenedTokens() {
    let rotary = table(.rope, TokenLayout(height: 2, width: 4)).rotary!
    let line = RotaryTable((0..<11).map { [$0] }, width: 8)
    #expect(distance(rotary.cosines, line.cosines) == 0)
    #expect(distance(rotary.sines, line.sines) == 0)
  }

  @Test func twoDimensionsGiveCellsOfARowTheSameHalf() {
    let rotary = table(.rope2D, TokenLayout(height: 2, width: 4)).rotary!
    let cell = rotary.sines[3..<11].reshaped(2, 4, 2, 2, 2)  // [row, column, repeat, axis, angle]
    let halves = cell.permuted(3, 0, 1, 2, 4)  // which axis turns it first
    #expect(distance(halves[0][0][0], halves[0][0][3]) == 0, "the first half turns with the row")
    #expect(distance(halves[0][0][0], halves[0][1][0]) > 0.01)
    #expect(distance(halves[1][0][2], halves[1][1][2]) == 0, "the second half turns with the column")
    #expect(distance(halves[1][0][0], halves[1][0][1]) > 0.01)
  }

  @Test func otherPositionsNeedNoAngles() {
    #expect(table(.learned, TokenLayout(4)).rotary == nil)
    #expect(table(.none, TokenLayout(4)).rotary == nil)
  }
}
