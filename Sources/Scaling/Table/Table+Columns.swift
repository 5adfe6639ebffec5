/// What to do with rows in which a requested number is missing.
public enum MissingValues: Sendable {
  /// Throw, naming the first one.
  case refuse
  /// Leave them out, and count them.
  case skip
}

/// Rows of a table, reduced to the requested columns.
public struct TableSelection: Sendable {
  /// The numbers, one list a requested column, in the order of the request; all lists have the same length.
  public let columns: [[Double]]
  /// The texts, likewise.
  public let texts: [[String]]
  /// The line of each row that is left, so that a later error can name it.
  public let lines: [Int]
  /// The number of rows left out because a requested number was missing.
  public let skipped: Int
}

extension DataTable {
  /// The numbers of one column; see `select`.
  public func column(_ name: String, missing: MissingValues = .refuse) throws(TableError) -> [Double] {
    try select([name], missing: missing).columns[0]
  }

  /// The texts of one column, for grouping. Empty fields are empty texts.
  public func text(_ name: String) throws(TableError) -> [String] {
    let column = try index(of: name)
    return (0..<rowCount).map { text(row: $0, column: column) }
  }

  /// The numbers of some columns and the texts of others, row by row.
  ///
  /// A column is named by the header or, where no name is like it, by its number counted from 1. A numeric column may
  /// also be derived: an expression of numbers, columns, `+ - * /` and parentheses, as in `1-accuracy`, `accuracy/100` or
  /// `6*N*D`, with names that hold anything but letters, digits, `_` and `.` in backticks, and columns by number too:
  /// ``1-`2` ``. A name that exists as such is never computed. Numbers may carry a unit, `125m` or `1.4B`; infinite
  /// ones are refused. Missing are the empty field and `NA`, `NaN` and `null` in any case; texts are never missing.
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

  /// A column's numbers, NaN where one is missing and may be.
  private func numbers(_ column: Int, missing: MissingValues) throws(TableError) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      switch number(row: row, column: column) {
      case .number(let value): result.append(value)
      case .missing where missing == .skip: result.append(.nan)
      case .missing:
        throw error(row, label(column), "\(excerpt(row, column)) is missing", "fill it in, or use --skip-missing")
      case .infinite:
        throw error(
          row, label(column), "\(excerpt(row, column)) is infinite", "write a finite number, or remove the row")
      case .notANumber:
        throw error(
          row, label(column), "\(excerpt(row, column)) is no number",
          "write it as 1234.5, 1.2e9 or 1.2B: a decimal point and no thousands separators")
      }
    }
    return result
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
          "look for a division by zero, or remove the row")
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
