import Testing

@testable import Tasks

@Suite("Primitives of masks")
struct MasksTests {
  private let masks = Grid.drawings.map { grid in Mask(of: grid) { $0 != 0 } }

  @Test("The complement of the complement is the set; a set and its complement are all cells")
  func complement() throws {
    for mask in masks {
      let others: Mask = try call("others", mask)
      #expect(try call("others", others) == mask)
      #expect(
        try call("either", mask, others) as Mask == Mask(height: mask.height, width: mask.width) { _, _ in true })
      #expect(try (call("both", mask, others) as Mask).isEmpty)
    }
  }

  @Test("Growing holds the set, by corners more; shrinking is growing of the complement")
  func growth() throws {
    for mask in masks where !mask.isEmpty {
      let grown: Mask = try call("grow", mask)
      let round: Mask = try call("grow_round", mask)
      #expect(try call("both", grown, mask) == mask)
      #expect(try call("both", round, grown) == grown)
      #expect(mask.shrunk(corners: true).complement == mask.complement.grown(corners: true))
    }
  }

  @Test("The box holds the set and touches it at each side")
  func box() throws {
    for mask in masks where !mask.isEmpty {
      let box: Mask = try call("box", mask)
      #expect(try call("both", box, mask) == mask)
      #expect(box.box?.rows == mask.box?.rows && box.box?.columns == mask.box?.columns)
      #expect(box.count == (box.box?.rows.count ?? 0) * (box.box?.columns.count ?? 0))
    }
  }

  @Test("A shadow of a shadow is the shadow, and a shift of it lies within")
  func shadow() throws {
    for mask in masks where !mask.isEmpty {
      for direction in Direction.allCases {
        let shadow: Mask = try call("shadow", mask, direction)
        #expect(try call("shadow", shadow, direction) == shadow)
        let moved = shadow.moved(rows: direction.rows, columns: direction.columns)
        #expect(try shadow.combined(with: moved) { $0 & $1 } == moved)
      }
    }
  }

  @Test("Choosing by a mask takes each cell from one of two grids")
  func choose() throws {
    for (grid, mask) in zip(Grid.drawings, masks) where !mask.isEmpty {
      let painted: Grid = try call("paint", grid, mask, Colour(7))
      #expect(try call("choose", mask, painted, grid) == painted)
      #expect(try call("choose", mask, grid, painted) == grid)
      #expect(try call("cells_of", painted, Colour(7)) == mask)
    }
  }
}
