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

  let grid: Grid
  let unknown: UInt8

  /// Returns the grid with unknown cells filled from their images by all symmetries of the kinds.
  func filled(by kinds: [Kind]) throws(Undefined) -> Grid {
    guard grid.cells.contains(unknown) else { throw .nothing }
    let found = kinds.compactMap { kind in best(of: kind) }
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
  private func best(of kind: Kind) -> (map: Map, confirmed: Int)? {
    var best: (map: Map, confirmed: Int)?
    for map in candidates(kind) {
      guard let confirmed = confirmed(map), confirmed >= max(4, (best?.confirmed ?? 0) + 1) else { continue }
      best = (map, confirmed)
    }
    return best
  }

  private func candidates(_ kind: Kind) -> [Map] {
    let (height, width) = (grid.height, grid.width)
    switch kind {
    case .mirror: return (1..<max(2 * width - 2, 1)).map { Map(kind: kind, rows: 0, columns: $0) }
    case .flip: return (1..<max(2 * height - 2, 1)).map { Map(kind: kind, rows: $0, columns: 0) }
    case .transpose: return (1 - width..<height).map { Map(kind: kind, rows: $0, columns: 0) }
    case .antitranspose: return (0..<height + width - 1).map { Map(kind: kind, rows: $0, columns: 0) }
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

  /// Returns how many known cells have an equal image elsewhere, or `nil` if one has a different one.
  private func confirmed(_ map: Map) -> Int? {
    var (confirmed, index) = (0, -1)
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        index += 1
        let cell = grid.cells[index]
        if cell == unknown { continue }
        let (r, c) = map(row, column)
        guard r >= 0, r < grid.height, c >= 0, c < grid.width else { continue }
        let image = r * grid.width + c
        if image == index || grid.cells[image] == unknown { continue }
        if grid.cells[image] != cell { return nil }
        confirmed += 1
      }
    }
    return confirmed
  }
}
