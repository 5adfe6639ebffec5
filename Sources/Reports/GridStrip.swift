/// A row of grids that shows a task: input, target, the answer before adaptation and after.
public struct GridStrip: Sendable, Encodable {
  /// A grid with a name.
  public struct Grid: Hashable, Sendable, Encodable {
    /// The name of the grid: "after 5 steps".
    public var label: String
    /// The cells, row by row; 0 to 9 have ARC's colours, others are grey with their number.
    public var cells: [[UInt8]]
    /// The right answer, whose differences are crossed out, or `nil` if it is not known.
    public var expected: [[UInt8]]?

    /// Creates a grid with a name.
    public init(_ label: String, cells: [[UInt8]], expected: [[UInt8]]? = nil) {
      self.label = label
      self.cells = cells
      self.expected = expected
    }

    /// Returns whether a cell differs from the expected one; cells outside of the expected grid do not.
    func isWrong(row: Int, column: Int) -> Bool {
      guard let expected else { return false }
      guard expected.indices.contains(row), expected[row].indices.contains(column) else { return true }
      return expected[row][column] != cells[row][column]
    }
  }

  /// The name of the task.
  public var title: String
  /// The grids, in the order of reading.
  public var grids: [Grid]
  /// The caption below the grids.
  public var caption: String

  /// Creates a row of grids.
  public init(title: String, grids: [Grid], caption: String = "") {
    self.title = title
    self.grids = grids
    self.caption = caption
  }

  /// Returns the grids in characters, one below the other; a wrong cell is followed by `!`.
  func text() -> String {
    let parts = grids.map { grid in
      let lines = grid.cells.enumerated().map { row, line in
        let isWrong = line.indices.map { grid.isWrong(row: row, column: $0) }
        return zip(line, isWrong).map { "\($0)\($1 ? "!" : "")" }.joined(separator: " ")
      }
      return ([printable(grid.label)] + lines).joined(separator: "\n")
    }
    let texts = [printable(title)] + parts + [printable(caption)]
    return texts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  func html() -> String {
    let width = grids.flatMap { $0.cells.map(\.count) }.max() ?? 1
    let height = grids.map(\.cells.count).max() ?? 1
    // Sequences are compared with each other, so they are one below the other.
    let areRows = height <= 2 && width > 2 * height
    let size = areRows ? max(10, min(24, 640 / max(1, width))) : max(5, min(22, 200 / max(1, max(width, height))))
    let parts = grids.map { grid in
      let label = "<div class=\"label\">\(escaped(grid.label))</div>"
      let picture = svg(grid, size: size)
      return areRows ? "\(label)<div>\(picture)</div>" : "<div>\(label)\(picture)</div>"
    }
    return """
      <figure>
      \(title.isEmpty ? "" : "<div class=\"name\">\(escaped(title))</div>\n")\
      <div class="strip\(areRows ? " rows" : "")">
      \(parts.joined(separator: "\n"))
      </div>
      \(captionHTML(caption))</figure>
      """
  }

  private func svg(_ grid: Grid, size: Int) -> String {
    let columns = grid.cells.map(\.count).max() ?? 0
    let (width, height) = (columns * size + 1, grid.cells.count * size + 1)
    var marks = ""
    for (row, line) in grid.cells.enumerated() {
      for (column, cell) in line.enumerated() {
        marks += Self.square(cell, x: column * size, y: row * size, size: size)
        if grid.isWrong(row: row, column: column) { marks += Self.cross(x: column * size, y: row * size, size: size) }
      }
    }
    return """
      <svg viewBox="-0.5 -0.5 \(width) \(height)" width="\(width)" height="\(height)" role="img" \
      aria-label="\(escaped(grid.label)), \(grid.cells.count) by \(columns)">\(marks)</svg>
      """
  }

  private static func square(_ cell: UInt8, x: Int, y: Int, size: Int) -> String {
    let color = Int(cell) < colors.count ? colors[Int(cell)] : "#c8ccd2"
    let square = """
      <rect class="cell" x="\(x)" y="\(y)" width="\(size)" height="\(size)" fill="\(color)"><title>\(cell)</title></rect>
      """
    guard Int(cell) >= colors.count, size >= 10 else { return square }
    let (middle, base) = (Double(x) + Double(size) / 2, Double(y) + Double(size) * 0.68)
    let style = "font-size: \(Double(size) * 0.5)px; fill: #1b1f24"
    return square + "<text x=\"\(middle)\" y=\"\(base)\" text-anchor=\"middle\" style=\"\(style)\">\(cell)</text>"
  }

  private static func cross(x: Int, y: Int, size: Int) -> String {
    let inset = max(1, size * 3 / 10)
    let (l, r, t, b) = (x + inset, x + size - inset, y + inset, y + size - inset)
    let path = "M\(l) \(t)L\(r) \(b)M\(r) \(t)L\(l) \(b)"
    return "<path class=\"wrong under\" d=\"\(path)\"/><path class=\"wrong\" d=\"\(path)\"/>"
  }

  /// The colours of the ten symbols in ARC's own viewer.
  private static let colors = [
    "#000000", "#0074d9", "#ff4136", "#2ecc40", "#ffdc00", "#aaaaaa", "#f012be", "#ff851b", "#7fdbff", "#870c25",
  ]
}
