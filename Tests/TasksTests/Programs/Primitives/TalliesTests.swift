import Testing

@testable import Tasks

@Suite struct TalliesTests {
  @Test func asManyCellsAsCounted() throws {
    for count in 0...9 {
      let tally: Grid = try apply("tally", drawing("...", "...", "..."), count, Colour(4))
      #expect(tally.colourCounts[4] == count)
      let columns: Grid = try apply("tally_columns", drawing("...", "...", "..."), count, Colour(4))
      #expect(columns == Dihedral.transpose(tally))
    }
    #expect(throws: Undefined.sizes) { let _: Grid = try apply("tally", drawing(".."), 3, Colour(4)) }
    #expect(try apply("bar", 3, Colour(2)) == drawing("222"))
    #expect(try apply("diagonal", 2, Colour(2)) == drawing("2.", ".2"))
    #expect(try apply("solid", 1, 2, Colour(3)) == drawing("33"))
    #expect(throws: Undefined.tooLarge) { let _: Grid = try apply("bar", 31, Colour(2)) }
  }

  @Test func coloursAreListed() throws {
    let grid = drawing("12.", "2.2", "3.3")
    #expect(try apply("row_histogram", grid) == drawing("222", "33.", "1.."))
    #expect(try apply("cells_in_row", grid) == drawing("122233"))
    #expect(try apply("colour_column", [Colour(2), Colour(3)]) == drawing("2", "3"))
    #expect(try apply("colour_row", [Colour(2), Colour(3)]) == drawing("23"))
  }
}
