import Foundation

/// An arithmetic expression over the columns of a table, as in `1 - accuracy`, `6 * N * D` or `10^x`.
indirect enum ColumnExpression: Sendable {
  case number(Double)
  case column(Int)
  case negative(ColumnExpression)
  case operation(Character, ColumnExpression, ColumnExpression)
  case function(Function, ColumnExpression)

  /// A function of one number.
  enum Function: String, CaseIterable {
    case log, ln, log2, log10, exp, sqrt, abs

    func callAsFunction(_ x: Double) -> Double {
      switch self {
      case .log, .ln: Foundation.log(x)
      case .log2: Foundation.log2(x)
      case .log10: Foundation.log10(x)
      case .exp: Foundation.exp(x)
      case .sqrt: x.squareRoot()
      case .abs: Swift.abs(x)
      }
    }
  }

  /// The columns that the expression reads.
  var columns: Set<Int> {
    switch self {
    case .number: []
    case .column(let index): [index]
    case .negative(let value), .function(_, let value): value.columns
    case .operation(_, let left, let right): left.columns.union(right.columns)
    }
  }

  /// Returns the value, given that of each column in a row.
  func value(_ column: (Int) -> Double) -> Double {
    switch self {
    case .number(let value): return value
    case .column(let index): return column(index)
    case .negative(let value): return -value.value(column)
    case .function(let function, let value): return function(value.value(column))
    case .operation(let symbol, let left, let right):
      let (left, right) = (left.value(column), right.value(column))
      return switch symbol {
      case "+": left + right
      case "-": left - right
      case "*": left * right
      case "^": pow(left, right)
      default: left / right
      }
    }
  }
}
