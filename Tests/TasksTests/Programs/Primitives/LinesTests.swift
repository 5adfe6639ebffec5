import Testing

@testable import Tasks

@Suite struct LinesTests {
  @Test func compressingUndoesScaling() throws {
    let grid = drawing("12", "31")
    let scaled: Grid = try apply("scale", grid, 4)
    #expect(try apply("compress", scaled) == grid)
    #expect(try apply("compress_rows", drawing("11", "11", "22")) == drawing("11", "22"))
    #expect(try apply("compress_columns", drawing("112")) == drawing("12"))
    #expect(try apply("distinct_rows", drawing("1", "2", "1")) == drawing("1", "2"))
  }

  @Test func emptyLinesAreDropped() throws {
    #expect(try apply("drop_empty", drawing("1.2", "...", "3.4")) == drawing("12", "34"))
    #expect(throws: Undefined.nothing) { let _: Grid = try apply("drop_empty", drawing("...")) }
  }

  @Test func linesAreSortedAndPicked() throws {
    #expect(try apply("sort_rows", drawing("11.", "1..", "111")) == drawing("1..", "11.", "111"))
    #expect(try apply("sort_columns", drawing("11.", "1..")) == drawing(".11", "..1"))
    #expect(try apply("commonest_row", drawing("12", "21", "12")) == drawing("12"))
    #expect(try apply("every_second_row", drawing("1", "2", "3")) == drawing("1", "3"))
    #expect(try apply("uniform_lines", drawing("1.1", "222", "31.")) == drawing("...", "222", "..."))
  }
}
