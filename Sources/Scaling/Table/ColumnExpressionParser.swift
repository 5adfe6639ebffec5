/// Reads a `ColumnExpression`:
///
/// sum = product { ("+" | "-") product };  product = factor { ("*" | "/") factor }
///
/// factor = "-" factor | "(" sum ")" | number | name | "`" any name "`"
///
/// A name is letters, digits, `_` and `.`, and does not begin with a digit; others stand in backticks.
struct ColumnExpressionParser {
  /// More than any table needs, and few enough that nesting cannot exhaust the stack.
  static let lengthLimit = 256
  /// Whether a text has something to compute.
  static func isExpression(_ text: String) -> Bool { text.contains { "+-*/()`".contains($0) } }

  private let text: [Character]
  private var position = 0
  private let resolve: (String) throws(TableError) -> Int
  private let fail: (_ problem: String) -> TableError

  /// A parser that asks `resolve` for the index of a named column, and `fail` for the error that states a problem.
  init(
    _ text: String, resolve: @escaping (String) throws(TableError) -> Int, fail: @escaping (String) -> TableError
  ) {
    self.text = Array(text)
    self.resolve = resolve
    self.fail = fail
  }

  /// The expression that is the whole text.
  mutating func parse() throws(TableError) -> ColumnExpression {
    guard text.count <= Self.lengthLimit else { throw fail("it has more than \(Self.lengthLimit) characters") }
    let expression = try sum()
    if let next = peek() { throw fail("\"\(next)\" at character \(position + 1) where an operator should be") }
    return expression
  }

  private mutating func sum() throws(TableError) -> ColumnExpression {
    var result = try product()
    while let symbol = take("+-") { result = .operation(symbol, result, try product()) }
    return result
  }

  private mutating func product() throws(TableError) -> ColumnExpression {
    var result = try factor()
    while let symbol = take("*/") { result = .operation(symbol, result, try factor()) }
    return result
  }

  private mutating func factor() throws(TableError) -> ColumnExpression {
    guard let next = peek() else { throw fail("it ends where a column or a number should be") }
    if take("-") != nil { return .negative(try factor()) }
    if take("(") != nil {
      let result = try sum()
      guard take(")") != nil else { throw fail("a \"(\" is not closed") }
      return result
    }
    if take("`") != nil {
      let name = String(text[position...].prefix { $0 != "`" })
      position += name.count
      guard take("`") != nil else { throw fail("a \"`\" is not closed") }
      return .column(try resolve(name))
    }
    if next.isASCII, next.isNumber || next == "." { return .number(try number()) }
    let name = text[position...].prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    guard !name.isEmpty else { throw fail("\"\(next)\" at character \(position + 1) where a column should be") }
    position += name.count
    return .column(try resolve(String(name)))
  }

  private mutating func number() throws(TableError) -> Double {
    let start = position
    while position < text.count, text[position].isLetter || text[position].isNumber || text[position] == "." {
      let isExponent = "eE".contains(text[position])
      position += 1
      if isExponent, position < text.count, "+-".contains(text[position]) { position += 1 }
    }
    let word = String(text[start..<position])
    guard case .number(let value) = TableNumber(ArraySlice(word.utf8)) else { throw fail("\"\(word)\" is no number") }
    return value
  }

  private mutating func peek() -> Character? {
    while position < text.count, text[position].isWhitespace { position += 1 }
    return position < text.count ? text[position] : nil
  }

  private mutating func take(_ symbols: String) -> Character? {
    guard let next = peek(), symbols.contains(next) else { return nil }
    position += 1
    return next
  }
}
