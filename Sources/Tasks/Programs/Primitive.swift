internal import Requirements

/// A function of the language of grid programs: total, in that it gives a value or the reason for which it has none.
///
/// Its types are those of the closure that computes it:
///
///     Primitive("count", "the number of cells of {0}") { (mask: Mask) in mask.count }
public struct Primitive: Sendable {
  /// The name in code; primitives of one name differ in what they take.
  public let name: String
  /// The phrase in words, in which {0}, {1}, … stand for the arguments.
  public let words: String
  /// The types of the arguments.
  public let parameters: [ProgramType]
  /// The type of the value.
  public let result: ProgramType
  private let body: @Sendable ([Value]) throws(Undefined) -> Value

  private init(
    _ name: String, _ words: String, _ parameters: [ProgramType], _ result: ProgramType,
    _ body: @escaping @Sendable ([Value]) throws(Undefined) -> Value
  ) {
    (self.name, self.words, self.parameters, self.result, self.body) = (name, words, parameters, result, body)
  }

  /// Creates a primitive of one argument.
  public init<A: ProgramValue, R: ProgramValue>(
    _ name: String, _ words: String, _ body: @escaping @Sendable (A) throws(Undefined) -> R
  ) {
    self.init(name, words, [A.type], R.type) { values throws(Undefined) in
      try body(Self.argument(0, values, name)).value
    }
  }

  /// Creates a primitive of two arguments.
  public init<A: ProgramValue, B: ProgramValue, R: ProgramValue>(
    _ name: String, _ words: String, _ body: @escaping @Sendable (A, B) throws(Undefined) -> R
  ) {
    self.init(name, words, [A.type, B.type], R.type) { values throws(Undefined) in
      try body(Self.argument(0, values, name), Self.argument(1, values, name)).value
    }
  }

  /// Creates a primitive of three arguments.
  public init<A: ProgramValue, B: ProgramValue, C: ProgramValue, R: ProgramValue>(
    _ name: String, _ words: String, _ body: @escaping @Sendable (A, B, C) throws(Undefined) -> R
  ) {
    self.init(name, words, [A.type, B.type, C.type], R.type) { values throws(Undefined) in
      try body(Self.argument(0, values, name), Self.argument(1, values, name), Self.argument(2, values, name)).value
    }
  }

  private static func argument<A: ProgramValue>(_ index: Int, _ values: [Value], _ name: String) -> A {
    guard let argument = A(values[index]) else {
      trap("\(name) takes \(A.type) as argument \(index), not \(values[index].type); check the program's types")
    }
    return argument
  }

  /// Returns the value for these arguments, one for each parameter, or throws the reason for which there is none.
  public func callAsFunction(_ arguments: [Value]) throws(Undefined) -> Value {
    let value = try body(arguments)
    if case .grid(let grid) = value, grid.height > Self.largestSide || grid.width > Self.largestSide {
      throw .tooLarge
    }
    return value
  }

  /// The largest height and width of a program's grids.
  public static let largestSide = 30

  /// The name with its types, which no other primitive of the catalogue has.
  public var signature: String { "\(name)(\(parameters.map(\.description).joined(separator: ", "))) -> \(result)" }
}
