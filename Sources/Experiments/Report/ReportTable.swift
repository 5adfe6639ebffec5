import Foundation

/// Rows and columns, the numbers aligned, the best one marked.
public struct ReportTable: Sendable {
  /// Where the best value is looked for.
  public enum Highlight: Sendable {
    /// The highest number of each column.
    case highestInColumn
    /// The lowest number of each column.
    case lowestInColumn
    /// The highest number of each row.
    case highestInRow
    /// The lowest number of each row.
    case lowestInRow
  }

  /// A text or a number with how it is shown.
  public struct Cell: Hashable, Sendable {
    let text: String
    let detail: String
    let value: Double?

    /// A text.
    public static func text(_ text: String) -> Cell { Cell(text: text, detail: "", value: nil) }

    /// A number with this many decimals; NaN is a dash.
    public static func number(_ value: Double, decimals: Int = 3) -> Cell {
      Cell(text: decimal(value, decimals), detail: "", value: value)
    }

    /// A fraction as percent, with an interval when there is one: "93.1 % (91.8–94.2)".
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
  /// The rows; one that is shorter than the header ends in empty cells.
  public var rows: [[Cell]]
  /// Where the best value is marked.
  public var highlight: Highlight?
  /// What the table shows, said below it.
  public var caption: String

  /// A table.
  public init(header: [String], rows: [[Cell]], highlight: Highlight? = nil, caption: String = "") {
    self.header = header
    self.rows = rows
    self.highlight = highlight
    self.caption = caption
  }

  func html() -> String {
    let width = max(header.count, rows.map(\.count).max() ?? 0)
    let isNumber = (0..<width).map { column in rows.contains { column < $0.count && $0[column].value != nil } }
    let marked = best()
    let head = (0..<width).map { column in
      "<th\(isNumber[column] ? " class=\"number\"" : "")>\(escaped(column < header.count ? header[column] : ""))</th>"
    }
    let body = rows.indices.map { row in
      let cells = (0..<width).map { column in
        let cell = column < rows[row].count ? rows[row][column] : .text("")
        let classes = (isNumber[column] ? ["number"] : []) + (marked.contains([row, column]) ? ["best"] : [])
        let detail = cell.detail.isEmpty ? "" : "<span class=\"interval\">\(escaped(cell.detail))</span>"
        return "<td\(attribute(classes))>\(escaped(cell.text))\(detail)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    return """
      <figure>
      <div class="scroll"><table>
      <thead><tr>\(head.joined())</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody>
      </table></div>
      \(captionHTML(caption))</figure>
      """
  }

  /// The places, row and column, of the best values; equals share the mark, and where all are equal none is best.
  private func best() -> Set<[Int]> {
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

  private func attribute(_ classes: [String]) -> String {
    classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
  }
}

/// A caption below a figure, or nothing.
func captionHTML(_ text: String) -> String {
  text.isEmpty ? "" : "<figcaption>\(escaped(text))</figcaption>\n"
}
