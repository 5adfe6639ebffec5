extension PrimitiveGroup {
  /// What stands beside each cell.
  static let neighbours = PrimitiveGroup(
    "neighbours", "the grid as seen from beside each cell",
    [
      Primitive("neighbour", "the cell {1} of each cell of {0}") { (grid: Grid, direction: Direction) in
        grid.shifted(rows: direction.rows, columns: direction.columns, outside: grid.background)
      },
    ])
}

extension Grid {
  /// Returns the grid whose cell at each position is this grid's cell so many rows and columns further, or `outside`.
  func shifted(rows: Int, columns: Int, outside: UInt8) -> Grid {
    Grid(packedHeight: height, width: width) { row, column in
      let (r, c) = (row + rows, column + columns)
      return r >= 0 && r < height && c >= 0 && c < width ? cells[r * width + c] : outside
    }
  }
}
