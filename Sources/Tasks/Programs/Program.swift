/// A program over grids: an expression of the task's input.
public indirect enum Program: Sendable {
  /// The input grid of the task.
  case input
  /// A constant.
  case constant(Value)
  /// A primitive of these arguments.
  case apply(Primitive, [Program])
  /// The list of the body's values over the elements of a list.
  case each(Program, body: Program)
  /// The element, in a body.
  case element(ProgramType)
  /// A program of the input whose colours are numbered by how common they are, with its grid's numbers as colours again.
  case ranked(Program)

  /// The type of the value.
  public var type: ProgramType {
    switch self {
    case .input: .grid
    case .constant(let value): value.type
    case .apply(let primitive, _): primitive.result
    case .each(_, let body): .list(body.type)
    case .element(let type): type
    case .ranked(let program): program.type
    }
  }

  /// The number of primitives, of which the deepest nesting is `depth`.
  public var size: Int {
    switch self {
    case .input, .constant, .element: 0
    case .apply(_, let arguments): arguments.reduce(1) { $0 + $1.size }
    case .each(let list, let body): list.size + body.size
    case .ranked(let program): 1 + program.size
    }
  }

  /// The largest number of primitives from the value down to the input.
  public var depth: Int {
    switch self {
    case .input, .constant, .element: 0
    case .apply(_, let arguments): 1 + (arguments.map(\.depth).max() ?? 0)
    case .each(let list, let body): list.depth + body.depth
    case .ranked(let program): 1 + program.depth
    }
  }

  /// Returns the value for an input, or throws the reason for which there is none.
  public func callAsFunction(_ input: Grid) throws(Undefined) -> Value {
    try evaluate(input, element: nil)
  }

  private func evaluate(_ input: Grid, element: Value?) throws(Undefined) -> Value {
    switch self {
    case .input: return .grid(input)
    case .constant(let value): return value
    case .element:
      guard let element else { throw .nothing }
      return element
    case .apply(let primitive, let arguments):
      var values: [Value] = []
      values.reserveCapacity(arguments.count)
      for argument in arguments { values.append(try argument.evaluate(input, element: element)) }
      return try primitive(values)
    case .each(let list, let body):
      guard case .list(let elements, _) = try list.evaluate(input, element: element) else { throw .nothing }
      var values: [Value] = []
      values.reserveCapacity(elements.count)
      for element in elements { values.append(try body.evaluate(input, element: element)) }
      return .list(values, of: body.type)
    case .ranked(let program):
      let numbering = RankedColours.Numbering(of: input)
      let value = try program.evaluate(numbering.numbered(input), element: element)
      guard case .grid(let grid) = value else { return value }
      return .grid(numbering.restored(grid))
    }
  }
}

extension Program: Hashable {
  /// Whether the programs are the same expression.
  public static func == (one: Program, other: Program) -> Bool { one.code == other.code }
  /// Hashes the expression.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
