import Testing

@testable import Tasks

@Suite struct GridListsTests {
  let grids = [drawing("1.", ".."), drawing("12", "3."), drawing("1.", "..")]

  @Test func placesAreCountedFromOne() throws {
    #expect(try apply("first", grids) == grids[0])
    #expect(try apply("nth", grids, 2) == grids[1])
    #expect(try apply("middle_one", grids) == grids[1])
    #expect(try apply("length", grids) == 3)
    #expect(throws: Undefined.nothing) { let _: Grid = try apply("nth", grids, 4) }
  }

  @Test func theOneThatDiffersIsFound() throws {
    #expect(try apply("odd_one", grids) == grids[1])
    #expect(try apply("repeated", grids) == grids[0])
    #expect(try apply("distinct", grids) == Array(grids.prefix(2)))
    #expect(throws: Undefined.noSuchStructure) { let _: Grid = try apply("odd_one", [grids[0], grids[0]]) }
  }

  @Test func extremesAreChosenUnlessTied() throws {
    #expect(try apply("most_marked", grids) == grids[1])
    #expect(try apply("most_colourful", grids) == grids[1])
    #expect(throws: Undefined.tie) { let _: Grid = try apply("least_marked", grids) }
    #expect(try apply("most_of", grids, Colour(3)) == grids[1])
    #expect(try apply("asymmetrical_one", [drawing("11"), drawing("12", "34")]) == drawing("12", "34"))
    #expect(try apply("sorted", grids) == [grids[1], grids[0], grids[2]])
  }
}
