/// An arithmetic expression over named variables that are no columns of a table: a cost such as `6*N*D`.
public struct Formula: Sendable {
  /// The text of the formula.
  public let text: String
  private let expression: ColumnExpression

  /// Parses a formula of `+ - * / ^`, functions, parentheses, numbers (with units, as in a table) and these variables;
  /// errors call it `name`.
  public init(_ text: String, of variables: [String], named name: String) throws(TableError) {
    let fail = { (problem: String) in
      TableError(
        file: name, column: text, problem: problem,
        remedy: "write numbers, + - * / ^, log, exp, sqrt and parentheses over \(variables.joined(separator: ", "))")
    }
    let resolve: (String) throws(TableError) -> Int = { (name) throws(TableError) in
      guard let index = variables.firstIndex(of: name) else { throw fail("there is no variable \"\(name)\"") }
      return index
    }
    self.text = text
    if let index = variables.firstIndex(of: text) {
      expression = .column(index)
    } else {
      var parser = ColumnExpressionParser(text, names: variables, resolve: resolve, fail: fail)
      expression = try parser.parse()
    }
  }

  /// Returns the value, the variables in the order in which they were named.
  public func callAsFunction(_ values: [Double]) -> Double { expression.value { values[$0] } }
}
