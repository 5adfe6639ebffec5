internal import Foundation
internal import JSON

/// A run of a template.
///
/// A template is a program of somebody else: steps, the size of what it makes and the depth of its calls are limited.
struct TemplateEvaluator {
  static let stepLimit = 1_000_000
  /// Bytes of texts, and 32 for each item of a list, over the whole run.
  static let sizeLimit = 1 << 26
  static let depthLimit = 400
  /// The largest depth to which lists and objects may be nested.
  static let nestingLimit = 64

  static let functions: Set<String> = ["raise_exception", "namespace", "dict", "range", "strftime_now"]

  enum Flow { case normal, stop, next }

  let name: String
  let date: Date?
  var line = 1
  private var steps = 0
  private var size = 0
  private var depth = 0
  private(set) var scopes: [[String: TemplateData]]
  var namespaces: [[(key: String, value: TemplateData)]] = []
  private var macros: [TemplateMacro] = []
  /// The text so far; more than one where blocks are set and macros run.
  private var outputs = [""]
  private(set) var generated: [Range<Int>] = []

  var output: String { outputs[0] }

  init(name: String, variables: [String: TemplateData], date: Date?) {
    self.name = name
    self.date = date
    scopes = [variables]
  }

  func error(_ problem: String) -> TokenizerError {
    TokenizerError(file: name, key: "line \(line)", problem: problem)
  }

  // MARK: Limits

  mutating func step() throws(TokenizerError) {
    steps += 1
    guard steps <= Self.stepLimit else { throw error("it takes more than \(Self.stepLimit) steps") }
  }

  /// Counts the bytes of a text, before it is made.
  mutating func charge(_ bytes: Int) throws(TokenizerError) {
    let (sum, overflow) = size.addingReportingOverflow(bytes)
    guard !overflow, sum <= Self.sizeLimit else { throw error("it makes more than \(Self.sizeLimit) bytes") }
    size = sum
  }

  mutating func list(_ items: [TemplateData]) throws(TokenizerError) -> TemplateData {
    try charge(items.count * 32)
    return try checked(.list(items))
  }

  mutating func object(_ members: [(key: String, value: TemplateData)]) throws(TokenizerError) -> TemplateData {
    try charge(members.count * 48)
    return try checked(.object(members))
  }

  private func checked(_ value: TemplateData) throws(TokenizerError) -> TemplateData {
    guard value.depth <= Self.nestingLimit else { throw error("values are nested more than \(Self.nestingLimit) deep") }
    return value
  }

