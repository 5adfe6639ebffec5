import Randomness

extension Grids {
  /// A 4x4 sudoku in a hidden alphabet of four colours, with a hidden symbol for the open cells.
  public var sudoku: ProceduralFamily {
    family("sudoku", "every row, column and quarter holds four colours", canvas: Canvas(height: 4, width: 4)) {
      generator in
      let alphabet = generator.permutation(9).prefix(4).map { $0 + 1 }.sorted()
      let others = (0...9).filter { !alphabet.contains($0) }
      let open = others[generator.integer(in: 0..<others.count)]
      return GridRule(
        signature: "\(word(alphabet)) \(open)",
        solve: { grid in
          let places = grid.sequence.map { $0 == open ? -1 : alphabet.firstIndex(of: $0) }
          let cells = places.compactMap(\.self)
          guard grid.height == 4, grid.width == 4, cells.count == 16 else { return grid }
          guard let solution = FourSudoku(cells: cells).solutions(limit: 1).first else { return grid }
          return Grid(height: 4, width: 4, cells: solution.map { UInt8(alphabet[$0]) })
        },
        input: { generator in
          let puzzle = FourSudoku.puzzle(open: generator.integer(in: 5..<10), using: &generator)
          return Grid(height: 4, width: 4, cells: puzzle.cells.map { UInt8($0 < 0 ? open : alphabet[$0]) })
        })
    }
  }
}

/// A 4x4 sudoku over 0...3; an open cell is -1.
struct FourSudoku {
  var cells: [Int]

  /// Returns the solutions, `limit` of them at most, trying the symbols in this order.
  func solutions(limit: Int, order: [Int] = [0, 1, 2, 3]) -> [[Int]] {
    var cells = cells
    var found: [[Int]] = []
    for cell in 0..<16 where cells[cell] >= 0 {
      let symbol = cells[cell]
      cells[cell] = -1
      defer { cells[cell] = symbol }
      if !Self.allows(symbol, at: cell, in: cells) { return [] }
    }
    func search(from start: Int) {
      guard let cell = cells[start...].firstIndex(of: -1) else {
        found.append(cells)
        return
      }
      for symbol in order where Self.allows(symbol, at: cell, in: cells) {
        cells[cell] = symbol
        search(from: cell + 1)
        cells[cell] = -1
        if found.count == limit { return }
      }
    }
    search(from: 0)
    return found
  }

  /// Returns a puzzle of one solution with up to `open` open cells.
  static func puzzle(open: Int, using generator: inout Generator) -> FourSudoku {
    // Four givens that no full grid contradicts make the search's first answer a random one.
    var puzzle = FourSudoku(cells: [Int](repeating: -1, count: 16))
    for (column, symbol) in generator.permutation(4).enumerated() { puzzle.cells[column] = symbol }
    puzzle.cells = puzzle.solutions(limit: 12)[generator.integer(in: 0..<12)]
    var left = open
    for cell in generator.permutation(16) where left > 0 {
      let symbol = puzzle.cells[cell]
      puzzle.cells[cell] = -1
      if puzzle.solutions(limit: 2).count == 1 { left -= 1 } else { puzzle.cells[cell] = symbol }
    }
    return puzzle
  }

  private static func allows(_ symbol: Int, at cell: Int, in cells: [Int]) -> Bool {
    let (row, column) = (cell / 4, cell % 4)
    let corner = row / 2 * 8 + column / 2 * 2
    for i in 0..<4
    where cells[row * 4 + i] == symbol || cells[i * 4 + column] == symbol
      || cells[corner + i / 2 * 4 + i % 2] == symbol
    {
      return false
    }
    return true
  }
}
