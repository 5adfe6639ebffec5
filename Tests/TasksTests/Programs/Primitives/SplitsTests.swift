import Testing

@testable import Tasks

@Suite struct SplitsTests {
  @Test func partsPutTogetherAreTheGrid() throws {
    let grid = drawing("1234", "5678", "9123", "4567")
    let rows: [Grid] = try apply("rows", grid)
    #expect(try apply("in_column", rows) == grid)
    let columns: [Grid] = try apply("columns", grid)
    #expect(try apply("in_row", columns) == grid)
    let quarters: [Grid] = try apply("quarters", grid)
    #expect(try apply("in_rows", quarters, 2) == grid)
    let halves: [Grid] = try apply("split_across", grid, 2)
    #expect(try apply("in_row", halves) == grid)
    let blocks: [Grid] = try apply("blocks", grid, 2)
    #expect(blocks == quarters)
  }

  @Test func aLineTooManyLiesBetween() throws {
    let parts: [Grid] = try apply("split_across", drawing("12934"), 2)
    #expect(parts == [drawing("12"), drawing("34")])
    let squares: [Grid] = try apply("squares", drawing("12934", "56978"))
    #expect(squares == [drawing("12", "56"), drawing("34", "78")])
    #expect(throws: Undefined.sizes) { let _: [Grid] = try apply("split_across", drawing("1234567"), 3) }
  }
}
