extension PrimitiveGroup {
  /// Patterns that repeat.
  static let periods = PrimitiveGroup(
    "periods", "patterns that repeat: their tile, their continuation",
    [
      Primitive("tile_of", "the tile that {0} repeats") { (grid: Grid) throws(Undefined) in
        try grid.repeatedTile()
      },
      Primitive("row_period", "the number of rows after which {0} repeats") { (grid: Grid) throws(Undefined) in
        try grid.rowPeriod()
      },
      Primitive("column_period", "the number of columns after which {0} repeats") { (grid: Grid) throws(Undefined) in
        try Dihedral.transpose.packed(grid).rowPeriod()
      },
      Primitive("continue", "{0} continued to height {1} and width {2} as it repeats") {
        (grid: Grid, height: Int, width: Int) throws(Undefined) in
        try Grid.check(height: height, width: width)
        guard height >= grid.height, width >= grid.width, height * width > grid.cells.count else { throw .sizes }
        let (lattice, pattern) = try Lattice.find(in: grid, unknown: nil)
        return Grid(packedHeight: height, width: width) { pattern[lattice.index($0, $1)] }
      },
      Primitive("continue_rows", "{0} continued by {1} rows as it repeats") {
        (grid: Grid, count: Int) throws(Undefined) in
        try grid.continued(by: count)
      },
      Primitive("continue_columns", "{0} continued by {1} columns as it repeats") {
        (grid: Grid, count: Int) throws(Undefined) in
        try grid.transposed { grid throws(Undefined) in try grid.continued(by: count) }
      },
    ])
}

extension Grid {
  /// Returns the smallest number of rows, not all, after which the grid repeats.
  fileprivate func rowPeriod() throws(Undefined) -> Int {
    guard let period = (1..<height).first(where: { repeats(after: $0, 0, nil) }), period * 3 <= height * 2 else {
      throw .noSuchStructure
    }
    return period
  }

  fileprivate func repeatedTile() throws(Undefined) -> Grid {
    let rows = (1...height).first { height % $0 == 0 && repeats(after: $0, 0, nil) } ?? height
    let columns = (1...width).first { width % $0 == 0 && repeats(after: 0, $0, nil) } ?? width
    guard rows * columns < cells.count else { throw .noSuchStructure }
    return part(Box(top: 0, left: 0, height: rows, width: columns))
  }

  fileprivate func continued(by count: Int) throws(Undefined) -> Grid {
    guard count > 0 else { throw .sizes }
    try Self.check(height: height + count, width: width)
    let period = try rowPeriod()
    return Grid(packedHeight: height + count, width: width) { row, column in
      cells[row % period * width + column]
    }
  }
}
