/// A lattice of shifts that leave a pattern as it is: by `width` columns, and by `height` rows together with
/// `slant` columns.
struct Lattice: Hashable {
  var height: Int
  var width: Int
  var slant = 0

  /// The number of cells that determine the pattern.
  var area: Int { height * width }

  /// Returns the index, below `area`, of the cell of the fundamental rectangle to which a cell belongs.
  @inline(__always) func index(_ row: Int, _ column: Int) -> Int {
    let turns = row / height
    return (row - turns * height) * width + (column + turns * (width - slant)) % width
  }

  /// Finds the lattice of least area that a grid's cells respect, those of one colour being unknown, and the pattern:
  /// the colour of each cell of the fundamental rectangle. Enough cells must repeat for it to be a pattern, and each
  /// cell of it must be known somewhere.
  static func find(in grid: Grid, unknown: UInt8?) throws(Undefined) -> (lattice: Lattice, pattern: [UInt8]) {
    let rowShifts = (1...grid.height).filter { grid.repeats(after: $0, 0, unknown) }
    let columnShifts = (1...grid.width).filter { grid.repeats(after: 0, $0, unknown) }
    // The smallest are tried: larger ones are mostly their multiples.
    let straight = rowShifts.prefix(6).flatMap { height in
      columnShifts.prefix(6).map { Lattice(height: height, width: $0) }
    }
    let slanted = slantedLattices.filter {
      $0.height < grid.height && $0.width < grid.width && columnShifts.contains($0.width)
        && grid.repeats(after: $0.height, $0.slant, unknown)
    }
    let known = unknown.map { unknown in grid.cells.count { $0 != unknown } } ?? grid.cells.count
    for lattice in (straight + slanted).sorted(by: { ($0.area, $0.height) < ($1.area, $1.height) }) {
      guard lattice.area * 3 <= known * 2 else { break }
      if let pattern = lattice.pattern(of: grid, unknown) { return (lattice, pattern) }
    }
    throw .noSuchStructure
  }

  /// The small lattices whose rows are slanted.
  private static let slantedLattices = (1...3).flatMap { height in
    (2...10).flatMap { width in (1..<width).map { Lattice(height: height, width: width, slant: $0) } }
  }

  /// Returns the colours of the fundamental rectangle, or `nil` if cells contradict each other or leave one unknown.
  private func pattern(of grid: Grid, _ unknown: UInt8?) -> [UInt8]? {
    var pattern = [UInt8](repeating: 255, count: area)
    var cell = 0
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        let colour = grid.cells[cell]
        cell += 1
        if colour == unknown { continue }
        let index = index(row, column)
        if pattern[index] == 255 { pattern[index] = colour } else if pattern[index] != colour { return nil }
      }
    }
    return pattern.contains(255) ? nil : pattern
  }
}

extension Grid {
  /// Whether the known cells agree with those some rows below and some columns to the right.
  func repeats(after rows: Int, _ columns: Int, _ unknown: UInt8?) -> Bool {
    let shift = rows * width + columns
    for row in 0..<max(height - rows, 0) {
      for cell in row * width..<max((row + 1) * width - columns, row * width) {
        let (one, other) = (cells[cell], cells[cell + shift])
        if one != other, one != unknown, other != unknown { return false }
      }
    }
    return true
  }
}
