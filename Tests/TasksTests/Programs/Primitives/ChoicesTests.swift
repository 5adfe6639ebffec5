import Testing

@testable import Tasks

@Suite struct ChoicesTests {
  @Test func theConditionChooses() throws {
    let (one, other) = (drawing("1"), drawing("2"))
    #expect(try apply("if", true, one, other) == one)
    #expect(try apply("if", false, one, other) == other)
    #expect(try apply("if", false, Colour(1), Colour(2)) == Colour(2))
  }

  @Test func conditionsCompare() throws {
    #expect(try apply("less", 1, 2) == true)
    #expect(try apply("equal", 2, 2) == true)
    #expect(try apply("equal", drawing("1"), drawing("1")) == true)
    #expect(try apply("has", drawing("12"), Colour(3)) == false)
    #expect(try apply("is_wide", drawing("12")) == true)
    #expect(try apply("is_blank", drawing("11")) == true)
    for (one, other) in [(true, true), (true, false), (false, true), (false, false)] {
      #expect(try apply("and", one, other) == (one && other))
      #expect(try apply("or", one, other) == (one || other))
    }
  }
}
