/// Arithmetic over the columns of a table, as in `1 - accuracy` or `6 * N * D`.
indirect enum ColumnExpression: Sendable {
  case number(Double)
  case column(Int)
  case negative(ColumnExpression)
  case operation(Character, ColumnExpression, ColumnExpression)

  /// The columns it needs.
  var columns: Set<Int> {
    switch self {
    case .number: []
    case .column(let index): [index]
    case .negative(let value): value.columns
    case .operation(_, let left, let right): left.columns.union(right.columns)
    }
  }

  /// Its value, given the value of each column in a row.
  func value(_ column: (Int) -> Double) -> Double {
    switch self {
    case .number(let value): return value
    case .column(let index): return column(index)
    case .negative(let value): return -value.value(column)
    case .operation(let symbol, let left, let right):
      let (left, right) = (left.value(column), right.value(column))
      return switch symbol {
      case "+": left + right
      case "-": left - right
      case "*": left * right
      default: left / right
      }
    }
  }
}
