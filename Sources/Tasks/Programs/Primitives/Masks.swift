extension PrimitiveGroup {
  /// Sets of cells and what is done with them.
  static let masks = PrimitiveGroup(
    "masks", "sets of cells: of a colour, combined, counted",
    [
      Primitive("cells_of", "the {1} cells of {0}") { (grid: Grid, colour: Colour) in
        Mask(of: grid) { $0 == colour.symbol }
      },
      Primitive("coloured", "the coloured cells of {0}") { (grid: Grid) throws(Undefined) in
        let background = grid.background
        return try Mask(of: grid) { $0 != background }.nonempty()
      },
      Primitive("blank", "the background cells of {0}") { (grid: Grid) throws(Undefined) in
        let background = grid.background
        return try Mask(of: grid) { $0 == background }.nonempty()
      },
      Primitive("rarest_cells", "the cells of the rarest colour of {0}") { (grid: Grid) throws(Undefined) in
        let counts = grid.colourCounts
        guard let least = counts.filter({ $0 > 0 }).min(), counts.count(where: { $0 == least }) == 1 else { throw .tie }
        return Mask(of: grid) { counts[Int($0)] == least }
      },
      Primitive("alike", "the cells that {0} and {1} have alike") { (one: Grid, other: Grid) throws(Undefined) in
        guard one.height == other.height, one.width == other.width else { throw .sizes }
        return Mask(
          height: one.height, width: one.width, cells: zip(one.cells, other.cells).map { $0 == $1 ? 1 : 0 })
      },
      Primitive("either", "the cells of {0} or of {1}") { (one: Mask, other: Mask) throws(Undefined) in
        try one.combined(with: other) { $0 | $1 }
      },
      Primitive("both", "the cells of both {0} and {1}") { (one: Mask, other: Mask) throws(Undefined) in
        try one.combined(with: other) { $0 & $1 }
      },
      Primitive("one_only", "the cells of only one of {0} and {1}") { (one: Mask, other: Mask) throws(Undefined) in
        try one.combined(with: other) { $0 ^ $1 }
      },
      Primitive("without", "{0} without {1}") { (one: Mask, other: Mask) throws(Undefined) in
        try one.combined(with: other) { $0 & (1 - $1) }
      },
      Primitive("others", "all cells but {0}") { (mask: Mask) in mask.complement },
      Primitive("count", "the number of cells of {0}") { (mask: Mask) in mask.count },
      Primitive("is_empty", "whether there is none of {0}") { (mask: Mask) in mask.isEmpty },
      Primitive("paint", "{0} with {1} painted {2}") { (grid: Grid, mask: Mask, colour: Colour) throws(Undefined) in
        try grid.painted(mask, colour.symbol)
      },
      Primitive("choose", "{1} at {0}, {2} elsewhere") { (mask: Mask, one: Grid, other: Grid) throws(Undefined) in
        guard one.height == other.height, one.width == other.width, one.height == mask.height, one.width == mask.width
        else { throw .sizes }
        return Grid(
          packed: mask.cells.indices.map { mask.cells[$0] != 0 ? one.cells[$0] : other.cells[$0] },
          height: one.height, width: one.width)
      },
      Primitive("figure", "{0} in {1} on black") { (mask: Mask, colour: Colour) in
        Grid(packed: mask.cells.map { $0 * colour.symbol }, height: mask.height, width: mask.width)
      },
      Primitive("only", "{0} at {1}, black elsewhere") { (grid: Grid, mask: Mask) throws(Undefined) in
        guard grid.height == mask.height, grid.width == mask.width else { throw .sizes }
        return Grid(packed: zip(grid.cells, mask.cells).map { $0 * $1 }, height: grid.height, width: grid.width)
      },
      Primitive("cut", "{0} cut to the box of {1}") { (grid: Grid, mask: Mask) throws(Undefined) in
        guard grid.height == mask.height, grid.width == mask.width else { throw .sizes }
        guard let box = mask.box else { throw .nothing }
        return grid.cut(rows: box.rows, columns: box.columns)
      },
    ])
}

extension Grid {
  /// Returns the grid with a set of its cells in a colour, or throws if the set is empty or of another size.
  func painted(_ mask: Mask, _ colour: UInt8) throws(Undefined) -> Grid {
    guard height == mask.height, width == mask.width else { throw .sizes }
    return Grid(packed: zip(cells, mask.cells).map { $1 != 0 ? colour : $0 }, height: height, width: width)
  }

  /// Returns a rectangle of the grid.
  func cut(rows: Range<Int>, columns: Range<Int>) -> Grid {
    Grid(packedHeight: rows.count, width: columns.count) { row, column in
      cells[(rows.lowerBound + row) * width + columns.lowerBound + column]
    }
  }
}