  mutating func deeper<T>(
    _ body: (inout TemplateEvaluator) throws(TokenizerError) -> T
  ) throws(TokenizerError) -> T {
    guard depth < Self.depthLimit else { throw error("calls and blocks are more than \(Self.depthLimit) deep") }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  // MARK: Variables

  func lookUp(_ name: String) -> TemplateData {
    for scope in scopes.reversed() {
      if let value = scope[name] { return value }
    }
    let isFunction = Self.functions.contains(name) && (name != "strftime_now" || date != nil)
    return isFunction ? .function(name) : .undefined(name)
  }

  mutating func set(_ name: String, _ value: TemplateData) { scopes[scopes.count - 1][name] = value }

  // MARK: Nodes

  mutating func run(_ nodes: [TemplateNode]) throws(TokenizerError) -> Flow {
    try deeper { evaluator throws(TokenizerError) in
      for node in nodes {
        let flow = try evaluator.run(node)
        if flow != .normal { return flow }
      }
      return .normal
    }
  }

  private mutating func run(_ node: TemplateNode) throws(TokenizerError) -> Flow {
    try step()
    line = node.line
    switch node.kind {
    case .text(let text): try write(text)
    case .output(let expression):
      let value = try evaluate(expression)
      line = node.line
      try write(try text(of: value))
    case .branch(let branches, let otherwise):
      for (condition, body) in branches where try evaluate(condition).isTrue { return try run(body) }
      return try run(otherwise)
    case .loop(let loop): return try run(loop)
    case .set(let names, let expression): try assign(try evaluate(expression), to: names)
    case .setMember(let space, let member, let expression):
      let value = try evaluate(expression)
      guard case .namespace(let number) = lookUp(space) else {
        throw error("\(excerpt(space)) is no namespace, whose member \(excerpt(member)) could be set")
      }
      if let index = namespaces[number].firstIndex(where: { $0.key == member }) {
        namespaces[number][index].value = value
      } else {
        namespaces[number].append((member, value))
      }
    case .setBlock(let name, let filters, let body):
      var value = TemplateData.string(try captured { evaluator throws(TokenizerError) in _ = try evaluator.run(body) })
      for filter in filters { value = try apply(filter, to: value) }
      set(name, value)
    case .macro(let macro):
      macros.append(macro)
      set(macro.name, .macro(macros.count - 1))
    case .generation(let body):
      guard outputs.count == 1 else { throw error("a generation inside a macro or a block that is set") }
      let start = outputs[0].utf8.count
      let flow = try run(body)
      generated.append(start..<outputs[0].utf8.count)
      return flow
    case .stop: return .stop
    case .next: return .next
    }
    return .normal
  }

  private mutating func write(_ text: String) throws(TokenizerError) {
    try charge(text.utf8.count)
    outputs[outputs.count - 1] += text
  }

  private mutating func captured(
    _ body: (inout TemplateEvaluator) throws(TokenizerError) -> Void
  ) throws(TokenizerError) -> String {
    outputs.append("")
    try body(&self)
    return outputs.removeLast()
  }

  private mutating func assign(_ value: TemplateData, to names: [String]) throws(TokenizerError) {
    guard names.count > 1 else { return set(names[0], value) }
    guard case .list(let list) = value, list.items.count == names.count else {
      throw error("\(value.name) does not have \(names.count) items")
    }
    for (name, item) in zip(names, list.items) { set(name, item) }
  }

  // MARK: Loops and macros

  private mutating func run(_ loop: TemplateLoop) throws(TokenizerError) -> Flow {
    var items = try self.items(of: try evaluate(loop.items))
    scopes.append([:])
    defer { scopes.removeLast() }
    if let condition = loop.condition {
      var kept: [TemplateData] = []
      for item in items {
        try step()
        try assign(item, to: loop.targets)
        if try evaluate(condition).isTrue { kept.append(item) }
      }
      items = kept
    }
    guard !items.isEmpty else { return try run(loop.otherwise) }
    for (index, item) in items.enumerated() {
      try step()
      scopes[scopes.count - 1] = ["loop": try self.loop(index, items)]
      try assign(item, to: loop.targets)
      if try run(loop.body) == .stop { break }
    }
    return .normal
  }

  /// Returns what a body knows of its loop.
  private mutating func loop(_ index: Int, _ items: [TemplateData]) throws(TokenizerError) -> TemplateData {
    .object([
      ("index", .integer(index + 1)), ("index0", .integer(index)), ("first", .boolean(index == 0)),
      ("last", .boolean(index == items.count - 1)), ("length", .integer(items.count)),
      ("revindex", .integer(items.count - index)), ("revindex0", .integer(items.count - index - 1)),
      ("previtem", index > 0 ? items[index - 1] : .undefined("loop.previtem")),
      ("nextitem", index + 1 < items.count ? items[index + 1] : .undefined("loop.nextitem")),
    ])
  }

  /// Returns what a loop goes through: items, the keys of an object, the scalars of a text.
  mutating func items(of value: TemplateData) throws(TokenizerError) -> [TemplateData] {
    switch value {
    case .undefined: return []
    case .list(let list): return list.items
    case .object(let object): return object.members.map { .string($0.key) }
    case .string(let text):
      try charge(text.unicodeScalars.count * 32)
      return text.unicodeScalars.map { .string(String($0)) }
    default: throw error("\(value.name) has no items to go through")
    }
  }

  mutating func call(
    macro number: Int, _ positions: [TemplateData], _ names: [(name: String, value: TemplateData)]
  ) throws(TokenizerError) -> TemplateData {
    let macro = macros[number]
    guard positions.count <= macro.parameters.count else {
      throw error("the macro \(excerpt(macro.name)) takes \(macro.parameters.count) arguments, not \(positions.count)")
    }
    var rest = names
    let outer = (scopes, line)
    // A macro sees its arguments and what the template sets outside of loops.
    scopes = [scopes[0], [:]]
    defer { (scopes, line) = outer }
    for (index, parameter) in macro.parameters.enumerated() {
      let named = rest.firstIndex { $0.name == parameter.name }.map { rest.remove(at: $0).value }
      let standard = try parameter.standard.map { expression throws(TokenizerError) in try evaluate(expression) }
      set(parameter.name, index < positions.count ? positions[index] : named ?? standard ?? .undefined(parameter.name))
    }
    if let (name, _) = rest.first { throw error("the macro \(excerpt(macro.name)) has no parameter \(excerpt(name))") }
    return .string(try captured { evaluator throws(TokenizerError) in _ = try evaluator.run(macro.body) })
  }
}
