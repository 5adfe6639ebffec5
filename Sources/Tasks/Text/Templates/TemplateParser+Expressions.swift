/// The grammar of expressions, from what binds least to what binds most.
extension TemplateParser {
  typealias Expression = TemplateExpression

  /// Parses `a if condition else b`.
  mutating func expression() throws(TokenizerError) -> Expression {
    try nested { parser throws(TokenizerError) in
      var value = try parser.disjunction()
      while parser.take(name: "if") {
        let condition = try parser.disjunction()
        let otherwise = parser.take(name: "else") ? try parser.expression() : nil
        let parts = [value, condition] + (otherwise.map { [$0] } ?? [])
        value = try parser.make(.choice(value, if: condition, otherwise: otherwise), of: parts)
      }
      return value
    }
  }

  mutating func disjunction() throws(TokenizerError) -> Expression {
    var value = try conjunction()
    while take(name: "or") { value = try binary(.or, value, try conjunction()) }
    return value
  }

  private mutating func conjunction() throws(TokenizerError) -> Expression {
    var value = try negation()
    while take(name: "and") { value = try binary(.and, value, try negation()) }
    return value
  }

  private mutating func negation() throws(TokenizerError) -> Expression {
    guard take(name: "not") else { return try comparison() }
    return try nested { parser throws(TokenizerError) in
      let value = try parser.negation()
      return try parser.make(.not(value), of: [value])
    }
  }

  private mutating func comparison() throws(TokenizerError) -> Expression {
    let first = try sum()
    var rest: [(Expression.Operation, Expression)] = []
    while let operation = takeComparison() { rest.append((operation, try sum())) }
    return rest.isEmpty ? first : try make(.comparison(first, rest), of: [first] + rest.map(\.1))
  }

  private mutating func takeComparison() -> Expression.Operation? {
    switch words.first {
    case .sign(let sign) where ["==", "!=", "<", "<=", ">", ">="].contains(sign):
      words = words.dropFirst()
      return Expression.Operation(rawValue: sign)
    case .name("in"):
      words = words.dropFirst()
      return .contained
    case .name("not") where words.dropFirst().first == .name("in"):
      words = words.dropFirst(2)
      return .notContained
    default: return nil
    }
  }

  private mutating func sum() throws(TokenizerError) -> Expression {
    var value = try joining()
    while let operation = take(oneOf: ["+", "-"]) { value = try binary(operation, value, try joining()) }
    return value
  }

  private mutating func joining() throws(TokenizerError) -> Expression {
    var value = try product()
    while take("~") { value = try binary(.join, value, try product()) }
    return value
  }

  private mutating func product() throws(TokenizerError) -> Expression {
    var value = try power()
    while let operation = take(oneOf: ["*", "/", "//", "%"]) { value = try binary(operation, value, try power()) }
    return value
  }

  private mutating func power() throws(TokenizerError) -> Expression {
    var value = try unary(withFilters: true)
    while take("**") { value = try binary(.power, value, try unary(withFilters: true)) }
    return value
  }

  private mutating func unary(withFilters: Bool) throws(TokenizerError) -> Expression {
    var value: Expression
    if let sign = take(oneOf: ["-", "+"]) {
      let operand = try nested { parser throws(TokenizerError) in try parser.unary(withFilters: false) }
      value = sign == .subtract ? try make(.negative(operand), of: [operand]) : operand
    } else {
      value = try primary()
    }
    value = try postfix(value)
    return withFilters ? try filtered(value) : value
  }

  private mutating func primary() throws(TokenizerError) -> Expression {
    guard let word = words.popFirst() else { throw error("the tag ends where a value should be") }
    switch word {
    case .name("true"), .name("True"): return literal(.boolean(true))
    case .name("false"), .name("False"): return literal(.boolean(false))
    case .name("none"), .name("None"): return literal(.none)
    case .name(let name): return Expression(kind: .name(name), depth: 1)
    case .integer(let value): return literal(.integer(value))
    case .number(let value): return literal(.number(value))
    case .string(let text):
      var text = text
      while case .string(let more)? = words.first {
        text += more
        words = words.dropFirst()
      }
      return literal(.string(text))
    case .sign("("):
      let items = try items(to: ")")
      // A tuple counts as a list.
      return items.count == 1 && !items.isTuple ? items.items[0] : try make(.list(items.items), of: items.items)
    case .sign("["):
      let items = try items(to: "]")
      return try make(.list(items.items), of: items.items)
    case .sign("{"): return try object()
    case .sign, .end:
      words = [word] + words
      throw error("\(described) instead of a value")
    }
  }

  private func literal(_ value: TemplateData) -> Expression { Expression(kind: .literal(value), depth: 1) }

  private struct Items {
    var items: [Expression] = []
    var isTuple = false
    var count: Int { items.count }
  }

