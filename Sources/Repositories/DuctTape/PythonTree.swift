/// The statements of a Python text as tokens, with what stands inside what. Fragments of a file are read too.
struct PythonTree: Sendable {
  /// A statement, or the header of one.
  struct Statement: Sendable {
    let tokens: [String]
    /// The first and last line, counted from 1.
    let lines: ClosedRange<Int>
    let parent: Int?
    var children: [Int] = []

    init(_ tokens: [String], _ lines: ClosedRange<Int>, _ parent: Int?) {
      (self.tokens, self.lines, self.parent) = (tokens, lines, parent)
      text = tokens.joined(separator: " ")
    }

    /// The tokens with a space between them, by which statements are compared.
    let text: String
    var first: String { tokens.first ?? "" }
    func starts(_ words: String...) -> Bool { tokens.starts(with: words) }
    /// Whether it opens a block.
    var isHeader: Bool { tokens.last == ":" }
  }

  private(set) var statements: [Statement] = []
  /// The comments: line and text.
  private(set) var comments: [(line: Int, text: String)] = []
  let map: LexicalMap

  init(_ text: String) {
    map = LexicalMap(text, .python)
    let table = LineTable(map.bytes)
    comments = map.spans.filter { $0.part == .comment }.map {
      (table.line(of: $0.range.lowerBound), String(map.bytes, $0.range))
    }
    var open: [(indent: Int, index: Int)] = []
    for line in map.logicalLines() {
      while let last = open.last, last.indent >= line.indent { open.removeLast() }
      let lines = table.line(of: line.range.lowerBound)...table.line(of: line.range.upperBound - 1)
      var parent = open.last?.index
      // A header with its suite on the same line is two statements, and so is what a semicolon parts.
      for (number, part) in Self.parts(PythonTokens.list(map, line.range)).enumerated() {
        statements.append(Statement(part, lines, parent))
        let index = statements.count - 1
        if let parent { statements[parent].children.append(index) }
        if number == 0 { open.append((line.indent, index)) }
        if part.last == ":" { parent = index }
      }
    }
  }

  /// The words that begin a compound statement.
  private static let compounds: Set<String> = [
    "if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class", "async", "match",
    "case",
  ]

  /// Parts a logical line after the colon of a compound statement and at semicolons.
  private static func parts(_ tokens: [String]) -> [[String]] {
    var (parts, current, depth, lambdas) = ([[String]](), [String](), 0, 0)
    var isCompound = tokens.first.map(compounds.contains) ?? false
    for token in tokens {
      if ["(", "[", "{"].contains(token) { depth += 1 }
      if [")", "]", "}"].contains(token) { depth -= 1 }
      if token == "lambda" { lambdas += 1 }
      if token == ";", depth == 0 {
        parts.append(current)
        current = []
        continue
      }
      current.append(token)
      guard token == ":", depth == 0 else { continue }
      if lambdas > 0 {
        lambdas -= 1
      } else if isCompound {
        parts.append(current)
        (current, isCompound) = ([], false)
      }
    }
    if !current.isEmpty { parts.append(current) }
    return parts
  }

  /// The statements inside one, at any depth.
  func descendants(_ index: Int) -> [Int] { statements[index].children.flatMap { [$0] + descendants($0) } }

  /// The statements beside one, in order, itself among them.
  func siblings(_ index: Int) -> [Int] {
    statements[index].parent.map { statements[$0].children }
      ?? statements.indices.filter { statements[$0].parent == nil }
  }

  /// The innermost function around a statement, or `nil` if there is none.
  func function(around index: Int) -> Int? {
    var index = statements[index].parent
    while let at = index, !isFunction(at) { index = statements[at].parent }
    return index
  }

  func isFunction(_ index: Int) -> Bool { statements[index].starts("def") || statements[index].starts("async", "def") }

  /// The name of a function or class.
  func name(_ index: Int) -> String {
    let tokens = statements[index].tokens
    let at = tokens.first == "async" ? 2 : 1
    return at < tokens.count ? tokens[at] : ""
  }

  /// The functions, by the names of the types and functions around them and their own.
  func functions() -> [String: Int] {
    var found: [String: Int] = [:]
    for index in statements.indices where isFunction(index) {
      var (names, at) = ([name(index)], statements[index].parent)
      while let parent = at {
        if isFunction(parent) || statements[parent].first == "class" { names.append(name(parent)) }
        at = statements[parent].parent
      }
      found[names.reversed().joined(separator: ".")] = index
    }
    return found
  }

  /// The statements of a function's body without a docstring.
  func body(_ function: Int) -> [Int] {
    let children = statements[function].children
    return children.first.map { PythonTokens.isString(statements[$0].text) } == true
      ? Array(children.dropFirst()) : children
  }

