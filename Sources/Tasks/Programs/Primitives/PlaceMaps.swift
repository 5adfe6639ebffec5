extension PrimitiveGroup {
  /// For each cell its place, as a number.
  static let placeMaps = PrimitiveGroup(
    "placeMaps", "for each cell, a number of its place in the grid",
    [
      Primitive("row_number", "for each cell of {0}, its row's number modulo {1}") {
        (grid: Grid, modulus: Int) throws(Undefined) in
        try grid.places(modulus) { row, _ in row }
      },
      Primitive("column_number", "for each cell of {0}, its column's number modulo {1}") {
        (grid: Grid, modulus: Int) throws(Undefined) in
        try grid.places(modulus) { _, column in column }
      },
      Primitive("diagonal_number", "for each cell of {0}, its falling diagonal's number modulo {1}") {
        (grid: Grid, modulus: Int) throws(Undefined) in
        try grid.places(modulus) { row, column in column - row + modulus * 30 }
      },
      Primitive("antidiagonal_number", "for each cell of {0}, its rising diagonal's number modulo {1}") {
        (grid: Grid, modulus: Int) throws(Undefined) in
        try grid.places(modulus) { row, column in row + column }
      },
      Primitive("rows_from_below", "for each cell of {0}, its row's number from below modulo {1}") {
        (grid: Grid, modulus: Int) throws(Undefined) in
        try grid.places(modulus) { row, _ in grid.height - 1 - row }
      },
      Primitive("columns_from_right", "for each cell of {0}, its column's number from the right modulo {1}") {
        (grid: Grid, modulus: Int) throws(Undefined) in
        try grid.places(modulus) { _, column in grid.width - 1 - column }
      },
      Primitive("quarter_number", "for each cell of {0}, which quarter it lies in") { (grid: Grid) in
        Grid(packedHeight: grid.height, width: grid.width) { row, column in
          2 * row + 1 == grid.height || 2 * column + 1 == grid.width
            ? 0 : (2 * row < grid.height ? 1 : 3) + (2 * column < grid.width ? 0 : 1)
        }
      },
      Primitive("on_diagonals", "for each cell of {0}, whether it lies on the grid's diagonals") { (grid: Grid) in
        Grid(packedHeight: grid.height, width: grid.width) { row, column in
          (row == column ? 1 : 0) + (row == grid.width - 1 - column ? 2 : 0)
        }
      },
      Primitive("panel_number", "for each cell of {0}, the number of its panel") { (grid: Grid) throws(Undefined) in
        try Panels(of: grid).cleared.redrawn { panel, _, _ in UInt8(min(panel + 1, 9)) }
      },
      Primitive("panel_row", "for each cell of {0}, its row within its panel") { (grid: Grid) throws(Undefined) in
        try Panels(of: grid).cleared.redrawn { _, row, _ in UInt8(min(row + 1, 9)) }
      },
      Primitive("panel_column", "for each cell of {0}, its column within its panel") { (grid: Grid) throws(Undefined) in
        try Panels(of: grid).cleared.redrawn { _, _, column in UInt8(min(column + 1, 9)) }
      },
    ])
}

extension Grid {
  @inline(__always)
  fileprivate func places(_ modulus: Int, _ number: (Int, Int) -> Int) throws(Undefined) -> Grid {
    guard (2...10).contains(modulus) else { throw .sizes }
    return Grid(packedHeight: height, width: width) { UInt8(number($0, $1) % modulus) }
  }
}

extension Panels {
  /// The panels on a black grid.
  fileprivate var cleared: Panels {
    var panels = self
    panels.grid = Grid(filled: 0, height: grid.height, width: grid.width)
    return panels
  }
}
