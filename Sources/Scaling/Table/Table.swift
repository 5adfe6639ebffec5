public import Foundation

/// A table of named columns of numbers or text, read from comma-separated values.
///
/// The format is RFC 4180 with common extensions: a byte order mark; lines that end in LF, CRLF or CR; blank lines,
/// which are skipped; spaces around a field, which are dropped; one extra separator at the end of a row. The separator
/// is the one that a first line `sep=;` declares, else the tab if the first line has one outside quotes, else the
/// semicolon, else the comma. Numbers have a decimal point, or a decimal comma if the digits of the file leave no
/// doubt. If every field of the first line is a number or missing, and one is a number, there is no header and the
/// columns are called "1", "2", …
///
/// SwiftCSV 0.10.0 is not used: it silently pads a short row, accepts a quote that never closes, and its errors name no
/// line; it reads a million rows of three numbers in 2.8 s, and this reader in 0.5 s.
/// - Source: Shafranovich 2005, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", RFC 4180.
public struct DataTable: Sendable {
  /// The largest size of a file, 1 GiB.
  public static let sizeLimit = 1 << 30

  /// The file's path, or the name that its text was given; errors begin with it.
  public let file: String
  /// The columns' names in order: the header's fields, empty where it has none, or "1", "2", … without a header.
  public let names: [String]
  /// Whether the first line holds names.
  public let hasHeader: Bool
  /// The line of each row in the file, counted from 1.
  let lines: [UInt32]
  /// The notation of the numbers of each column.
  let styles: [NumberStyle]
  private let fields: [TableField]
  private let bytes: [UInt8]

  /// The number of rows, the header and blank lines not counted; at least 1.
  public var rowCount: Int { lines.count }

  /// Reads a file; without a `decimal` mark, the digits of the file determine it.
  public init(contentsOf url: URL, decimal: DecimalMark? = nil) throws(TableError) {
    try self.init(bytes: TableFile.bytes(of: url), file: url.isFileURL ? url.path : url.absoluteString, decimal)
  }

  /// Reads UTF-8 bytes; errors call them `name`.
  public init(csv: Data, named name: String, decimal: DecimalMark? = nil) throws(TableError) {
    try self.init(bytes: [UInt8](csv), file: name, decimal)
  }

  /// Reads a text; errors call it `name`.
  public init(csv: String, named name: String, decimal: DecimalMark? = nil) throws(TableError) {
    try self.init(bytes: Array(csv.utf8), file: name, decimal)
  }

  private init(bytes: [UInt8], file: String, _ decimal: DecimalMark?) throws(TableError) {
    try TableFile.check(bytes, file: file)
    var reader = TableReader(bytes: bytes, file: file)
    try reader.read()
    guard let header = reader.header else {
      throw TableError(file: file, problem: "it is empty", remedy: "write a header and rows into it")
    }
    guard !reader.lines.isEmpty else {
      throw TableError(
        file: file, line: reader.headerLine, problem: "it has a header and no rows", remedy: "add rows of values")
    }
    self.file = file
    self.hasHeader = reader.hasHeader
    self.names = reader.hasHeader ? header.map { $0.text(in: bytes) } : (1...header.count).map(String.init)
    self.lines = reader.lines
    self.fields = reader.fields
    self.styles = decimal.map { Array(repeating: .grouped($0), count: header.count) } ?? reader.styles
    self.bytes = bytes
  }

  private init(_ all: DataTable, rows: [Int]) {
    file = all.file
    names = all.names
    hasHeader = all.hasHeader
    styles = all.styles
    bytes = all.bytes
    lines = rows.map { all.lines[$0] }
    let width = all.names.count
    fields = rows.flatMap { all.fields[($0 * width)..<(($0 + 1) * width)] }
  }

  /// Returns the same columns with only these rows, counted from 0; errors go on naming the lines of the file.
  func keeping(rows: [Int]) -> DataTable { DataTable(self, rows: rows) }

  /// Returns the text of a field, its quotes resolved.
  func text(row: Int, column: Int) -> String {
    fields[row * names.count + column].text(in: bytes)
  }

  /// Returns a field as a number.
  func number(row: Int, column: Int) -> TableNumber {
    TableNumber(fields[row * names.count + column].content(in: bytes), styles[column])
  }
}
