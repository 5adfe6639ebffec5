/// The reflections and turns of a grid about lines and centres found in it.
///
/// Cells of one colour are unknown. A symmetry holds if no two known cells that it exchanges differ; of each kind the one
/// is taken that most known cells confirm.
struct SymmetryRepair {
  /// A kind of symmetry.
  enum Kind: CaseIterable { case mirror, flip, transpose, antitranspose, halfTurn, quarterTurn }

  /// A map of cells: the row and the column are a constant plus or minus the row or column.
  struct Map {
    var kind: Kind
    var rows, columns: Int

    @inline(__always) func callAsFunction(_ row: Int, _ column: Int) -> (Int, Int) {
      switch kind {
      case .mirror: (row, columns - column)
      case .flip: (rows - row, column)
      case .transpose: (rows + column, row - rows)
      case .antitranspose: (rows - column, rows - row)
      case .halfTurn: (rows - row, columns - column)
      case .quarterTurn: (rows + column, columns - row)
      }
    }
  }

  private struct Cell {
    var index, row, column: Int
  }

  let grid: Grid
  let unknown: UInt8

  /// Returns the grid with unknown cells filled from their images by all symmetries of the kinds.
  func filled(by kinds: [Kind]) throws(Undefined) -> Grid {
    guard grid.cells.contains(unknown) else { throw .nothing }
    var known: [Cell] = []
    // In strides of a prime that divides no number of cells: neighbours are mostly alike, so that what contradicts a
    // symmetry is met sooner.
    for number in grid.cells.indices {
      let index = number * 389 % grid.cells.count
      guard grid.cells[index] != unknown else { continue }
      known.append(Cell(index: index, row: index / grid.width, column: index % grid.width))
    }
    let found = kinds.compactMap { kind in best(of: kind, known) }
    let most = found.map(\.confirmed).max() ?? 0
    let maps = found.filter { $0.confirmed * 2 >= most }.map(\.map)
    guard !maps.isEmpty else { throw .noSuchStructure }
    var cells = grid.cells
    // Images of images: each pass uses what the one before found; three reach every product of two reflections and turns.
    for _ in 0..<3 {
      var isChanged = false
      for index in cells.indices where cells[index] == unknown {
        for map in maps {
          let (row, column) = map(index / grid.width, index % grid.width)
          guard row >= 0, row < grid.height, column >= 0, column < grid.width else { continue }
          let image = cells[row * grid.width + column]
          guard image != unknown else { continue }
          cells[index] = image
          isChanged = true
          break
        }
      }
      if !isChanged { break }
    }
    guard cells != grid.cells else { throw .noSuchStructure }
    return Grid(packed: cells, height: grid.height, width: grid.width)
  }

  /// Returns the symmetry of a kind that most cells confirm, or `nil` if none holds that at least four do.
  private func best(of kind: Kind, _ known: [Cell]) -> (map: Map, confirmed: Int)? {
    var best: (map: Map, confirmed: Int)?
    for map in candidates(kind) {
      let least = max(4, (best?.confirmed ?? 0) + 1)
      guard overlap(map) >= least, let confirmed = confirmed(map, known), confirmed >= least else { continue }
      best = (map, confirmed)
    }
    return best
  }

  /// Returns at least the number of cells whose images lie in the grid.
  private func overlap(_ map: Map) -> Int {
    switch map.kind {
    case .mirror: min(map.columns + 1, 2 * grid.width - 1 - map.columns) * grid.height
    case .flip: min(map.rows + 1, 2 * grid.height - 1 - map.rows) * grid.width
    case .transpose, .antitranspose, .halfTurn, .quarterTurn: grid.cells.count
    }
  }

  private func candidates(_ kind: Kind) -> [Map] {
    let (height, width) = (grid.height, grid.width)
    switch kind {
    case .mirror: return Self.fromMiddle(2 * width - 1).map { Map(kind: kind, rows: 0, columns: $0) }
    case .flip: return Self.fromMiddle(2 * height - 1).map { Map(kind: kind, rows: $0, columns: 0) }
    case .transpose:
      return Self.fromMiddle(height + width - 1).map { Map(kind: kind, rows: $0 + 1 - width, columns: 0) }
    case .antitranspose: return Self.fromMiddle(height + width - 1).map { Map(kind: kind, rows: $0, columns: 0) }
    case .halfTurn, .quarterTurn:
      // Centres near that of what is known.
      guard let box = grid.box(where: { $0 != unknown }) else { return [] }
      let (row, column) = (2 * box.top + box.height - 1, 2 * box.left + box.width - 1)
      return (-2...2).flatMap { y in
        (-2...2).compactMap { x in
          let (rows, columns) = (row + y, column + x)
          if kind == .halfTurn { return Map(kind: kind, rows: rows, columns: columns) }
          // A quarter turn's centre is a cell or a crossing of four.
          guard (rows + columns) % 2 == 0 else { return nil }
          return Map(kind: kind, rows: (rows - columns) / 2, columns: (rows + columns) / 2)
        }
      }
    }
  }

  /// Returns 0..<count from the middle outwards: the axes with the most to confirm come first.
  private static func fromMiddle(_ count: Int) -> [Int] {
    (0..<count).map { count / 2 + ($0 % 2 == 0 ? $0 / 2 : -($0 + 1) / 2) }.filter { (0..<count).contains($0) }
  }

  /// Returns how many known cells have an equal image elsewhere, or `nil` if one has a different one.
  private func confirmed(_ map: Map, _ known: [Cell]) -> Int? {
    var confirmed = 0
    for cell in known {
      let (row, column) = map(cell.row, cell.column)
      guard row >= 0, row < grid.height, column >= 0, column < grid.width else { continue }
      let image = row * grid.width + column
      if image == cell.index || grid.cells[image] == unknown { continue }
      if grid.cells[image] != grid.cells[cell.index] { return nil }
      confirmed += 1
    }
    return confirmed
  }
}
