internal import JSON

/// Filters, `value | name`, and tests, `value is name`.
extension TemplateEvaluator {
  mutating func apply(
    _ filter: TemplateExpression.Filter, to value: TemplateData
  ) throws(TokenizerError) -> TemplateData {
    try apply(filter.name, to: value, try evaluate(filter.arguments))
  }

  private mutating func apply(
    _ name: String, to value: TemplateData, _ arguments: Arguments
  ) throws(TokenizerError) -> TemplateData {
    switch name {
    case "default", "d":
      let isMissing = value.isUndefined || arguments[1, "boolean"]?.isTrue == true && !value.isTrue
      return isMissing ? arguments[0, "default_value"] ?? .string("") : value
    case "tojson":
      let indent = arguments[0, "indent"]?.integer
      guard (indent ?? 0) >= 0, (indent ?? 0) <= 16 else { throw error("an indent beyond 16") }
      return .string(try json(value, indent: indent, sorted: arguments[1, "sort_keys"]?.isTrue ?? false))
    case "string", "safe": return .string(try text(of: value))
    case "trim", "upper", "lower", "title", "capitalize", "replace", "indent":
      return .string(try apply(name, toText: try text(of: value), arguments))
    case "length", "count":
      switch value {
      case .string(let text): return .integer(text.unicodeScalars.count)
      case .list(let list): return .integer(list.items.count)
      case .object(let object): return .integer(object.members.count)
      case .undefined: return .integer(0)
      default: throw error("\(value.name) has no length")
      }
    case "items":
      if value.isUndefined { return try list([]) }
      guard case .object(let object) = value else { throw error("\(value.name) has no items") }
      return try pairs(object.members)
    case "dictsort":
      guard case .object(let object) = value else { throw error("\(value.name) has no members to sort") }
      return try pairs(object.members.sorted { $0.key.lowercased() < $1.key.lowercased() })
    case "int", "float": return try number(value, isWhole: name == "int", arguments)
    case "abs":
      if case .integer(let number) = value, number != .min { return .integer(abs(number)) }
      guard case .number(let number) = value else { throw error("\(value.name) has no absolute value") }
      return .number(abs(number))
    case "join":
      let separator = try arguments[0, "d"].map { value throws(TokenizerError) in try text(of: value) } ?? ""
      var items = try items(of: value)
      if let attribute = arguments[1, "attribute"] { items = try self.members(attribute, of: items) }
      return .string(try joined(items, by: separator))
    default: return try apply(name, toList: value, arguments)
    }
  }

  private mutating func pairs(_ members: [(key: String, value: TemplateData)]) throws(TokenizerError) -> TemplateData {
    var pairs: [TemplateData] = []
    for (key, value) in members { pairs.append(try list([.string(key), value])) }
    return try list(pairs)
  }

  private mutating func apply(
    _ name: String, toText text: String, _ arguments: Arguments
  ) throws(TokenizerError) -> String {
    try charge(text.utf8.count)
    switch name {
    case "trim":
      let set = try arguments[0, "chars"].map { value throws(TokenizerError) in try self.text(of: value) }
      return Self.trimmed(text, set)
    case "upper": return text.uppercased()
    case "lower": return text.lowercased()
    case "replace":
      guard let old = arguments[0, "old"], let new = arguments[1, "new"] else { throw error("replace takes two texts") }
      let replaced = try self.text(of: old)
      return try replacing(replaced, with: try self.text(of: new), in: text, atMost: arguments[2, "count"]?.integer)
    case "indent":
      let width = arguments[0, "width"]?.integer ?? 4
      guard (0...64).contains(width) else { throw error("an indent by \(width)") }
      let space = String(repeating: " ", count: width)
      let isFirst = arguments[1, "first"]?.isTrue ?? false
      let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
      try charge(lines.count * width)
      return lines.enumerated().map { index, line in
        index == 0 ? (isFirst ? space : "") + line : line.isEmpty ? line : space + line
      }.joined(separator: "\n")
    default:
      let method: TemplateExpression.Kind = .literal(.string(text))
      let receiver = TemplateExpression(kind: method, depth: 1)
      let member = TemplateExpression(kind: .member(receiver, name), depth: 2)
      return try self.text(of: try call(member, .init()))
    }
  }

  private func number(
    _ value: TemplateData, isWhole: Bool, _ arguments: Arguments
  ) throws(TokenizerError) -> TemplateData {
    var number = value.double
    if case .string(let text) = value {
      let trimmed = Self.trimmed(text, nil)
      if isWhole, let integer = Int(trimmed) { return .integer(integer) }
      number = Double(trimmed)
    }
    if isWhole, let integer = value.integer { return .integer(integer) }
    guard let number else { return arguments[0, "default"] ?? (isWhole ? .integer(0) : .number(0)) }
    guard isWhole else { return .number(number) }
    guard let integer = Int(exactly: number.rounded(.towardZero)) else {
      throw error("\(number) is no number of 64 bits")
    }
    return .integer(integer)
  }

  // MARK: Lists

