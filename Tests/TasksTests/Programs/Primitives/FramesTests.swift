import Testing

@testable import Tasks

@Suite struct FramesTests {
  let grid = drawing("12", "34")

  @Test func peelingUndoesAFrame() throws {
    let framed: Grid = try apply("frame", grid, Colour(5))
    #expect(framed == drawing("5555", "5125", "5345", "5555"))
    #expect(try apply("peel", framed) == grid)
    #expect(try apply("inside", framed, Colour(5)) == grid)
    #expect(try apply("draw_border", drawing("111", "111", "111"), Colour(2)) == drawing("222", "212", "222"))
  }

  @Test func theLargestFrameIsFound() throws {
    let scene = drawing("3333....", "3..3....", "3333.555", ".....535", "...55555", "........")
    #expect(try apply("inside_frame", scene) == drawing(".."))
    #expect(try apply("inside", scene, Colour(5)) == drawing("3"))
    #expect(throws: Undefined.noSuchStructure) { let _: Grid = try apply("inside_frame", drawing("...", ".1.")) }
  }

  @Test func linesAreAddedOnASide() throws {
    #expect(try apply("pad", grid, Direction.up, Colour(7)) == drawing("77", "12", "34"))
    #expect(try apply("extend_edges", grid) == drawing(".12.", "1122", "3344", ".34."))
  }

  @Test func ringsTurnInsideOut() throws {
    let rings = drawing("11111", "12221", "12321", "12221", "11111")
    let turned: Grid = try apply("inside_out", rings)
    #expect(turned == drawing("33333", "32223", "32123", "32223", "33333"))
    #expect(try apply("inside_out", turned) == rings)
  }
}
