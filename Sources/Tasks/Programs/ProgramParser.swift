/// A text that is no program.
public struct ProgramSyntaxError: Error, Hashable, CustomStringConvertible {
  /// The position of the character at which reading stopped, from 0.
  public let offset: Int
  /// What is wrong there.
  public let problem: String

  /// The problem and its place.
  public var description: String { "character \(offset): \(problem)" }
}

extension Program {
  /// Reads a program from its code; throws if it is none of the language.
  public init(parsing code: String) throws(ProgramSyntaxError) {
    var parser = ProgramParser(code)
    self = try parser.program()
    try parser.end()
  }
}

/// A reader of code: a name, a constant, or a name with arguments.
private struct ProgramParser {
  private let characters: [Character]
  private var position = 0
  private var depth = 0
  /// The type of the element of each `each` around the position.
  private var elements: [ProgramType] = []

  init(_ code: String) { characters = Array(code) }

  private func error(_ problem: String) -> ProgramSyntaxError { .init(offset: position, problem: problem) }

  private mutating func skipSpaces() {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    skipSpaces()
    guard position < characters.count, characters[position] == character else { return false }
    position += 1
    return true
  }

  private mutating func word() throws(ProgramSyntaxError) -> String {
    skipSpaces()
    let start = position
    while position < characters.count, let ascii = characters[position].asciiValue,
      ascii == 45 || ascii == 95 || (48...57).contains(ascii) || (65...90).contains(ascii) || (97...122).contains(ascii)
    { position += 1 }
    guard position > start else { throw error("a name or a number is missing") }
    return String(characters[start..<position])
  }

  mutating func end() throws(ProgramSyntaxError) {
    skipSpaces()
    guard position == characters.count else { throw error("the program has ended, but text goes on") }
  }

  mutating func program() throws(ProgramSyntaxError) -> Program {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 100 else { throw error("more than a hundred brackets are open") }
    let start = position
    let name = try word()
    guard take("(") else {
      if let atom = atom(name) { return atom }
      position = start
      throw error("\"\(name)\" is neither the input nor a constant")
    }
    if name == "each" { return try each() }
    if name == "ranked" {
      let program = try program()
      guard take(")") else { throw error("a closing bracket is missing") }
      return .ranked(program)
    }
    var arguments: [Program] = []
    repeat { arguments.append(try program()) } while take(",")
    guard take(")") else { throw error("a closing bracket is missing") }
    let types = arguments.map(\.type)
    guard let primitive = Primitives.named[name]?.first(where: { $0.parameters == types }) else {
      position = start
      throw error(
        Primitives.named[name] == nil
          ? "there is no primitive \"\(name)\""
          : "\(name) does not take (\(types.map(\.description).joined(separator: ", "))), but "
            + Primitives.named[name]!.map(\.signature).joined(separator: " or "))
    }
    return .apply(primitive, arguments)
  }

  private mutating func each() throws(ProgramSyntaxError) -> Program {
    let list = try program()
    guard let element = list.type.element else { throw error("each takes a list first, not a \(list.type)") }
    guard take(",") else { throw error("each takes a list and what becomes of an element") }
    elements.append(element)
    let body = try program()
    elements.removeLast()
    guard take(")") else { throw error("a closing bracket is missing") }
    return .each(list, body: body)
  }

  private func atom(_ name: String) -> Program? {
    if name == "input" { return .input }
    if name == "it" { return elements.last.map(Program.element) }
    if let number = Int(name) { return .constant(.number(number)) }
    if let colour = Value.colours.firstIndex(of: name) { return .constant(.colour(UInt8(colour))) }
    if let direction = Direction.allCases.first(where: { $0.name == name }) { return .constant(.direction(direction)) }
    return name == "true" || name == "false" ? .constant(.boolean(name == "true")) : nil
  }
}