  private mutating func items(to end: String) throws(TokenizerError) -> Items {
    var result = Items()
    while !take(end) {
      if result.count > 0 {
        try expect(",")
        result.isTuple = true
        if take(end) { break }
      }
      result.items.append(try expression())
    }
    return result
  }

  private mutating func object() throws(TokenizerError) -> Expression {
    var members: [(Expression, Expression)] = []
    while !take("}") {
      if !members.isEmpty {
        try expect(",")
        if take("}") { break }
      }
      let key = try expression()
      try expect(":")
      members.append((key, try expression()))
    }
    return try make(.object(members), of: members.flatMap { [$0, $1] })
  }

  // MARK: What follows a value

  private mutating func postfix(_ start: Expression) throws(TokenizerError) -> Expression {
    var value = start
    while true {
      if take(".") {
        if case .integer(let index)? = words.first {
          words = words.dropFirst()
          value = try make(.item(value, literal(.integer(index))), of: [value])
        } else {
          value = try make(.member(value, try takeName()), of: [value])
        }
      } else if take("[") {
        value = try subscripted(value)
      } else if take("(") {
        let arguments = try arguments()
        value = try make(.call(value, arguments), of: [value] + arguments.all)
      } else {
        return value
      }
    }
  }

  private mutating func subscripted(_ value: Expression) throws(TokenizerError) -> Expression {
    var bounds: [Expression?] = []
    var bound: Expression?
    while true {
      if take(":") {
        bounds.append(bound)
        bound = nil
      } else if take("]") {
        bounds.append(bound)
        break
      } else {
        guard bound == nil else { throw error("\(described) instead of \"]\"") }
        bound = try expression()
      }
    }
    let parts = [value] + bounds.compactMap { $0 }
    switch bounds.count {
    case 1:
      guard let index = bounds[0] else { throw error("an index is missing") }
      return try make(.item(value, index), of: parts)
    case 2, 3:
      return try make(.slice(value, from: bounds[0], to: bounds[1], by: bounds.count > 2 ? bounds[2] : nil), of: parts)
    default: throw error("a slice has at most three parts")
    }
  }

  private mutating func arguments() throws(TokenizerError) -> Expression.Arguments {
    var arguments = Expression.Arguments()
    var isFirst = true
    while !take(")") {
      if !isFirst {
        try expect(",")
        if take(")") { break }
      }
      isFirst = false
      if case .name(let name)? = words.first, words.dropFirst().first == .sign("=") {
        words = words.dropFirst(2)
        arguments.names.append((name, try expression()))
      } else {
        guard arguments.names.isEmpty else { throw error("an argument without a name after one with a name") }
        arguments.positions.append(try expression())
      }
    }
    return arguments
  }

  private mutating func filtered(_ start: Expression) throws(TokenizerError) -> Expression {
    var value = start
    while true {
      if take("|") {
        let filter = try filter()
        value = try make(.filter(value, filter), of: [value] + filter.arguments.all)
      } else if take(name: "is") {
        let isNegated = take(name: "not")
        let test = try test()
        value = try make(.test(value, test, negated: isNegated), of: [value] + test.arguments.all)
      } else {
        return value
      }
    }
  }

  mutating func filter() throws(TokenizerError) -> Expression.Filter {
    let name = try takeName()
    return Expression.Filter(name: name, arguments: take("(") ? try arguments() : .init())
  }

  private mutating func test() throws(TokenizerError) -> Expression.Filter {
    let name = try takeName()
    if take("(") { return Expression.Filter(name: name, arguments: try arguments()) }
    switch words.first {
    case .name(let word) where !["else", "or", "and", "is", "if", "in", "not"].contains(word): break
    case .string, .integer, .number, .sign("["), .sign("{"): break
    default: return Expression.Filter(name: name, arguments: .init())
    }
    let operand = try primary()
    return Expression.Filter(name: name, arguments: .init(positions: [try postfix(operand)]))
  }

  // MARK: Making trees

  private mutating func take(oneOf signs: [String]) -> Expression.Operation? {
    guard case .sign(let sign)? = words.first, signs.contains(sign) else { return nil }
    words = words.dropFirst()
    return Expression.Operation(rawValue: sign)
  }

  private func binary(
    _ operation: Expression.Operation, _ left: Expression, _ right: Expression
  ) throws(TokenizerError) -> Expression {
    try make(.binary(operation, left, right), of: [left, right])
  }

  private func make(_ kind: Expression.Kind, of parts: [Expression]) throws(TokenizerError) -> Expression {
    let depth = 1 + parts.reduce(0) { max($0, $1.depth) }
    guard depth <= Expression.depthLimit else {
      throw error("an expression is more than \(Expression.depthLimit) deep")
    }
    return Expression(kind: kind, depth: depth)
  }
}

extension TemplateExpression.Arguments {
  var all: [TemplateExpression] { positions + names.map(\.value) }
}
