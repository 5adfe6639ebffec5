import Testing

@testable import Tasks

@Suite struct TilingsTests {
  let grid = drawing("12", "34")

  @Test func aTileCroppedOutOfATilingIsTheGrid() throws {
    let tiling: Grid = try apply("tile", grid, 2, 3)
    let row: Grid = try apply("take", tiling, Direction.up, 2)
    #expect(try apply("take", row, Direction.left, 2) == grid)
    #expect((tiling.height, tiling.width) == (4, 6))
  }

  @Test func mirroredCopiesMeetAtTheirSeams() throws {
    #expect(try apply("four_mirrored", grid) == drawing("1221", "3443", "3443", "1221"))
    #expect(try apply("wallpaper", grid, 2, 2) == drawing("1221", "3443", "3443", "1221"))
    #expect(try apply("four_mirrored_inwards", grid) == drawing("4334", "2112", "2112", "4334"))
    #expect(try apply("tile_mirrored_rows", grid, 2, 1) == drawing("12", "34", "21", "43"))
  }

  @Test func fourTurnsAreTurnedIntoEachOther() throws {
    let turns: Grid = try apply("four_turned", grid)
    #expect(turns.isSymmetrical(.rotate90))
    #expect(turns == drawing("1231", "3442", "2443", "1321"))
  }

  @Test func whatWouldBeTooLargeIsNotBuilt() {
    #expect(throws: Undefined.tooLarge) { let _: Grid = try apply("tile", grid, 16, 1) }
    #expect(throws: Undefined.tooLarge) { let _: Grid = try apply("tile", grid, 1000, 1000) }
    #expect(throws: Undefined.sizes) { let _: Grid = try apply("tile", grid, 0, 2) }
  }
}
