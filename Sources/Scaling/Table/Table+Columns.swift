/// The treatment of rows in which a requested number is missing.
public enum MissingValues: Sendable {
  /// An error that names the first one.
  case refuse
  /// Leaving them out and counting them.
  case skip
}

/// Rows of a table, reduced to the requested columns.
public struct TableSelection: Sendable {
  /// The numbers, one list for each requested column, in the order of the request; all lists have the same length.
  public let columns: [[Double]]
  /// The texts, one list for each requested column.
  public let texts: [[String]]
  /// The line of each remaining row, so that a later error can name it.
  public let lines: [Int]
  /// The number of rows left out because a requested number was missing.
  public let skipped: Int
}

extension DataTable {
  /// Returns the numbers of one column; see `select`.
  public func column(_ name: String, missing: MissingValues = .refuse) throws(TableError) -> [Double] {
    try select([name], missing: missing).columns[0]
  }

  /// Returns the texts of one column, for grouping. Empty fields are empty texts.
  public func text(_ name: String) throws(TableError) -> [String] {
    let column = try index(of: name)
    return (0..<rowCount).map { text(row: $0, column: column) }
  }

  /// Returns the numbers of some columns and the texts of others, row by row.
  ///
  /// A column is named by the header or, if no name matches, by its number counted from 1. A numeric column may
  /// also be derived: an expression as `ColumnExpressionParser` reads it, such as `1-accuracy`, `6*N*D`, `10^logN` or
  /// `log(ppl)`, with columns by number in backticks: 1-\`2\`. An existing name is never computed. Numbers may
  /// carry a unit, `125m` or `1.4B`. Missing numbers are those of `TableNumber`, and infinite ones if missing ones are
  /// skipped; texts are never missing.
  public func select(
    _ names: [String], text textNames: [String] = [], missing: MissingValues = .refuse
  ) throws(TableError) -> TableSelection {
    var requests: [ColumnExpression] = []
    for name in names { requests.append(try expression(name)) }
    var texts: [Int] = []
    for name in textNames { texts.append(try index(of: name)) }
    var numbers: [Int: [Double]] = [:]
    for column in requests.reduce(into: Set<Int>(), { $0.formUnion($1.columns) }).sorted() {
      numbers[column] = try self.numbers(column, missing: missing)
    }
    let rows = (0..<rowCount).filter { row in numbers.values.allSatisfy { !$0[row].isNaN } }
    guard !rows.isEmpty else {
      throw TableError(
        file: file, problem: "each of its \(rowCount) rows misses a value of \(names.joined(separator: ", "))",
        remedy: "fill some in, or ask for other columns")
    }
    var columns: [[Double]] = []
    for (name, request) in zip(names, requests) {
      columns.append(try evaluate(request, name, rows: rows, numbers: numbers))
    }
    return TableSelection(
      columns: columns, texts: texts.map { column in rows.map { text(row: $0, column: column) } },
      lines: rows.map { Int(lines[$0]) }, skipped: rowCount - rows.count)
  }

  /// Returns a column's numbers, NaN where one is missing and may be.
  private func numbers(_ column: Int, missing: MissingValues) throws(TableError) -> [Double] {
    try checkStyle(column)
    var result: [Double] = []
    result.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      switch number(row: row, column: column) {
      case .number(let value): result.append(value)
      case .missing where missing == .skip, .infinite where missing == .skip: result.append(.nan)
      case .missing:
        throw error(row, label(column), "\(excerpt(row, column)) is missing", "fill it in, or use --skip-missing")
      case .infinite:
        throw error(
          row, label(column), "\(excerpt(row, column)) is infinite",
          "write a finite number, or leave the row out with --skip-missing")
      case .notANumber:
        throw error(
          row, label(column), "\(excerpt(row, column)) is no number",
          "write it as 1234.5, 1.2e9 or 1.2B, or say with --decimal whether a point or a comma stands before decimals")
      }
    }
    return result
  }

  /// Throws if the numbers of a column are ambiguous.
  func checkStyle(_ column: Int) throws(TableError) {
    guard styles[column] == .ambiguous,
      let row = (0..<rowCount).first(where: { text(row: $0, column: column).contains(".") })
    else { return }
    let digits = text(row: row, column: column).filter { $0 != "." }
    throw error(
      row, label(column),
      "\(excerpt(row, column)) may be \(digits): all numbers with a point have three digits behind it, as thousands do",
      "say --decimal comma if the points group thousands, or --decimal point if decimals follow them")
  }

  private func evaluate(
    _ request: ColumnExpression, _ name: String, rows: [Int], numbers: [Int: [Double]]
  ) throws(TableError) -> [Double] {
    if case .column(let column) = request, let all = numbers[column] { return rows.map { all[$0] } }
    var result: [Double] = []
    result.reserveCapacity(rows.count)
    for row in rows {
      let value = request.value { numbers[$0]![row] }
      guard value.isFinite else {
        throw error(
          row, name, "the result is \(value.isNaN ? "undefined" : "infinite")",
          "look for a division by zero or a logarithm of what has none, or remove the row")
      }
      result.append(value)
    }
    return result
  }

  private func error(_ row: Int, _ column: String, _ problem: String, _ remedy: String) -> TableError {
    TableError(file: file, line: Int(lines[row]), column: column, problem: problem, remedy: remedy)
  }

  private func excerpt(_ row: Int, _ column: Int) -> String {
    let text = text(row: row, column: column)
    return text.isEmpty ? "the value" : "\(String(text.prefix(40)).debugDescription)\(text.count > 40 ? "…" : "")"
  }
}
