extension PrimitiveGroup {
  /// Patterns completed.
  static let repairs = PrimitiveGroup(
    "repairs", "patterns completed where cells of one colour hide them, by symmetry and by period",
    [
      Primitive("repair_symmetry", "{0} with its {1} cells filled by symmetry") {
        (grid: Grid, unknown: Colour) throws(Undefined) in
        try SymmetryRepair(grid: grid, unknown: unknown.symbol).filled(by: SymmetryRepair.Kind.allCases)
      },
      Primitive("repair_mirror", "{0} with its {1} cells filled from the mirror image left or right") {
        (grid: Grid, unknown: Colour) throws(Undefined) in
        try SymmetryRepair(grid: grid, unknown: unknown.symbol).filled(by: [.mirror])
      },
      Primitive("repair_flip", "{0} with its {1} cells filled from the mirror image above or below") {
        (grid: Grid, unknown: Colour) throws(Undefined) in
        try SymmetryRepair(grid: grid, unknown: unknown.symbol).filled(by: [.flip])
      },
      Primitive("repair_mirrors", "{0} with its {1} cells filled from mirror images on four sides") {
        (grid: Grid, unknown: Colour) throws(Undefined) in
        try SymmetryRepair(grid: grid, unknown: unknown.symbol).filled(by: [.mirror, .flip])
      },
      Primitive("repair_diagonal", "{0} with its {1} cells filled from the mirror image along a diagonal") {
        (grid: Grid, unknown: Colour) throws(Undefined) in
        try SymmetryRepair(grid: grid, unknown: unknown.symbol).filled(by: [.transpose, .antitranspose])
      },
      Primitive("repair_turns", "{0} with its {1} cells filled by turning it") {
        (grid: Grid, unknown: Colour) throws(Undefined) in
        try SymmetryRepair(grid: grid, unknown: unknown.symbol).filled(by: [.quarterTurn, .halfTurn])
      },
      Primitive("repair_pattern", "{0} with its {1} cells filled by the pattern that repeats") {
        (grid: Grid, unknown: Colour) throws(Undefined) in
        guard grid.cells.contains(unknown.symbol) else { throw .nothing }
        let (lattice, pattern) = try Lattice.find(in: grid, unknown: unknown.symbol)
        return Grid(packedHeight: grid.height, width: grid.width) { pattern[lattice.index($0, $1)] }
      },
      Primitive("repair_rows", "{0} with the {1} cells of each row filled by what repeats in it") {
        (grid: Grid, unknown: Colour) throws(Undefined) in
        try grid.repairedRows(unknown.symbol)
      },
      Primitive("repair_columns", "{0} with the {1} cells of each column filled by what repeats in it") {
        (grid: Grid, unknown: Colour) throws(Undefined) in
        try grid.transposed { grid throws(Undefined) in try grid.repairedRows(unknown.symbol) }
      },
    ])
}

extension Grid {
  /// Returns the grid with unknown cells of each row filled by the row's smallest period.
  fileprivate func repairedRows(_ unknown: UInt8) throws(Undefined) -> Grid {
    guard cells.contains(unknown) else { throw .nothing }
    var repaired = cells
    for row in 0..<height {
      let line = rows(row..<row + 1)
      // A row without a period stays as it is.
      guard line.cells.contains(unknown), let (lattice, pattern) = try? Lattice.find(in: line, unknown: unknown) else {
        continue
      }
      for column in 0..<width { repaired[row * width + column] = pattern[lattice.index(0, column)] }
    }
    guard repaired != cells else { throw .noSuchStructure }
    return Grid(packed: repaired, height: height, width: width)
  }
}
