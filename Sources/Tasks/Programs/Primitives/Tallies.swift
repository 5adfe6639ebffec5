extension PrimitiveGroup {
  /// Grids drawn from numbers and colours.
  static let tallies = PrimitiveGroup(
    "tallies", "grids drawn from numbers and colours",
    [
      Primitive("solid", "a {2} grid of height {0} and width {1}") {
        (height: Int, width: Int, colour: Colour) throws(Undefined) in
        try Grid.check(height: height, width: width)
        return Grid(filled: colour.symbol, height: height, width: width)
      },
      Primitive("bar", "a row of {0} {1} cells") { (count: Int, colour: Colour) throws(Undefined) in
        try Grid.check(height: 1, width: count)
        return Grid(filled: colour.symbol, height: 1, width: count)
      },
      Primitive("diagonal", "a square of side {0} with a {1} diagonal") {
        (side: Int, colour: Colour) throws(Undefined) in
        try Grid.check(height: side, width: side)
        return Grid(packedHeight: side, width: side) { row, column in row == column ? colour.symbol : 0 }
      },
      Primitive("dot", "a single {0} cell") { (colour: Colour) in Grid(filled: colour.symbol, height: 1, width: 1) },
      Primitive("tally", "{0} emptied but for its first {1} cells, painted {2}") {
        (canvas: Grid, count: Int, colour: Colour) throws(Undefined) in
        guard count >= 0, count <= canvas.cells.count else { throw .sizes }
        let cells =
          [UInt8](repeating: colour.symbol, count: count) + [UInt8](repeating: 0, count: canvas.cells.count - count)
        return Grid(packed: cells, height: canvas.height, width: canvas.width)
      },
      Primitive("tally_columns", "{0} emptied but for its first {1} cells, column by column, painted {2}") {
        (canvas: Grid, count: Int, colour: Colour) throws(Undefined) in
        guard count >= 0, count <= canvas.cells.count else { throw .sizes }
        return Grid(packedHeight: canvas.height, width: canvas.width) { row, column in
          column * canvas.height + row < count ? colour.symbol : 0
        }
      },
      Primitive("colour_row", "a row of the colours {0}") { (colours: [Colour]) throws(Undefined) in
        try Grid.check(height: 1, width: colours.count)
        return Grid(packed: colours.map(\.symbol), height: 1, width: colours.count)
      },
      Primitive("colour_column", "a column of the colours {0}") { (colours: [Colour]) throws(Undefined) in
        try Grid.check(height: colours.count, width: 1)
        return Grid(packed: colours.map(\.symbol), height: colours.count, width: 1)
      },
      Primitive("row_histogram", "a row of cells for each colour of {0}, the most common first") {
        (grid: Grid) throws(Undefined) in
        let (marks, counts) = (grid.marksByCount, grid.colourCounts)
        guard let first = marks.first else { throw .nothing }
        let width = counts[Int(first)]
        try Grid.check(height: marks.count, width: width)
        return Grid(packedHeight: marks.count, width: width) { row, column in
          column < counts[Int(marks[row])] ? marks[row] : 0
        }
      },
      Primitive("cells_in_row", "the coloured cells of {0} in a row, row by row") { (grid: Grid) throws(Undefined) in
        let background = grid.background
        let cells = grid.cells.filter { $0 != background }
        try Grid.check(height: 1, width: cells.count)
        return Grid(packed: cells, height: 1, width: cells.count)
      },
      Primitive("cells_in_row_by_columns", "the coloured cells of {0} in a row, column by column") {
        (grid: Grid) throws(Undefined) in
        let background = grid.background
        let cells = Dihedral.transpose.packed(grid).cells.filter { $0 != background }
        try Grid.check(height: 1, width: cells.count)
        return Grid(packed: cells, height: 1, width: cells.count)
      },
    ])
}
