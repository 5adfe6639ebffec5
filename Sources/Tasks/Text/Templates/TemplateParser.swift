internal import JSON

/// A parser, which makes a tree of the parts of a template.
struct TemplateParser {
  /// Blocks and brackets may be nested so deep.
  static let depthLimit = 64

  let name: String
  private var parts: ArraySlice<(line: Int, part: TemplateLexer.Part)>
  var line = 1
  var depth = 0
  /// The words of the tag that is being read.
  var words: ArraySlice<TemplateLexer.Word> = []

  static func parse(_ source: String, name: String) throws(TokenizerError) -> [TemplateNode] {
    let lexer = try TemplateLexer(source, name: name)
    var parser = TemplateParser(name: name, parts: lexer.parts[...])
    let (nodes, _) = try parser.body(until: [])
    return nodes
  }

  private init(name: String, parts: ArraySlice<(line: Int, part: TemplateLexer.Part)>) {
    self.name = name
    self.parts = parts
  }

  func error(_ problem: String) -> TokenizerError {
    TokenizerError(file: name, key: "line \(line)", problem: problem)
  }

  mutating func nested<T>(_ body: (inout TemplateParser) throws(TokenizerError) -> T) throws(TokenizerError) -> T {
    guard depth < Self.depthLimit else { throw error("it is nested more than \(Self.depthLimit) deep") }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  /// Reads nodes up to a statement of one of some names, whose name is returned and whose other words are left.
  private mutating func body(until ends: [String]) throws(TokenizerError) -> ([TemplateNode], String) {
    let start = line
    var nodes: [TemplateNode] = []
    while let (line, part) = parts.popFirst() {
      self.line = line
      switch part {
      case .text(let text): nodes.append(TemplateNode(line: line, kind: .text(text)))
      case .output(let words):
        self.words = words[...]
        let value = try expression()
        try end()
        nodes.append(TemplateNode(line: line, kind: .output(value)))
      case .statement(let words):
        self.words = words[...]
        let keyword = try takeName()
        if ends.contains(keyword) { return (nodes, keyword) }
        nodes.append(
          try nested { parser throws(TokenizerError) in
            TemplateNode(line: line, kind: try parser.statement(keyword))
          })
      }
    }
    if let end = ends.last {
      line = start
      throw error("a block is not closed; \(end) is missing")
    }
    return (nodes, "")
  }

  private mutating func block(until end: String) throws(TokenizerError) -> [TemplateNode] {
    let (nodes, _) = try body(until: [end])
    try self.end()
    return nodes
  }

  private mutating func statement(_ keyword: String) throws(TokenizerError) -> TemplateNode.Kind {
    switch keyword {
    case "if": return try branch()
    case "for": return try loop()
    case "set": return try set()
    case "macro": return try macro()
    case "generation":
      try end()
      return .generation(try block(until: "endgeneration"))
    case "break", "continue":
      try end()
      return keyword == "break" ? .stop : .next
    default: throw error("the statement \(excerpt(keyword)) is not supported here")
    }
  }

  private mutating func branch() throws(TokenizerError) -> TemplateNode.Kind {
    var branches: [(TemplateExpression, [TemplateNode])] = []
    while true {
      let condition = try expression()
      try end()
      let (nodes, keyword) = try body(until: ["elif", "else", "endif"])
      branches.append((condition, nodes))
      if keyword == "elif" { continue }
      try end()
      return .branch(branches, otherwise: keyword == "else" ? try block(until: "endif") : [])
    }
  }

  private mutating func loop() throws(TokenizerError) -> TemplateNode.Kind {
    let targets = try names()
    guard take(name: "in") else { throw error("\"in\" is missing in a loop") }
    // Without a choice, whose "if" would be the loop's.
    let items = try disjunction()
    let condition = take(name: "if") ? try expression() : nil
    if take(name: "recursive") { throw error("recursive loops are not supported") }
    try end()
    let (nodes, keyword) = try body(until: ["else", "endfor"])
    try end()
    return .loop(
      TemplateLoop(
        targets: targets, items: items, condition: condition, body: nodes,
        otherwise: keyword == "else" ? try block(until: "endfor") : []))
  }

  private mutating func set() throws(TokenizerError) -> TemplateNode.Kind {
    let first = try takeName()
    if take(".") {
      let member = try takeName()
      guard take("=") else { throw error("\"=\" is missing after \(excerpt(first)).\(excerpt(member))") }
      let value = try expression()
      try end()
      return .setMember(of: first, name: member, value)
    }
    var targets = [first]
    while take(",") { targets.append(try takeName()) }
    if take("=") {
      let value = try expression()
      try end()
      return .set(targets, value)
    }
    var filters: [TemplateExpression.Filter] = []
    while take("|") { filters.append(try filter()) }
    try end()
    guard targets.count == 1 else { throw error("a block is set to one name") }
    return .setBlock(first, filters, try block(until: "endset"))
  }

  private mutating func macro() throws(TokenizerError) -> TemplateNode.Kind {
    let name = try takeName()
    var parameters: [(String, TemplateExpression?)] = []
    guard take("(") else { throw error("\"(\" is missing after the macro \(excerpt(name))") }
    while !take(")") {
      if !parameters.isEmpty { guard take(",") else { throw error("a comma is missing between parameters") } }
      let parameter = try takeName()
      parameters.append((parameter, take("=") ? try expression() : nil))
    }
    try end()
    return .macro(TemplateMacro(name: name, parameters: parameters, body: try block(until: "endmacro")))
  }

  private mutating func names() throws(TokenizerError) -> [String] {
    let isBracketed = take("(")
    var names = [try takeName()]
    while take(",") { names.append(try takeName()) }
    if isBracketed { guard take(")") else { throw error("\")\" is missing") } }
    return names
  }
}

extension TemplateParser {
  // MARK: Words

  mutating func take(_ sign: String) -> Bool {
    guard words.first == .sign(sign) else { return false }
    words = words.dropFirst()
    return true
  }

  mutating func take(name: String) -> Bool {
    guard words.first == .name(name) else { return false }
    words = words.dropFirst()
    return true
  }

  mutating func takeName() throws(TokenizerError) -> String {
    guard case .name(let name)? = words.first else { throw error("\(described) instead of a name") }
    words = words.dropFirst()
    return name
  }

  mutating func expect(_ sign: String) throws(TokenizerError) {
    guard take(sign) else { throw error("\(described) instead of \"\(sign)\"") }
  }

  mutating func end() throws(TokenizerError) {
    guard words.first == .end else { throw error("\(described) instead of the end of the tag") }
  }

  var described: String {
    switch words.first {
    case .name(let name): "\"\(excerpt(name))\""
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string: "a string"
    case .sign(let sign): "\"\(sign)\""
    case .end, nil: "the end of the tag"
    }
  }
}
