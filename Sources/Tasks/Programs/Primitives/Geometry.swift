extension PrimitiveGroup {
  /// Turns and mirrors.
  static let geometry = PrimitiveGroup(
    "geometry", "turns and mirrors of the whole grid",
    [
      Primitive("mirror", "{0} mirrored left to right") { (grid: Grid) in Dihedral.flipHorizontal.packed(grid) },
      Primitive("flip", "{0} turned upside down by a mirror") { (grid: Grid) in Dihedral.flipVertical.packed(grid) },
      Primitive("transpose", "{0} mirrored along its main diagonal") { (grid: Grid) in Dihedral.transpose.packed(grid)
      },
      Primitive("antitranspose", "{0} mirrored along its other diagonal") { (grid: Grid) in
        Dihedral.antitranspose.packed(grid)
      },
      Primitive("turn_right", "{0} turned by a quarter to the right") { (grid: Grid) in
        Dihedral.rotate90.packed(grid)
      },
      Primitive("turn_left", "{0} turned by a quarter to the left") { (grid: Grid) in Dihedral.rotate270.packed(grid) },
      Primitive("half_turn", "{0} turned by a half") { (grid: Grid) in Dihedral.rotate180.packed(grid) },
    ])
}

extension Dihedral {
  /// Returns the transformed grid, fast.
  func packed(_ grid: Grid) -> Grid {
    let (height, width) = exchangesSides ? (grid.width, grid.height) : (grid.height, grid.width)
    // The sources of a row's cells lie a constant step apart.
    let start = source(0, 0, height: height, width: width)
    let right = width > 1 ? source(0, 1, height: height, width: width) : start
    let below = height > 1 ? source(1, 0, height: height, width: width) : start
    let first = start.row * grid.width + start.column
    let (step, line) = (right.row * grid.width + right.column - first, below.row * grid.width + below.column - first)
    return Grid(packedHeight: height, width: width) { row, column in grid.cells[first + row * line + column * step] }
  }
}
