/// The panels of a grid: the rectangles between separators, which are rows and columns of one colour.
struct Panels {
  /// The rows of each row of panels.
  var rows: [Range<Int>]
  /// The columns of each column of panels.
  var columns: [Range<Int>]
  /// The grid.
  var grid: Grid

  /// Finds the panels of a grid by its separators' colour, which is not the background's unless nothing else separates,
  /// and makes the panels equally large if a colour does.
  init(of grid: Grid) throws(Undefined) {
    let (rows, columns) = (grid.uniformRows, Dihedral.transpose.packed(grid).uniformRows)
    let background = grid.background
    var best: (panels: Panels, rank: Int)?
    for colour in Set((rows + columns).compactMap { $0 }).sorted() {
      guard let panels = Panels(grid, rows, columns, colour) else { continue }
      let rank = (colour == background ? 0 : 2) + (panels.areEqual ? 1 : 0)
      if rank > best?.rank ?? -1 { best = (panels, rank) }
    }
    guard let best else { throw .noSuchStructure }
    self = best.panels
  }

  /// Finds the panels of a grid between separators of a colour.
  init(of grid: Grid, separators colour: UInt8) throws(Undefined) {
    let (rows, columns) = (grid.uniformRows, Dihedral.transpose.packed(grid).uniformRows)
    guard let panels = Panels(grid, rows, columns, colour) else { throw .noSuchStructure }
    self = panels
  }

  private init?(_ grid: Grid, _ rowColours: [UInt8?], _ columnColours: [UInt8?], _ colour: UInt8) {
    self.grid = grid
    rows = Self.ranges(rowColours, colour)
    columns = Self.ranges(columnColours, colour)
    guard rows.count * columns.count > 1, rows.count * columns.count <= 225 else { return nil }
  }

  /// Returns the ranges between lines of a colour.
  private static func ranges(_ lines: [UInt8?], _ colour: UInt8) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for (index, line) in lines.enumerated() where line == colour {
      if index > start { ranges.append(start..<index) }
      start = index + 1
    }
    if lines.count > start { ranges.append(start..<lines.count) }
    return ranges
  }

  /// Whether all panels are equally large.
  var areEqual: Bool {
    rows.allSatisfy { $0.count == rows[0].count } && columns.allSatisfy { $0.count == columns[0].count }
  }

  /// The panels in reading order.
  var contents: [Grid] {
    rows.flatMap { row in
      columns.map { column in
        grid.part(Box(top: row.lowerBound, left: column.lowerBound, height: row.count, width: column.count))
      }
    }
  }

  /// The background of the panels, the separators aside.
  var background: UInt8 {
    var counts = [Int](repeating: 0, count: 10)
    for row in rows.joined() {
      for column in columns.joined() { counts[Int(grid.cells[row * grid.width + column])] += 1 }
    }
    return counts[0] > 0 ? 0 : UInt8(counts.indices.max { counts[$0] < counts[$1] } ?? 0)
  }

  /// Returns one cell for each panel.
  func layout(_ cell: (Grid) -> UInt8) -> Grid {
    Grid(packed: contents.map(cell), height: rows.count, width: columns.count)
  }

  /// Returns the grid with the cells of the panels redrawn: `cell(panel, row, column)`, the places within the panel.
  func redrawn(_ cell: (_ panel: Int, _ row: Int, _ column: Int) -> UInt8) -> Grid {
    var cells = grid.cells
    for (y, rows) in rows.enumerated() {
      for (x, columns) in columns.enumerated() {
        for row in rows {
          for column in columns {
            cells[row * grid.width + column] = cell(
              y * self.columns.count + x, row - rows.lowerBound, column - columns.lowerBound)
          }
        }
      }
    }
    return Grid(packed: cells, height: grid.height, width: grid.width)
  }
}

extension Grid {
  /// The most common colour other than a background, or the background if there is none; of equally common ones the
  /// smallest.
  func commonestMark(on background: UInt8) -> UInt8 {
    var counts = colourCounts
    counts[Int(background)] = 0
    let most = counts.max() ?? 0
    return most == 0 ? background : UInt8(counts.firstIndex(of: most) ?? 0)
  }
}
