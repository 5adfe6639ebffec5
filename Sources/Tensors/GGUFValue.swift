/// A value of a GGUF file's metadata.
public enum GGUFValue: Hashable, Sendable {
  /// A whole number of any width and sign; those above `Int.max` are not kept exactly by `integer`.
  case unsigned(UInt64)
  /// A whole number that may be negative.
  case signed(Int64)
  /// A float32 or float64.
  case real(Double)
  /// A truth value.
  case truth(Bool)
  /// A string.
  case text(String)
  /// A list of one kind of values.
  case list([GGUFValue])

  /// The whole number, or `nil` if the value is none that `Int` holds.
  public var integer: Int? {
    switch self {
    case .unsigned(let value): Int(exactly: value)
    case .signed(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The number, or `nil` if the value is none.
  public var number: Double? {
    switch self {
    case .unsigned(let value): Double(value)
    case .signed(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }

  /// The truth value, or `nil` if the value is none.
  public var truth: Bool? { if case .truth(let value) = self { value } else { nil } }

  /// The string, or `nil` if the value is none.
  public var text: String? { if case .text(let value) = self { value } else { nil } }

  /// The list's values, or `nil` if the value is no list.
  public var list: [GGUFValue]? { if case .list(let values) = self { values } else { nil } }

  /// The strings of a list, or `nil` if the value is anything else.
  public var texts: [String]? { all(\.text) }

  /// The whole numbers of a list, or `nil` if the value is anything else.
  public var integers: [Int]? { all(\.integer) }

  /// The numbers of a list, or `nil` if the value is anything else.
  public var numbers: [Double]? { all(\.number) }

  private func all<Element>(_ part: (GGUFValue) -> Element?) -> [Element]? {
    guard let list else { return nil }
    let parts = list.compactMap(part)
    return parts.count == list.count ? parts : nil
  }
}
