extension PrimitiveGroup {
  /// A choice for each cell: what learned rules are written in.
  static let choice = PrimitiveGroup(
    "choice", "one grid here, another one there",
    [
      Primitive("cells", "where {0} is {1}") { (grid: Grid, colour: Colour) in
        Mask(of: grid) { $0 == colour.symbol }
      },
      Primitive("both", "{0} and {1}") { (one: Mask, other: Mask) throws(Undefined) in
        guard one.height == other.height, one.width == other.width else { throw .sizes }
        return Mask(height: one.height, width: one.width, cells: zip(one.cells, other.cells).map { $0 & $1 })
      },
      Primitive("not", "not {0}") { (mask: Mask) in
        Mask(height: mask.height, width: mask.width, cells: mask.cells.map { 1 - $0 })
      },
      Primitive("where", "{0}: {1}; elsewhere: {2}") { (mask: Mask, here: Grid, elsewhere: Grid) throws(Undefined) in
        guard
          mask.height == here.height, mask.width == here.width, mask.height == elsewhere.height,
          mask.width == elsewhere.width
        else { throw .sizes }
        var cells = elsewhere.cells
        for index in cells.indices where mask.cells[index] != 0 { cells[index] = here.cells[index] }
        return Grid(packed: cells, height: mask.height, width: mask.width)
      },
      Primitive("paint", "{0}: {2}; elsewhere: {1}") { (mask: Mask, grid: Grid, colour: Colour) throws(Undefined) in
        guard mask.height == grid.height, mask.width == grid.width else { throw .sizes }
        var cells = grid.cells
        for index in cells.indices where mask.cells[index] != 0 { cells[index] = colour.symbol }
        return Grid(packed: cells, height: mask.height, width: mask.width)
      },
      Primitive("solid", "{1} everywhere on {0}") { (grid: Grid, colour: Colour) in
        Grid(
          packed: [UInt8](repeating: colour.symbol, count: grid.cells.count), height: grid.height, width: grid.width)
      },
    ])
}
