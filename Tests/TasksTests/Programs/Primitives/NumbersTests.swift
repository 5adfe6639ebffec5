import Testing

@testable import Tasks

@Suite struct NumbersTests {
  let grid = drawing("1.2", "22.")

  @Test func numbersAreReadFromAGrid() throws {
    let expected = [
      "height": 2, "width": 3, "longer_side": 3, "shorter_side": 2, "count_marked": 4, "count_colours": 3,
      "count_marks": 2,
    ]
    for (name, number) in expected { #expect(try apply(name, grid) == number, "\(name)") }
    #expect(try apply("count", grid, Colour(2)) == 3)
  }

  @Test func arithmeticStaysWithinItsNumbers() throws {
    #expect(try apply("add", 2, 3) == 5)
    #expect(try apply("subtract", 2, 3) == -1)
    #expect(try apply("multiply", 2, 3) == 6)
    #expect(try apply("smaller", 2, 3) == 2)
    #expect(try apply("larger", 2, 3) == 3)
    #expect(try apply("halve", 7) == 3)
    #expect(throws: Undefined.tooLarge) { let _: Int = try apply("multiply", 1000, 1000) }
  }

  @Test func coloursAreNumbered() throws {
    for symbol in 0...9 {
      let colour: Colour = try apply("numbered_colour", symbol)
      #expect(try apply("colour_number", colour) == symbol)
    }
    #expect(throws: Undefined.nothing) { let _: Colour = try apply("numbered_colour", 10) }
  }
}
