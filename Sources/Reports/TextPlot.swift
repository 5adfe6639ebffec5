internal import Foundation

/// A line plot in characters, for a terminal: lines of braille dots, a mark for each measured point.
public struct TextPlot: Sendable {
  /// The plot that is drawn.
  public var plot: LinePlot
  /// The total width, including labels, in characters.
  public var width: Int
  /// The height of the drawing, in lines.
  public var height: Int

  private static let marks: [Character] = ["●", "▲", "■", "◆", "○", "△", "□", "◇"]

  /// Creates a line plot in characters.
  public init(_ plot: LinePlot, width: Int = 80, height: Int = 14) {
    self.plot = plot
    self.width = max(30, width)
    self.height = max(4, height)
  }

  /// Returns the plot, line by line: title, drawing with both axes, legend.
  public func text() -> String {
    let (x, y) = plot.axes(xTicks: max(2, width / 12), yTicks: max(2, height / 3))
    let labelWidth = y.labels.map(\.count).max() ?? 1
    let columns = max(8, width - labelWidth - 3)
    var canvas = Canvas(columns: columns, rows: height)
    // A dense line would only show its noise; its running mean shows its trend.
    let shown = plot.series.map { line in
      plot.segments(of: line).map { $0.count > 2 * columns ? LinePlot.smoothed($0, to: columns) : $0 }
    }
    for (line, segments) in zip(plot.series, shown) where line.isJoined {
      for segment in segments { draw(segment, on: &canvas, x, y) }
    }
    for (index, segments) in shown.enumerated() where plot.series[index].marks != .curve {
      mark(Array(segments.joined()), index, on: &canvas, x, y)
    }
    var labels = [Int: String]()
    for (tick, label) in zip(y.ticks, y.labels) { labels[canvas.row(y.place(tick))] = label }
    let drawing = canvas.lines.enumerated().map { row, line in
      let label = labels[row] ?? ""
      let padding = String(repeating: " ", count: labelWidth - label.count)
      return "\(padding)\(label) \(labels[row] == nil ? "│" : "┤")\(line)"
    }
    let margin = String(repeating: " ", count: labelWidth + 1)
    let head = plot.title.isEmpty ? plot.y.label : "\(plot.title) (\(plot.y.label))"
    let base = "\(margin)└\(String(repeating: "─", count: columns))"
    let legend = plot.series.enumerated().map { "\(Self.marks[$0 % Self.marks.count]) \($1.name)" }
    let lines = [head] + drawing + [base, margin + " " + scale(x, columns)] + wrapped(legend, indent: margin + " ")
    return lines.map(withoutTrailingSpaces).joined(separator: "\n")
  }

  private func draw(_ points: [LinePlot.Point], on canvas: inout Canvas, _ x: FittedAxis, _ y: FittedAxis) {
    for (from, to) in zip(points, points.dropFirst()) {
      canvas.line(from: (x.place(from.x), y.place(from.y)), to: (x.place(to.x), y.place(to.y)))
    }
  }

  /// Marks every point of a short series and some of a long one, each series at different points.
  private func mark(
    _ points: [LinePlot.Point], _ index: Int, on canvas: inout Canvas, _ x: FittedAxis, _ y: FittedAxis
  ) {
    let every = max(1, points.count / 12)
    for (position, point) in points.enumerated() where points.count <= 24 || position % every == index % every {
      canvas.put(Self.marks[index % Self.marks.count], at: (x.place(point.x), y.place(point.y)))
    }
  }

  /// Returns the labels below the drawing, without those that do not fit, and the name of the axis after them.
  private func scale(_ x: FittedAxis, _ columns: Int) -> String {
    var line = [Character](repeating: " ", count: columns)
    var end = -1
    for (tick, label) in zip(x.ticks, x.labels) {
      let middle = Int((x.place(tick) * Double(columns - 1)).rounded())
      let start = min(max(0, middle - label.count / 2), columns - label.count)
      guard start > end, start >= 0 else { continue }
      line.replaceSubrange(start..<(start + label.count), with: label)
      end = start + label.count
    }
    let name = String(plot.x.label.prefix(columns))
    let padding = String(repeating: " ", count: (columns - name.count) / 2)
    return String(line) + "\n" + String(repeating: " ", count: width - columns) + padding + name
  }

  private func wrapped(_ words: [String], indent: String) -> [String] {
    var lines: [String] = []
    for word in words.map({ String($0.prefix(max(8, width - indent.count))) }) {
      if let last = lines.last, last.count + 3 + word.count <= width {
        lines[lines.count - 1] = last + "   " + word
      } else {
        lines.append(indent + word)
      }
    }
    return lines
  }
}

/// Characters of two by four braille dots, some replaced by marks.
private struct Canvas {
  private let columns: Int
  private let rows: Int
  private var dots: [UInt8]
  private var marks: [Int: Character] = [:]

  // Braille numbers its dots down the left column, then the right one, and the fourth row came later.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    dots = [UInt8](repeating: 0, count: columns * rows)
  }

  /// Returns the line of text that contains a height, from 0 at the bottom to 1 at the top.
  func row(_ height: Double) -> Int {
    Int((Double(rows * 4 - 1) * (1 - min(1, max(0, height)))).rounded()) / 4
  }

  mutating func put(_ mark: Character, at place: (x: Double, y: Double)) {
    guard (0...1).contains(place.x), (0...1).contains(place.y) else { return }
    marks[row(place.y) * columns + Int((place.x * Double(columns * 2 - 1)).rounded()) / 2] = mark
  }

  mutating func line(from: (x: Double, y: Double), to: (x: Double, y: Double)) {
    let (width, height) = (Double(columns * 2 - 1), Double(rows * 4 - 1))
    let length = max(abs(to.x - from.x) * width, abs(to.y - from.y) * height)
    guard length.isFinite else { return }
    let steps = max(1, Int(min(length, 4 * (width + height)).rounded(.up)))
    for step in 0...steps {
      let part = Double(step) / Double(steps)
      dot(x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y), width, height)
    }
  }

  private mutating func dot(x: Double, y: Double, _ width: Double, _ height: Double) {
    guard (0...1).contains(x), (0...1).contains(y) else { return }
    let (column, row) = (Int((x * width).rounded()), Int(((1 - y) * height).rounded()))
    dots[row / 4 * columns + column / 2] |= Self.bits[row % 4][column % 2]
  }

  var lines: [String] {
    (0..<rows).map { row in
      String(
        (0..<columns).map { column in
          let index = row * columns + column
          if let mark = marks[index] { return mark }
          guard dots[index] != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(dots[index])) else { return " " }
          return Character(scalar)
        })
    }
  }
}
