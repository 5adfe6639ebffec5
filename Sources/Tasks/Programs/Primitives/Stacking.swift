extension PrimitiveGroup {
  /// Grids beside and above each other.
  static let stacking = PrimitiveGroup(
    "stacking", "grids beside and above each other",
    [
      Primitive("beside", "{0} beside {1}") { (left: Grid, right: Grid) throws(Undefined) in
        try Grid.beside([left, right])
      },
      Primitive("above", "{0} above {1}") { (upper: Grid, lower: Grid) throws(Undefined) in
        try Grid.above([upper, lower])
      },
      Primitive("beside_mirrored", "{0} beside its mirror image") { (grid: Grid) throws(Undefined) in
        try Grid.beside([grid, Dihedral.flipHorizontal.packed(grid)])
      },
      Primitive("above_flipped", "{0} above its mirror image") { (grid: Grid) throws(Undefined) in
        try Grid.above([grid, Dihedral.flipVertical.packed(grid)])
      },
      Primitive("flipped_above", "the mirror image of {0} above it") { (grid: Grid) throws(Undefined) in
        try Grid.above([Dihedral.flipVertical.packed(grid), grid])
      },
      Primitive("in_row", "{0} in a row") { (grids: [Grid]) throws(Undefined) in try Grid.beside(grids) },
      Primitive("in_column", "{0} in a column") { (grids: [Grid]) throws(Undefined) in try Grid.above(grids) },
      Primitive("in_rows", "{0} in rows of {1}") { (grids: [Grid], count: Int) throws(Undefined) in
        guard count > 0, grids.count > count, grids.count % count == 0 else { throw .sizes }
        var rows: [Grid] = []
        for start in stride(from: 0, to: grids.count, by: count) {
          rows.append(try Grid.beside(Array(grids[start..<start + count])))
        }
        return try Grid.above(rows)
      },
    ])
}

extension Grid {
  /// Returns grids of one height beside each other.
  static func beside(_ grids: [Grid]) throws(Undefined) -> Grid {
    guard let height = grids.first?.height else { throw .nothing }
    guard grids.allSatisfy({ $0.height == height }) else { throw .sizes }
    let width = grids.reduce(0) { $0 + $1.width }
    try check(height: height, width: width)
    var cells: [UInt8] = []
    cells.reserveCapacity(height * width)
    for row in 0..<height {
      for grid in grids { cells += grid.cells[row * grid.width..<(row + 1) * grid.width] }
    }
    return Grid(packed: cells, height: height, width: width)
  }

  /// Returns grids of one width above each other.
  static func above(_ grids: [Grid]) throws(Undefined) -> Grid {
    guard let width = grids.first?.width else { throw .nothing }
    guard grids.allSatisfy({ $0.width == width }) else { throw .sizes }
    let height = grids.reduce(0) { $0 + $1.height }
    try check(height: height, width: width)
    return Grid(packed: grids.flatMap(\.cells), height: height, width: width)
  }
}
