extension PrimitiveGroup {
  /// A grid as a list of parts.
  static let splits = PrimitiveGroup(
    "splits", "a grid as a list of equal parts",
    [
      Primitive("rows", "the rows of {0}") { (grid: Grid) in (0..<grid.height).map { grid.rows($0..<$0 + 1) } },
      Primitive("columns", "the columns of {0}") { (grid: Grid) in (0..<grid.width).map { grid.columns($0..<$0 + 1) } },
      Primitive("split_down", "{0} split into {1} parts from top to bottom") {
        (grid: Grid, count: Int) throws(Undefined) in
        try grid.split(down: count, across: 1)
      },
      Primitive("split_across", "{0} split into {1} parts from left to right") {
        (grid: Grid, count: Int) throws(Undefined) in
        try grid.split(down: 1, across: count)
      },
      Primitive("quarters", "the four quarters of {0}") { (grid: Grid) throws(Undefined) in
        try grid.split(down: 2, across: 2)
      },
      Primitive("squares", "the squares that {0} is a row or column of") { (grid: Grid) throws(Undefined) in
        let (side, length) = (min(grid.height, grid.width), max(grid.height, grid.width))
        // With a line between them if they do not fit otherwise.
        let count = length % side == 0 ? length / side : (length + 1) / (side + 1)
        guard side > 1, count > 1 else { throw .noSuchStructure }
        return try grid.split(down: grid.height > side ? count : 1, across: grid.width > side ? count : 1)
      },
      Primitive("blocks", "the {1}-wide squares that tile {0}") { (grid: Grid, side: Int) throws(Undefined) in
        guard side > 1, grid.height % side == 0, grid.width % side == 0, grid.cells.count > side * side else {
          throw .sizes
        }
        return try grid.split(down: grid.height / side, across: grid.width / side)
      },
    ])
}

extension Grid {
  /// Returns equal parts in reading order; lines that are too many lie between them, one at each seam.
  func split(down: Int, across: Int) throws(Undefined) -> [Grid] {
    let rows = try Self.parts(of: height, down)
    let columns = try Self.parts(of: width, across)
    guard rows.count * columns.count > 1 else { throw .sizes }
    return rows.flatMap { row in
      columns.map { part(Box(top: row.lowerBound, left: $0.lowerBound, height: row.count, width: $0.count)) }
    }
  }

  private static func parts(of side: Int, _ count: Int) throws(Undefined) -> [Range<Int>] {
    guard count > 0, count <= side else { throw .sizes }
    let gap = side % count == 0 ? 0 : 1
    let length = (side - gap * (count - 1)) / count
    guard length > 0, length * count + gap * (count - 1) == side else { throw .sizes }
    return (0..<count).map { $0 * (length + gap)..<$0 * (length + gap) + length }
  }
}
