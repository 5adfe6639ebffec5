internal import Foundation

/// A table of aligned columns with the best numbers marked.
public struct Table: Sendable, Encodable {
  /// The cells among which the best value is marked.
  public enum Highlight: String, Sendable, Encodable {
    /// The highest number of each column.
    case highestInColumn
    /// The lowest number of each column.
    case lowestInColumn
    /// The highest number of each row.
    case highestInRow
    /// The lowest number of each row.
    case lowestInRow
  }

  /// A text, or a number with its format.
  public struct Cell: Hashable, Sendable, Encodable {
    /// The text.
    public var text: String
    /// A detail in smaller letters after the text: an interval.
    public var detail: String
    /// The number behind the text, or `nil` if the text is not one.
    public var value: Double?

    /// Creates a cell.
    public init(text: String, detail: String = "", value: Double? = nil) {
      (self.text, self.detail, self.value) = (text, detail, value)
    }

    /// Creates a cell of text.
    public static func text(_ text: String) -> Cell { Cell(text: text) }

    /// Creates a number with this many decimals; NaN is a dash.
    public static func number(_ value: Double, decimals: Int = 3) -> Cell {
      Cell(text: decimal(value, decimals), value: value)
    }

    /// Creates a fraction shown in percent, with its interval if there is one: "93.1 % (91.8–94.2)".
    public static func percent(_ fraction: Double, interval: ClosedRange<Double>? = nil, decimals: Int = 1) -> Cell {
      let bounds = interval.map {
        " (\(decimal(100 * $0.lowerBound, decimals))–\(decimal(100 * $0.upperBound, decimals)))"
      }
      let unit = fraction.isFinite ? " %" : ""
      return Cell(text: decimal(100 * fraction, decimals) + unit, detail: bounds ?? "", value: fraction)
    }

    private static func decimal(_ value: Double, _ decimals: Int) -> String {
      guard !value.isNaN else { return "–" }
      guard value.isFinite else { return value > 0 ? "∞" : "−∞" }
      let text = String(format: "%.\(max(0, decimals))f", abs(value))
      return value < 0 && text.contains { $0 != "0" && $0 != "." } ? "−" + text : text
    }
  }

  /// The heading of each column.
  public var header: [String]
  /// The indices of the columns of numbers, which are aligned at their end; those of cells with a value belong to them.
  public var numeric: Set<Int>
  /// The rows; one that is shorter than the header ends in empty cells.
  public var rows: [[Cell]]
  /// The cells among which the best value is marked, or `nil` if none is.
  public var highlight: Highlight?
  /// The caption below the table.
  public var caption: String

  /// Creates a table of cells.
  public init(_ header: [String], cells: [[Cell]], highlight: Highlight? = nil, caption: String = "") {
    self.header = header
    self.highlight = highlight
    self.caption = caption
    rows = cells
    numeric = Set(cells.flatMap { row in row.indices.filter { row[$0].value != nil } })
  }

  /// Creates a table of text, some columns of which hold numbers.
  public init(_ header: [String], numeric: Set<Int> = [], rows: [[String]] = [], caption: String = "") {
    self.init(header, cells: rows.map { $0.map { Cell(text: $0) } }, caption: caption)
    self.numeric = numeric
  }

  /// Creates a table of text, whose columns hold numbers from one on.
  public init(_ header: [String], numeric: PartialRangeFrom<Int>, rows: [[String]] = [], caption: String = "") {
    let columns = numeric.lowerBound..<max(numeric.lowerBound, header.count)
    self.init(header, numeric: Set(columns), rows: rows, caption: caption)
  }

  /// The number of columns.
  var width: Int { max(header.count, rows.map(\.count).max() ?? 0) }

  /// The rows, each filled with empty cells to the width of the table.
  var filled: [[Cell]] { rows.map { $0 + Array(repeating: .text(""), count: width - $0.count) } }

  /// The headings, filled with empty ones to the width of the table.
  var headings: [String] { header + Array(repeating: "", count: width - header.count) }

  /// Returns the positions, row and column, of the best values; equals share the mark, and if all are equal none is
  /// best.
  func best() -> Set<[Int]> {
    guard let highlight else { return [] }
    let places = rows.indices.flatMap { row in rows[row].indices.map { [row, $0] } }
      .filter { rows[$0[0]][$0[1]].value.map { !$0.isNaN } ?? false }
    let (axis, isHighest) =
      switch highlight {
      case .highestInColumn: (1, true)
      case .lowestInColumn: (1, false)
      case .highestInRow: (0, true)
      case .lowestInRow: (0, false)
      }
    let groups: [[[Int]]] = Array(Dictionary(grouping: places) { $0[axis] }.values)
    return Set(groups.flatMap { winners(of: $0, isHighest: isHighest) })
  }

  private func winners(of group: [[Int]], isHighest: Bool) -> [[Int]] {
    let values = group.map { rows[$0[0]][$0[1]].value ?? .nan }
    guard Set(values).count > 1 else { return [] }
    let winner = isHighest ? values.max() : values.min()
    return zip(group, values).filter { $0.1 == winner }.map(\.0)
  }
}