  private mutating func apply(
    _ name: String, toList value: TemplateData, _ arguments: Arguments
  ) throws(TokenizerError) -> TemplateData {
    switch name {
    case "first", "last":
      let items = try items(of: value)
      return (name == "first" ? items.first : items.last) ?? .undefined("the \(name) item of nothing")
    case "list": return try list(try items(of: value))
    case "reverse":
      if case .string(let text) = value {
        return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
      }
      return try list(try items(of: value).reversed())
    case "unique":
      var kept: [TemplateData] = []
      for item in try items(of: value) {
        var isNew = true
        for other in kept where try isEqual(item, other) { isNew = false }
        if isNew { kept.append(item) }
      }
      return try list(kept)
    case "sort", "min", "max":
      var items = try items(of: value)
      let key = arguments.names.first { $0.name == "attribute" }?.value
      var keys = try key.map { key throws(TokenizerError) in try members(key, of: items) } ?? items
      // Insertion keeps equal items in order and can throw.
      for index in items.indices.dropFirst() {
        var place = index
        while place > 0, try compare(.less, keys[place], keys[place - 1]) {
          try step()
          keys.swapAt(place, place - 1)
          items.swapAt(place, place - 1)
          place -= 1
        }
      }
      if name == "min" { return items.first ?? .undefined("the least item of nothing") }
      if name == "max" { return items.last ?? .undefined("the greatest item of nothing") }
      return try list(arguments.names.contains { $0.name == "reverse" && $0.value.isTrue } ? items.reversed() : items)
    case "map":
      let items = try items(of: value)
      if let attribute = arguments.names.first(where: { $0.name == "attribute" })?.value {
        return try list(try members(attribute, of: items))
      }
      guard case .string(let filter)? = arguments.positions.first else {
        throw error("map takes an attribute or a filter")
      }
      let rest = Arguments(positions: Array(arguments.positions.dropFirst()), names: arguments.names)
      var results: [TemplateData] = []
      for item in items {
        try step()
        results.append(try deeper { evaluator throws(TokenizerError) in try evaluator.apply(filter, to: item, rest) })
      }
      return try list(results)
    case "select", "reject", "selectattr", "rejectattr":
      let hasAttribute = name.hasSuffix("attr")
      guard !hasAttribute || !arguments.positions.isEmpty else { throw error("\(name) takes an attribute") }
      let rest = Array(arguments.positions.dropFirst(hasAttribute ? 1 : 0))
      var kept: [TemplateData] = []
      for item in try items(of: value) {
        try step()
        let subject = hasAttribute ? try members(arguments.positions[0], of: [item])[0] : item
        var isPassing = subject.isTrue
        if case .string(let test)? = rest.first { isPassing = try passes(test, subject, Array(rest.dropFirst())) }
        if isPassing == name.hasPrefix("select") { kept.append(item) }
      }
      return try list(kept)
    default: throw error("the filter \(excerpt(name)) is not supported")
    }
  }

  /// Returns the members of a name, or of a way as `function.name`, of each item.
  private mutating func members(_ name: TemplateData, of items: [TemplateData]) throws(TokenizerError) -> [TemplateData]
  {
    guard case .string(let way) = name else { throw error("\(name.name) as the name of a member") }
    var results = items
    for part in way.split(separator: ".") {
      for index in results.indices {
        try step()
        if case .object(let object) = results[index] {
          results[index] = object[String(part)] ?? .undefined(String(part))
        } else {
          results[index] = .undefined(String(part))
        }
      }
    }
    return results
  }

  // MARK: Tests

  mutating func passes(_ test: TemplateExpression.Filter, _ value: TemplateData) throws(TokenizerError) -> Bool {
    let arguments = try evaluate(test.arguments)
    return try passes(test.name, value, arguments.positions)
  }

  private mutating func passes(
    _ name: String, _ value: TemplateData, _ arguments: [TemplateData]
  ) throws(TokenizerError) -> Bool {
    let comparisons: [String: TemplateExpression.Operation] = [
      "eq": .equal, "equalto": .equal, "==": .equal, "ne": .unequal, "!=": .unequal, "in": .contained, "lt": .less,
      "<": .less, "le": .lessOrEqual, "<=": .lessOrEqual, "gt": .greater, ">": .greater, "ge": .greaterOrEqual,
      ">=": .greaterOrEqual,
    ]
    if let operation = comparisons[name] {
      guard let other = arguments.first else { throw error("the test \(name) takes a value") }
      return try compare(operation, value, other)
    }
    switch (name, value) {
    case ("defined", _): return !value.isUndefined
    case ("undefined", _): return value.isUndefined
    case ("none", .none), ("string", .string), ("mapping", .object), ("boolean", .boolean), ("callable", .macro),
      ("callable", .function),
      ("float", .number), ("true", .boolean(true)), ("false", .boolean(false)), ("integer", .integer),
      ("number", .integer), ("number", .number), ("number", .boolean):
      return true
    case ("iterable", .list), ("iterable", .string), ("iterable", .object), ("iterable", .undefined),
      ("sequence", .list), ("sequence", .string), ("sequence", .object), ("sequence", .undefined):
      return true
    case ("none", _), ("string", _), ("mapping", _), ("boolean", _), ("callable", _), ("float", _), ("true", _),
      ("false", _), ("integer", _), ("number", _), ("iterable", _), ("sequence", _):
      return false
    case ("odd", _), ("even", _), ("divisibleby", _):
      let divisor = name == "divisibleby" ? arguments.first?.integer ?? 0 : 2
      guard let number = value.integer, divisor != 0, divisor != -1 else { throw error("\(value.name) is \(name)") }
      return (number % divisor == 0) == (name != "odd")
    default: throw error("the test \(excerpt(name)) is not supported")
    }
  }
}
