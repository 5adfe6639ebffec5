/// A parser of `ColumnExpression`s:
///
/// sum = product { ("+" | "-") product };  product = factor { ("*" | "/") factor }
///
/// factor = "-" factor | atom [ ("^" | "**") factor ]
///
/// atom = "(" sum ")" | function "(" sum ")" | number | name | "`" any name "`"
///
/// Functions are `log` and `ln` (natural), `log2`, `log10`, `exp`, `sqrt` and `abs`. A name is letters, digits, `_` and
/// `.`, and does not begin with a digit; others are written in backticks, unless they are known and begin with a
/// letter: the longest known name at a position is meant, so that `1 - val/acc` reads the column `val/acc`.
struct ColumnExpressionParser {
  /// The longest text: more than any table needs, and short enough that nesting cannot exhaust the stack.
  static let lengthLimit = 256
  /// Returns whether a text contains arithmetic.
  static func isExpression(_ text: String) -> Bool { text.contains { "+-*/^()`".contains($0) } }

  private let text: [Character]
  private var position = 0
  /// The known names with unusual characters, the longest first.
  private let unusual: [[Character]]
  private let resolve: (String) throws(TableError) -> Int
  private let fail: (_ problem: String) -> TableError

  /// Creates a parser that knows these names, asks `resolve` for the index of one, and `fail` for the error that states
  /// a problem.
  init(
    _ text: String, names: [String] = [], resolve: @escaping (String) throws(TableError) -> Int,
    fail: @escaping (String) -> TableError
  ) {
    self.text = Array(text)
    unusual = names.filter { $0.first?.isLetter == true && !$0.allSatisfy(Self.isNamed) }.map { Array($0) }
      .sorted { $0.count > $1.count }
    self.resolve = resolve
    self.fail = fail
  }

  /// Parses the whole text as an expression.
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
    while !isPower, let symbol = take("*/") { result = .operation(symbol, result, try factor()) }
    return result
  }

  private mutating func factor() throws(TableError) -> ColumnExpression {
    if take("-") != nil { return .negative(try factor()) }
    let base = try atom()
    if takePower() { return .operation("^", base, try factor()) }
    return base
  }

  private mutating func atom() throws(TableError) -> ColumnExpression {
    guard let next = peek() else { throw fail("it ends where a column or a number should be") }
    if take("(") != nil { return try closed() }
    if take("`") != nil {
      let name = String(text[position...].prefix { $0 != "`" })
      position += name.count
      guard take("`") != nil else { throw fail("a \"`\" is not closed") }
      return .column(try resolve(name))
    }
    if next.isASCII, next.isNumber || next == "." { return .number(try number()) }
    if let name = unusual.first(where: stands) {
      position += name.count
      return .column(try resolve(String(name)))
    }
    let name = text[position...].prefix(while: Self.isNamed)
    guard !name.isEmpty else { throw fail("\"\(next)\" at character \(position + 1) where a column should be") }
    position += name.count
    if let function = ColumnExpression.Function(rawValue: String(name)), take("(") != nil {
      return .function(function, try closed())
    }
    return .column(try resolve(String(name)))
  }

  private mutating func closed() throws(TableError) -> ColumnExpression {
    let result = try sum()
    guard take(")") != nil else { throw fail("a \"(\" is not closed") }
    return result
  }

  private static func isNamed(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }

  /// Returns whether a name stands at the current position and ends where it may.
  private func stands(_ name: [Character]) -> Bool {
    let rest = text[position...]
    guard rest.starts(with: name) else { return false }
    let next = rest.dropFirst(name.count).first
    return !Self.isNamed(name[name.count - 1]) || next.map(Self.isNamed) != true
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

  /// Whether `**` stands at the current position.
  private var isPower: Bool {
    text[position...].drop(while: \.isWhitespace).starts(with: "**")
  }

  private mutating func takePower() -> Bool {
    if isPower { return take("*") != nil && take("*") != nil }
    return take("^") != nil
  }

  private mutating func take(_ symbols: String) -> Character? {
    guard let next = peek(), symbols.contains(next) else { return nil }
    position += 1
    return next
  }
}
