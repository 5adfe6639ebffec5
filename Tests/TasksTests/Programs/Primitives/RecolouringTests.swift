import Testing

@testable import Tasks

@Suite struct RecolouringTests {
  let grid = drawing("1.2", "22.")

  @Test func exchangesAreTheirOwnInverse() throws {
    let exchanged: Grid = try apply("exchange", grid, Colour(1), Colour(2))
    #expect(exchanged == drawing("2.1", "11."))
    #expect(try apply("exchange_two", grid) == exchanged)
    #expect(try apply("exchange", exchanged, Colour(1), Colour(2)) == grid)
    let two: Grid = try apply("keep", grid, Colour(2))
    #expect(try apply("negative", two) == drawing("22.", "..2"))
    #expect(throws: Undefined.noSuchStructure) { let _: Grid = try apply("negative", grid) }
  }

  @Test func whatIsNamedIsPainted() throws {
    #expect(try apply("replace", grid, Colour(1), Colour(3)) == drawing("3.2", "22."))
    #expect(try apply("erase", grid, Colour(2)) == drawing("1..", "..."))
    #expect(try apply("paint", grid, Colour(3)) == drawing("3.3", "33."))
    #expect(try apply("fill_background", grid, Colour(3)) == drawing("132", "223"))
    #expect(try apply("by_rank", grid) == drawing("2.1", "11."))
    #expect(try apply("colours_of", grid, drawing("789", "123")) == drawing("7.9", "12."))
  }
}
