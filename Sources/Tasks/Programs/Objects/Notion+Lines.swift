extension Notion {
  /// The longest runs of one colour in rows.
  static let rowBar = Notion("row_bar", "bars in rows") { grid throws(Undefined) in bars(of: grid, lying: true) }

  /// The longest runs of one colour in columns.
  static let columnBar = Notion("column_bar", "bars in columns") { grid throws(Undefined) in
    bars(of: grid, lying: false)
  }

  private static func bars(of grid: Grid, lying: Bool) -> [GridObject] {
    let background = grid.background
    let (lines, length) = lying ? (grid.height, grid.width) : (grid.width, grid.height)
    let (lineStep, step) = lying ? (grid.width, 1) : (1, grid.width)
    var bars: [GridObject] = []
    for line in 0..<lines {
      var start = 0
      for place in 1...length {
        let colour = grid.cells[line * lineStep + start * step]
        if place < length, grid.cells[line * lineStep + place * step] == colour { continue }
        if colour != background, place - start > 1 {
          bars.append(
            GridObject(
              top: lying ? line : start, left: lying ? start : line, height: lying ? 1 : place - start,
              width: lying ? place - start : 1, cells: [UInt8](repeating: colour, count: place - start),
              sceneHeight: grid.height, sceneWidth: grid.width))
        }
        start = place
      }
    }
    return bars
  }

  /// The rectangles between the rows and columns that one colour fills from edge to edge.
  static let field = Notion("field", "fields between the lines") { grid throws(Undefined) in
    guard let colour = separator(of: grid) else { throw .noSuchStructure }
    let rows = spans(grid.height) { row in
      (0..<grid.width).allSatisfy { grid.cells[row * grid.width + $0] == colour }
    }
    let columns = spans(grid.width) { column in
      (0..<grid.height).allSatisfy { grid.cells[$0 * grid.width + column] == colour }
    }
    guard rows.count * columns.count > 1 else { throw .noSuchStructure }
    return rows.flatMap { rows in
      columns.map { columns in
        GridObject(
          top: rows.lowerBound, left: columns.lowerBound, height: rows.count, width: columns.count,
          cells: rows.flatMap { row in columns.map { grid.cells[row * grid.width + $0] } }, sceneHeight: grid.height,
          sceneWidth: grid.width)
      }
    }
  }

  /// The colour, not the background's, of the first line that fills a row or a column, or `nil` if there is none.
  private static func separator(of grid: Grid) -> UInt8? {
    let background = grid.background
    for row in 0..<grid.height {
      let colour = grid.cells[row * grid.width]
      let line = grid.cells[(row * grid.width)..<((row + 1) * grid.width)]
      if colour != background, line.allSatisfy({ $0 == colour }) { return colour }
    }
    for column in 0..<grid.width {
      let colour = grid.cells[column]
      if colour != background, (0..<grid.height).allSatisfy({ grid.cells[$0 * grid.width + column] == colour }) {
        return colour
      }
    }
    return nil
  }

  /// Returns the longest ranges of 0..<count without a separator.
  private static func spans(_ count: Int, isSeparator: (Int) -> Bool) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    var start = 0
    for place in 0...count where place == count || isSeparator(place) {
      if place > start { spans.append(start..<place) }
      start = place + 1
    }
    return spans
  }
}
