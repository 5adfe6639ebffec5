import Randomness
import Testing

@testable import Tasks

@Suite struct PeriodsTests {
  @Test func aTilingGivesBackItsTile() throws {
    var generator = Generator(seed: 3)
    for _ in 0..<20 {
      let tile = Grid(height: 3, width: 4) { row, column in
        // The first row and column hold a 9 once each, so that nothing smaller repeats.
        row == 0 && column == 0 ? 9 : generator.integer(in: 0..<9)
      }
      let tiling: Grid = try apply("tile", tile, 3, 4)
      #expect(try apply("tile_of", tiling) == tile)
      #expect(try apply("row_period", tiling) == 3)
      #expect(try apply("column_period", tiling) == 4)
      #expect(throws: Undefined.noSuchStructure) { let _: Grid = try apply("tile_of", tile) }
    }
  }

  @Test func whatIsContinuedRepeats() throws {
    let stripes = drawing("12", "21", "12")
    #expect(try apply("continue_rows", stripes, 2) == drawing("12", "21", "12", "21", "12"))
    #expect(try apply("continue_columns", drawing("121"), 2) == drawing("12121"))
    #expect(try apply("continue", stripes, 4, 3) == drawing("121", "212", "121", "212"))
  }
}
