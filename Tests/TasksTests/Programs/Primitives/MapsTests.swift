import Testing

@testable import Tasks

/// The numbers and colours that maps give each cell.
@Suite struct MapsTests {
  let cross = drawing(".....", "..1..", ".121.", "..1..", ".....")

  @Test func neighboursAreCounted() throws {
    #expect(try apply("sides_marked", cross) == drawing("..1..", ".212.", "11411", ".212.", "..1.."))
    let alike: Grid = try apply("sides_alike", drawing("11", "12"))
    #expect(alike == drawing("21", "1."))
    #expect(try apply("around_of", cross, Colour(2)) == drawing(".....", ".111.", ".1.1.", ".111.", "....."))
    #expect(try apply("shape_of_sides", drawing("111", "..1", "..1")) == drawing("123", "332", "331"))
  }

  @Test func distancesAreStepsCappedAtNine() throws {
    let dot = drawing("1..........", "...........")
    #expect(try apply("from_marks", dot) == drawing("01234567899", "12345678999"))
    #expect(try apply("rings_around_marks", dot) == drawing("01234567899", "11234567899"))
    #expect(try apply("from_edge", cross) == drawing(".....", ".111.", ".121.", ".111.", "....."))
    #expect(try apply("depth", drawing("1111.", "1111.", "1111.")) == drawing("1111.", "1221.", "1111."))
    #expect(try apply("nearest_colour", drawing("1....2")) == drawing("111222"))
    #expect(try apply("nearest_colour", drawing("1...2")) == drawing("11.22"))
  }

  @Test func placesAreNumbered() throws {
    #expect(try apply("row_number", cross, 2) == drawing(".....", "11111", ".....", "11111", "....."))
    #expect(try apply("antidiagonal_number", drawing("...", "..."), 2) == drawing(".1.", "1.1"))
    #expect(try apply("quarter_number", drawing("...", "...", "...")) == drawing("1.2", "...", "3.4"))
    #expect(try apply("panel_number", drawing("..5..", "..5..")) == drawing("11.22", "11.22"))
  }

  @Test func rowsAndColumnsAreCounted() throws {
    #expect(try apply("row_marks", cross) == drawing(".....", "11111", "33333", "11111", "....."))
    #expect(try apply("row_colour", drawing("1.22.", ".....")) == drawing("22222", "....."))
    #expect(try apply("column_run", drawing("1", "1", "2")) == drawing("2", "2", "1"))
    #expect(try apply("row_rank", drawing("1..", "11.", "...")) == drawing("222", "111", "..."))
    #expect(try apply("uniform", drawing("12", "11")) == drawing("2.", "31"))
  }

  @Test func whatIsSeenIsTheFirstColour() throws {
    #expect(try apply("seen", drawing("1..2."), Direction.left) == drawing(".1112"))
    #expect(try apply("seen", drawing("1..", "...", "..."), Direction.upLeft) == drawing("...", ".1.", "..1"))
    #expect(try apply("seen_from_edge", drawing(".12", "..."), Direction.right) == drawing("222", "..."))
    #expect(try apply("between_alike", drawing("1..1.")) == drawing(".11.."))
    #expect(try apply("neighbour", drawing("12."), Direction.right) == drawing("2.."))
  }
}
