import Testing

@testable import Tasks

@Suite struct ColoursTests {
  let grid = drawing("1..", "222", ".33")

  @Test func coloursAreRankedByHowCommonTheyAre() throws {
    #expect(try apply("commonest", grid) == Colour(0))
    #expect(try apply("commonest_mark", grid) == Colour(2))
    #expect(try apply("second_mark", grid) == Colour(3))
    #expect(try apply("rarest", grid) == Colour(1))
    #expect(try apply("marks", grid) == [Colour(2), Colour(3), Colour(1)])
    #expect(throws: Undefined.tie) { let _: Colour = try apply("rarest_mark", drawing("1.2")) }
  }

  @Test func theOnlyColourIsTheOnlyOne() throws {
    #expect(try apply("only_mark", drawing("4.4")) == Colour(4))
    #expect(throws: Undefined.tie) { let _: Colour = try apply("only_mark", grid) }
    #expect(try apply("other_mark", drawing("4.5"), Colour(4)) == Colour(5))
  }

  @Test func coloursAreReadAtTheirPlaces() throws {
    #expect(try apply("colour_at", grid, Position(row: 2, column: 1)) == Colour(3))
    #expect(throws: Undefined.nothing) { let _: Colour = try apply("colour_at", grid, Position(row: 3, column: 0)) }
    #expect(try apply("corner_colour", grid, Direction.downRight) == Colour(3))
    #expect(try apply("centre_colour", grid) == Colour(2))
    #expect(try apply("border_colour", drawing("777", "7.7", "777")) == Colour(7))
  }
}
