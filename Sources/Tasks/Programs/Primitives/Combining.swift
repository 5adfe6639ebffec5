extension PrimitiveGroup {
  /// Grids of one size, cell by cell.
  static let combining = PrimitiveGroup(
    "combining", "grids of one size combined cell by cell",
    [
      Primitive("overlay", "{0} over {1}") { (upper: Grid, lower: Grid) throws(Undefined) in
        try [upper, lower].overlay(on: upper.background)
      },
      Primitive("overlay", "{0} laid over each other, the first on top") { (grids: [Grid]) throws(Undefined) in
        try grids.overlay(on: grids.background)
      },
      Primitive("common", "what {0} and {1} share") { (one: Grid, other: Grid) throws(Undefined) in
        try Grid.combined([one, other]) { $0[0] == $0[1] ? $0[0] : one.background }
      },
      Primitive("minus", "{0} where {1} is empty") { (one: Grid, other: Grid) throws(Undefined) in
        let (empty, background) = (other.background, one.background)
        return try Grid.combined([one, other]) { $0[1] == empty ? $0[0] : background }
      },
      Primitive("where_marked", "{0} where {1} is coloured") { (one: Grid, other: Grid) throws(Undefined) in
        let (empty, background) = (other.background, one.background)
        return try Grid.combined([one, other]) { $0[1] != empty ? $0[0] : background }
      },
      Primitive("either", "{0} and {1} where only one is coloured") { (one: Grid, other: Grid) throws(Undefined) in
        let background = [one, other].background
        return try Grid.combined([one, other]) {
          $0[0] == background ? $0[1] : $0[1] == background ? $0[0] : background
        }
      },
      Primitive("all_marked", "{1} where all of {0} are coloured") {
        (grids: [Grid], colour: Colour) throws(Undefined) in
        try grids.marking(colour) { marks, count in marks == count }
      },
      Primitive("any_marked", "{1} where any of {0} is coloured") { (grids: [Grid], colour: Colour) throws(Undefined) in
        try grids.marking(colour) { marks, _ in marks > 0 }
      },
      Primitive("one_marked", "{1} where exactly one of {0} is coloured") {
        (grids: [Grid], colour: Colour) throws(Undefined) in
        try grids.marking(colour) { marks, _ in marks == 1 }
      },
      Primitive("none_marked", "{1} where none of {0} is coloured") {
        (grids: [Grid], colour: Colour) throws(Undefined) in
        try grids.marking(colour) { marks, _ in marks == 0 }
      },
      Primitive("majority", "{0} voting on each cell") { (grids: [Grid]) throws(Undefined) in
        guard grids.count > 2 else { throw .nothing }
        guard grids.count < 64 else { throw .tooLarge }
        return try Grid.combined(grids) { cells in
          var tally = ColourTally()
          for cell in cells { tally.add(cell) }
          return tally.commonest?.colour ?? 0
        }
      },
      Primitive("marks_counted", "for each cell, the number of {0} in which it is coloured") {
        (grids: [Grid]) throws(Undefined) in
        let background = grids.background
        return try Grid.combined(grids) { cells in UInt8(Swift.min(9, cells.count { $0 != background })) }
      },
      Primitive("codes", "for each cell, the pattern of {0} in which it is coloured, as a number") {
        (grids: [Grid]) throws(Undefined) in
        guard grids.count < 4 else { throw .tooLarge }
        let background = grids.background
        return try Grid.combined(grids) { $0.reduce(0) { $0 * 2 + ($1 == background ? 0 : 1) } }
      },
    ])
}

extension Grid {
  /// Returns the grid of `cell`'s value of the cells at each place of grids of one size.
  @inline(__always)
  static func combined(_ grids: [Grid], _ cell: ([UInt8]) throws(Undefined) -> UInt8) throws(Undefined) -> Grid {
    guard let first = grids.first, grids.count > 1 else { throw .nothing }
    guard grids.allSatisfy({ $0.height == first.height && $0.width == first.width }) else { throw .sizes }
    guard grids.count <= 100 else { throw .tooLarge }
    var column = [UInt8](repeating: 0, count: grids.count)
    var cells: [UInt8] = []
    cells.reserveCapacity(first.cells.count)
    for index in first.cells.indices {
      for (number, grid) in grids.enumerated() { column[number] = grid.cells[index] }
      cells.append(try cell(column))
    }
    return Grid(packed: cells, height: first.height, width: first.width)
  }
}

extension [Grid] {
  /// The background of the grids together.
  var background: UInt8 {
    contains { $0.cells.contains(0) } ? 0 : first?.commonest ?? 0
  }

  /// Returns the grids over each other.
  func overlay(on background: UInt8) throws(Undefined) -> Grid {
    try Grid.combined(self) { cells in cells.first { $0 != background } ?? background }
  }

  /// Returns a colour where the number of coloured cells satisfies `holds`, on black.
  @inline(__always)
  fileprivate func marking(_ colour: Colour, _ holds: (_ marks: Int, _ count: Int) -> Bool) throws(Undefined) -> Grid {
    let background = background
    return try Grid.combined(self) { cells in
      holds(cells.count { $0 != background }, cells.count) ? colour.symbol : 0
    }
  }
}
