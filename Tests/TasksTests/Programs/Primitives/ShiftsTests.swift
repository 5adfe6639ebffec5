import Testing

@testable import Tasks

@Suite struct ShiftsTests {
  let grid = drawing("1.2", ".3.", "...")

  @Test func aCycleOfAllStepsIsTheIdentity() throws {
    for direction in Direction.allCases { #expect(try apply("cycle", grid, direction, 3) == grid) }
    #expect(try apply("cycle", grid, Direction.right, 1) == drawing("21.", "..3", "..."))
    #expect(try apply("shift", grid, Direction.right, 1) == drawing(".1.", "..3", "..."))
    #expect(try apply("shift", grid, Direction.down, 1) == drawing("...", "1.2", ".3."))
  }

  @Test func cellsFallUntilTheyMeet() throws {
    #expect(try apply("fall", grid, Direction.down) == drawing("...", "...", "132"))
    #expect(try apply("fall", grid, Direction.left) == drawing("12.", "3..", "..."))
    #expect(
      try apply("fall_onto", drawing("1..", "..1", "55.", "..."), Direction.down, Colour(5))
        == drawing(
          "...", "1..", "55.", "..1"))
  }

  @Test func rowsArePushedAsAWhole() throws {
    #expect(try apply("align", drawing(".1.2.", "..3.."), Direction.left) == drawing("1.2..", "3...."))
    #expect(try apply("align", drawing(".1.2.", "..3.."), Direction.right) == drawing("..1.2", "....3"))
    #expect(try apply("slant", drawing("12", "12"), Direction.left) == drawing("21", "12"))
  }
}
