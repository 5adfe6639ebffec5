/// A condition that selects rows of a table: `dataset=rpj`, `N>=1e8`, `D/N<=20`.
///
/// The left side is a column or arithmetic over columns, the right side a number or a text. Two numbers are compared as
/// numbers, anything else as text, letter by letter; a row whose left side is missing is never selected.
public struct RowCondition: Sendable, Hashable {
  /// A comparison of the two sides.
  enum Comparison: String, CaseIterable, Sendable {
    // The longer ones first: "<=" begins with "<".
    case notEqual = "!=", atMost = "<=", atLeast = ">=", equal = "=", less = "<", more = ">"
  }

  /// The text of the condition.
  public let text: String
  let column: String
  let comparison: Comparison
  let value: String

  /// Parses a condition, or `nil` if it holds no comparison, or nothing on a side.
  public init?(_ text: String) {
    var isQuoted = false
    for index in text.indices {
      if text[index] == "`" { isQuoted.toggle() }
      guard !isQuoted, let found = Comparison.allCases.first(where: { text[index...].hasPrefix($0.rawValue) })
      else { continue }
      self.text = text
      comparison = found
      column = text[..<index].spacesDropped
      let rest = text[index...].dropFirst(found.rawValue.count)
      value = (found == .equal && rest.hasPrefix("=") ? rest.dropFirst() : rest).spacesDropped
      guard !column.isEmpty else { return nil }
      return
    }
    return nil
  }

  func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .more: left > right
    case .atMost: left <= right
    case .atLeast: left >= right
    }
  }
}

extension DataTable {
  /// Returns the rows for which all conditions hold.
  public func rows(where conditions: [RowCondition]) throws(TableError) -> DataTable {
    guard !conditions.isEmpty else { return self }
    var kept = Array(0..<rowCount)
    for condition in conditions {
      let left = try expression(condition.column)
      if case .number = TableNumber(ArraySlice(condition.value.utf8)) {
        for column in left.columns.sorted() { try checkStyle(column) }
      }
      let right = TableNumber(ArraySlice(condition.value.utf8))
      kept = kept.filter { holds(condition, left, right, row: $0) }
      guard !kept.isEmpty else {
        throw TableError(
          file: file, column: condition.column, problem: "no row is left after \(condition.text)",
          remedy: "check the value, and quote the whole condition from the shell")
      }
    }
    return keeping(rows: kept)
  }

  private func holds(_ condition: RowCondition, _ left: ColumnExpression, _ right: TableNumber, row: Int) -> Bool {
    if case .column(let column) = left {
      switch (number(row: row, column: column), right) {
      case (.number(let left), .number(let right)): return condition.holds(left, right)
      case (.missing, _) where !condition.value.isEmpty: return false
      default: return condition.holds(text(row: row, column: column), condition.value)
      }
    }
    guard case .number(let right) = right else { return false }
    let value = left.value { column in
      if case .number(let value) = number(row: row, column: column) { value } else { .nan }
    }
    return !value.isNaN && condition.holds(value, right)
  }
}

extension StringProtocol {
  fileprivate var spacesDropped: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