  /// The names of a function's arguments but `self` and `cls`.
  func parameters(_ function: Int) -> [String] {
    let tokens = statements[function].tokens
    guard let start = tokens.firstIndex(of: "(") else { return [] }
    var (names, depth) = ([String](), 0)
    for index in start..<tokens.count {
      if ["(", "[", "{"].contains(tokens[index]) { depth += 1 }
      if [")", "]", "}"].contains(tokens[index]) { depth -= 1 }
      if depth == 0 { break }
      guard depth == 1, ["(", ",", "*", "**"].contains(tokens[index]), index + 1 < tokens.count else { continue }
      let name = tokens[index + 1]
      if PythonTokens.isName(name), !["self", "cls"].contains(name) { names.append(name) }
    }
    return names
  }
}

/// The tokens of Python.
enum PythonTokens {
  private static let operators: [[UInt8]] = [
    "**=", "//=", "...", ">>=", "<<=", "->", ":=", "==", "!=", "<=", ">=", "**", "//", "+=", "-=", "*=", "/=", "%=",
    "&=", "|=",
    "^=", "@=", "<<", ">>",
  ].map { Array($0.utf8) }

  /// Returns the tokens of a range; a string with its prefix is one.
  static func list(_ map: LexicalMap, _ range: Range<Int>) -> [String] {
    spans(map, range).map { String(map.bytes, $0) }
  }

  static func list(_ text: String) -> [String] {
    let map = LexicalMap(text, .python)
    return list(map, map.bytes.indices)
  }

  /// Returns the offsets of the tokens of a range.
  static func spans(_ map: LexicalMap, _ range: Range<Int>) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    let strings = map.spans
    var index = range.lowerBound
    // Strings begin where their span does; adjacent strings are two tokens.
    var next = strings.partitioningIndex { $0.range.upperBound > range.lowerBound }
    func endOfString(at index: Int) -> Int {
      while next < strings.count, strings[next].range.upperBound <= index { next += 1 }
      return next < strings.count ? strings[next].range.upperBound : index + 1
    }
    while index < range.upperBound {
      let byte = map.bytes[index]
      switch map.parts[index] {
      case .comment: index += 1
      case .string:
        let end = endOfString(at: index)
        spans.append(index..<end)
        index = end
      case .code:
        guard byte > 32, byte != 92 else {
          index += 1
          continue
        }
        let start = index
        if Identifiers.isWord(byte) {
          let isNumber = (48...57).contains(byte)
          while index < range.upperBound, map.parts[index] == .code,
            Identifiers.isWord(map.bytes[index]) || (isNumber && map.bytes[index] == 46)
          { index += 1 }
          // The prefix of a string belongs to it.
          if !isNumber, index - start <= 2, index < range.upperBound, map.parts[index] == .string {
            index = endOfString(at: index)
          }
        } else if index + 1 < range.upperBound, isOperator(map.bytes[index + 1]),
          let mark = operators.first(where: { map.bytes[index...].starts(with: $0) })
        {
          index += mark.count
        } else {
          index += 1
        }
        spans.append(start..<index)
      }
    }
    return spans
  }

  /// Whether a byte may be the second of an operator.
  private static func isOperator(_ byte: UInt8) -> Bool {
    byte == 61 || byte == 62 || byte == 60 || byte == 42 || byte == 47 || byte == 46
  }

  static func isString(_ token: String) -> Bool {
    guard let quote = token.firstIndex(where: { $0 == "\"" || $0 == "'" }) else { return false }
    return token.distance(from: token.startIndex, to: quote) <= 2 && (token.last == "\"" || token.last == "'")
      && token[..<quote].allSatisfy { "rRbBuUfF".contains($0) }
  }

  static func isNumber(_ token: String) -> Bool { token.first?.isNumber == true }

  static func isName(_ token: String) -> Bool {
    guard let first = token.first, first.isLetter || first == "_" else { return false }
    return !isString(token) && !keywords.contains(token)
  }

  static func isLiteral(_ token: String) -> Bool { isString(token) || isNumber(token) }

  static let constants: Set<String> = ["None", "True", "False", "..."]

  static let keywords: Set<String> = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally",
    "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return",
    "try",
    "while", "with", "yield", "None", "True", "False",
  ]

  /// Whether an expression names nothing: literals, and empty containers by call.
  static func isConstant(_ tokens: some Sequence<String>) -> Bool {
    let tokens = Array(tokens)
    let containers: Set<String> = ["list", "dict", "set", "tuple", "str", "int", "float", "bytes", "frozenset"]
    return tokens.enumerated().allSatisfy { index, token in
      if isLiteral(token) { return !token.hasPrefix("f\"") && !token.hasPrefix("f'") }
      if constants.contains(token) || ["(", ")", "[", "]", "{", "}", ",", ":", "-", "+"].contains(token) {
        return true
      }
      return containers.contains(token) && index + 2 < tokens.count && tokens[index + 1] == "("
        && tokens[index + 2] == ")"
    }
  }
}

extension Array {
  /// The first index whose element meets a condition that all later ones meet too.
  fileprivate func partitioningIndex(_ isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
