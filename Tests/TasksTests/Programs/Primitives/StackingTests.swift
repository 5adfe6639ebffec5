import Testing

@testable import Tasks

@Suite struct StackingTests {
  let grid = drawing("12", "34")

  @Test func mirroredCopiesAreSymmetrical() throws {
    let beside: Grid = try apply("beside_mirrored", grid)
    #expect(beside == drawing("1221", "3443"))
    let above: Grid = try apply("above_flipped", grid)
    #expect(above == drawing("12", "34", "34", "12"))
    #expect(try apply("flipped_above", grid) == drawing("34", "12", "12", "34"))
  }

  @Test func sidesMustFit() {
    #expect(throws: Undefined.sizes) { let _: Grid = try apply("beside", grid, drawing("1")) }
    #expect(throws: Undefined.tooLarge) {
      let wide = Grid(height: 1, width: 20) { _, _ in 0 }
      let _: Grid = try apply("beside", wide, wide)
    }
    #expect(throws: Undefined.nothing) { let _: Grid = try apply("in_row", [Grid]()) }
  }
}
