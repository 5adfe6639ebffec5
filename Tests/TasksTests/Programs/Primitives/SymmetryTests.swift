import Testing

@testable import Tasks

@Suite struct SymmetryTests {
  @Test func imagesMakeAGridSymmetrical() throws {
    let grid = drawing("12..", ".3..", "....", "....")
    let full: Grid = try apply("with_images", grid)
    for symmetry in Dihedral.allCases { #expect(full.isSymmetrical(symmetry)) }
    #expect(try apply("with_mirrors", grid) == drawing("1221", ".33.", ".33.", "1221"))
    #expect(try apply("with_half_turn", grid) == drawing("12..", ".3..", "..3.", "..21"))
  }

  @Test func aGridIsSymmetricalAlongTheAxisNamed() throws {
    let wide = drawing("121", "343")
    #expect(try apply("is_mirrored", wide) == true)
    #expect(try apply("is_flipped", wide) == false)
    #expect(try apply("is_diagonal", wide) == false)
    #expect(try apply("is_diagonal", drawing("12", "23")) == true)
  }

  @Test func theFirstImageDoesNotCoverTheGrid() throws {
    #expect(try apply("with_mirror", drawing("1.2")) == drawing("1.2"))
    #expect(try apply("with_mirror", drawing("1..")) == drawing("1.1"))
  }
}
