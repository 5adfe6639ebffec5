/// The type of a program's value.
public indirect enum ProgramType: Hashable, Sendable {
  case grid, mask, colour, number, boolean, direction, position, object
  case list(ProgramType)

  /// The type of the elements, or `nil` if it is no list.
  public var element: ProgramType? {
    if case .list(let element) = self { element } else { nil }
  }
}

extension ProgramType: CustomStringConvertible {
  /// The name in code, such as "grid" or "[object]".
  public var description: String {
    switch self {
    case .grid: "grid"
    case .mask: "mask"
    case .colour: "colour"
    case .number: "number"
    case .boolean: "boolean"
    case .direction: "direction"
    case .position: "position"
    case .object: "object"
    case .list(let element): "[\(element)]"
    }
  }
}
