import Testing

@testable import Tasks

@Suite struct ScalingTests {
  let grid = drawing("1.", "12")

  @Test func shrinkingUndoesScaling() throws {
    for factor in 2...5 {
      let scaled: Grid = try apply("scale", grid, factor)
      #expect((scaled.height, scaled.width) == (2 * factor, 2 * factor))
      #expect(try apply("shrink", scaled) == grid)
      #expect(try apply("shrink_by", scaled, factor) == grid)
    }
    #expect(throws: Undefined.noSuchStructure) { let _: Grid = try apply("shrink", grid) }
    #expect(try apply("scale_wide", grid, 2) == drawing("11..", "1122"))
  }

  @Test func aGridOfItselfHasTheSquareOfItsSides() throws {
    #expect(try apply("grid_of", grid, grid) == drawing("1...", "12..", "1.1.", "1212"))
    #expect(try apply("grid_of_inverse", grid, grid) == drawing("..1.", "..12", "....", "...."))
    #expect(try apply("grid_where", grid, grid, Colour(2)) == drawing("....", "....", "..1.", "..12"))
    #expect(try apply("grid_in_colours", grid, grid) == drawing("1...", "11..", "1.2.", "1122"))
  }
}
