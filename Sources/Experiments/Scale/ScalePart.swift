/// A piece of an answer about scale, which a terminal and a page show alike.
public enum ScalePart: Sendable {
  /// A heading.
  case heading(String)
  /// A sentence.
  case text(String)
  /// A sentence that must not be missed.
  case warning(String)
  /// Names with values.
  case facts([ReportFact])
  /// Rows and columns.
  case table(ScaleTable)

  /// The piece on a page.
  public var section: ReportSection {
    switch self {
    case .heading(let text): .heading(text)
    case .text(let text): .paragraph(text)
    case .warning(let text): .paragraph("Warning: \(text)")
    case .facts(let facts): .facts(facts)
    case .table(let table): .table(table.report)
    }
  }
}

/// Rows and columns of text, some of it numbers.
public struct ScaleTable: Sendable {
  /// The heading of each column.
  public var header: [String]
  /// The columns that hold numbers.
  public var numeric: Set<Int>
  /// The rows.
  public var rows: [[String]]

  /// Rows and columns; all but the first hold numbers unless said otherwise.
  public init(_ header: [String], numeric: Set<Int>? = nil, rows: [[String]]) {
    self.header = header
    self.numeric = numeric ?? Set(header.indices.dropFirst())
    self.rows = rows
  }

  var report: ReportTable {
    ReportTable(
      header: header,
      rows: rows.map { row in
        row.enumerated().map { column, text in
          ReportTable.Cell(text: text, detail: "", value: numeric.contains(column) ? .nan : nil)
        }
      })
  }
}

/// An answer about scale: what programs get, and what people read.
public protocol ScaleSummary: Encodable, Sendable {
  /// What people read, in order.
  var parts: [ScalePart] { get }
}
