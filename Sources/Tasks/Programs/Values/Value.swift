/// A value of a program.
public enum Value: Hashable, Sendable {
  case grid(Grid)
  case mask(Mask)
  case colour(UInt8)
  case number(Int)
  case boolean(Bool)
  case direction(Direction)
  case position(Position)
  case object(GridObject)
  /// A list of values of this type, which an empty one has too.
  case list([Value], of: ProgramType)

  /// The type.
  public var type: ProgramType {
    switch self {
    case .grid: .grid
    case .mask: .mask
    case .colour: .colour
    case .number: .number
    case .boolean: .boolean
    case .direction: .direction
    case .position: .position
    case .object: .object
    case .list(_, let element): .list(element)
    }
  }
}

/// A Swift type whose values are values of programs, so that a primitive is an ordinary closure.
public protocol ProgramValue: Sendable {
  /// The type in programs.
  static var type: ProgramType { get }
  /// Creates the Swift value of a program's value, or returns `nil` if that has another type.
  init?(_ value: Value)
  /// The program's value.
  var value: Value { get }
}

extension Grid: ProgramValue {
  /// The type in programs.
  public static var type: ProgramType { .grid }
  /// Creates the Swift value of a program's value, or returns `nil` if that has another type.
  public init?(_ value: Value) { if case .grid(let it) = value { self = it } else { return nil } }
  /// The program's value.
  public var value: Value { .grid(self) }
}

extension Mask: ProgramValue {
  /// The type in programs.
  public static var type: ProgramType { .mask }
  /// Creates the Swift value of a program's value, or returns `nil` if that has another type.
  public init?(_ value: Value) { if case .mask(let it) = value { self = it } else { return nil } }
  /// The program's value.
  public var value: Value { .mask(self) }
}

/// A colour 0...9 of a program.
public struct Colour: ProgramValue, Hashable {
  /// The symbol of the colour in grids.
  public let symbol: UInt8
  /// Creates the colour of a symbol.
  public init(_ symbol: UInt8) { self.symbol = symbol }
  /// The type in programs.
  public static var type: ProgramType { .colour }
  /// Creates the Swift value of a program's value, or returns `nil` if that has another type.
  public init?(_ value: Value) { if case .colour(let it) = value { self.init(it) } else { return nil } }
  /// The program's value.
  public var value: Value { .colour(symbol) }
}

extension Int: ProgramValue {
  /// The type in programs.
  public static var type: ProgramType { .number }
  /// Creates the Swift value of a program's value, or returns `nil` if that has another type.
  public init?(_ value: Value) { if case .number(let it) = value { self = it } else { return nil } }
  /// The program's value.
  public var value: Value { .number(self) }
}

extension Bool: ProgramValue {
  /// The type in programs.
  public static var type: ProgramType { .boolean }
  /// Creates the Swift value of a program's value, or returns `nil` if that has another type.
  public init?(_ value: Value) { if case .boolean(let it) = value { self = it } else { return nil } }
  /// The program's value.
  public var value: Value { .boolean(self) }
}

extension Direction: ProgramValue {
  /// The type in programs.
  public static var type: ProgramType { .direction }
  /// Creates the Swift value of a program's value, or returns `nil` if that has another type.
  public init?(_ value: Value) { if case .direction(let it) = value { self = it } else { return nil } }
  /// The program's value.
  public var value: Value { .direction(self) }
}

extension Position: ProgramValue {
  /// The type in programs.
  public static var type: ProgramType { .position }
  /// Creates the Swift value of a program's value, or returns `nil` if that has another type.
  public init?(_ value: Value) { if case .position(let it) = value { self = it } else { return nil } }
  /// The program's value.
  public var value: Value { .position(self) }
}

extension GridObject: ProgramValue {
  /// The type in programs.
  public static var type: ProgramType { .object }
  /// Creates the Swift value of a program's value, or returns `nil` if that has another type.
  public init?(_ value: Value) { if case .object(let it) = value { self = it } else { return nil } }
  /// The program's value.
  public var value: Value { .object(self) }
}

extension Array: ProgramValue where Element: ProgramValue {
  /// The type in programs.
  public static var type: ProgramType { .list(Element.type) }
  /// Creates the Swift value of a program's value, or returns `nil` if that has another type.
  public init?(_ value: Value) {
    guard case .list(let elements, Element.type) = value else { return nil }
    self.init()
    reserveCapacity(elements.count)
    for element in elements {
      guard let element = Element(element) else { return nil }
      append(element)
    }
  }
  /// The program's value.
  public var value: Value { .list(map(\.value), of: Element.type) }
}
