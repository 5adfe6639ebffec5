import Testing

@testable import Tasks

@Suite struct CropsTests {
  let grid = drawing("....", ".12.", ".21.", "....", "....")

  @Test func croppingKeepsWhatIsThere() throws {
    #expect(try apply("crop", grid) == drawing("12", "21"))
    #expect(try apply("crop_to", drawing("1..", "121", "..2"), Colour(2)) == drawing("21", ".2"))
    #expect(throws: Undefined.nothing) { let _: Grid = try apply("crop", drawing("...")) }
  }

  @Test func halvesLeaveTheMiddleLineOut() throws {
    let wide = drawing("12345")
    #expect(try apply("half", wide, Direction.left) == drawing("12"))
    #expect(try apply("half", wide, Direction.right) == drawing("45"))
    #expect(throws: Undefined.sizes) { let _: Grid = try apply("half", wide, Direction.up) }
  }

  @Test func takenAndDroppedLinesAreTheWhole() throws {
    for side in Direction.straight {
      let (taken, rest): (Grid, Grid) = (try apply("take", grid, side, 2), try apply("drop", grid, side, 2))
      let whole: Grid =
        switch side {
        case .up: try apply("above", taken, rest)
        case .down: try apply("above", rest, taken)
        case .left: try apply("beside", taken, rest)
        default: try apply("beside", rest, taken)
        }
      #expect(whole == grid)
    }
  }

  @Test func cornersAndTheMiddle() throws {
    let numbers = drawing("123", "456", "789")
    #expect(try apply("corners", numbers) == drawing("13", "79"))
    #expect(try apply("middle", numbers) == drawing("5"))
    #expect(try apply("middle", drawing("12", "34")) == drawing("12", "34"))
    #expect(try apply("corner", numbers, Direction.downLeft, 2) == drawing("45", "78"))
    #expect(try apply("window", numbers, Position(row: 1, column: 1), 3) == numbers)
  }

  @Test func theHiddenPartIsCutFromTheRepairedGrid() throws {
    let repaired = drawing("1234", "5678")
    #expect(try apply("cut_where", repaired, drawing("1994", "5998"), Colour(9)) == drawing("23", "67"))
  }
}
