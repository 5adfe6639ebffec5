import Testing

@testable import Tasks

@Suite struct GeometryTests {
  let grid = drawing("123", "456")

  @Test func eachIsTheSymmetryOfItsName() throws {
    let symmetries: [String: Dihedral] = [
      "mirror": .flipHorizontal, "flip": .flipVertical, "transpose": .transpose, "antitranspose": .antitranspose,
      "turn_right": .rotate90, "turn_left": .rotate270, "half_turn": .rotate180,
    ]
    for (name, symmetry) in symmetries {
      #expect(try apply(name, grid) == symmetry(grid), "\(name)")
      #expect(symmetry.inverse.packed(symmetry.packed(grid)) == grid, "\(name)")
    }
  }

  @Test func rowsAndColumnsOfOneCellTurnToo() {
    for line in [drawing("123"), drawing("1", "2", "3"), drawing("1")] {
      for symmetry in Dihedral.allCases { #expect(symmetry.packed(line) == symmetry(line)) }
    }
  }
}
