extension Program {
  /// The program as code, which `Program(parsing:)` reads back: `mirror(input, left)`.
  public var code: String {
    switch self {
    case .input: "input"
    case .constant(let value): value.code
    case .element: "it"
    case .apply(let primitive, let arguments):
      "\(primitive.name)(\(arguments.map(\.code).joined(separator: ", ")))"
    case .each(let list, let body): "each(\(list.code), \(body.code))"
    case .ranked(let program): "ranked(\(program.code))"
    }
  }

  /// The program in words: "the input mirrored left to right".
  public var words: String {
    switch self {
    case .input: "the input"
    case .constant(let value): value.words
    case .element: "it"
    case .apply(let primitive, let arguments):
      arguments.enumerated().reduce(primitive.words) { text, argument in
        text.replacing("{\(argument.offset)}", with: argument.element.words)
      }
    case .each(let list, let body): "for each of \(list.words): \(body.words)"
    case .ranked(let program): "with colours numbered by how common they are: \(program.words)"
    }
  }
}

extension Value {
  /// The constant in code; only colours, numbers, booleans and directions have one, others are computed.
  var code: String {
    switch self {
    case .colour(let symbol): Self.colours[Int(symbol)]
    case .number(let number): "\(number)"
    case .boolean(let boolean): "\(boolean)"
    case .direction(let direction): direction.name
    case .grid, .mask, .position, .object, .list: "«\(type)»"
    }
  }

  /// The constant in words.
  var words: String {
    if case .direction(let direction) = self { direction.words } else { code }
  }

  /// The names of the colours, as ARC's pages show them.
  static let colours = ["black", "blue", "red", "green", "yellow", "grey", "pink", "orange", "azure", "maroon"]
}
