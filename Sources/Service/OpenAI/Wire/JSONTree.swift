internal import Foundation
internal import JSON

/// A JSON value to be written, or to be kept as it came, with the members of an object in their order.
enum JSONTree: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case list([JSONTree])
  case object([Member])

  /// A member of an object.
  struct Member: Hashable, Sendable {
    var key: String
    var value: JSONTree
  }

  /// Creates the value that was read.
  init(_ value: JSONValue) {
    switch value.kind {
    case .null: self = .null
    case .boolean(let flag): self = .boolean(flag)
    case .number(let text): self = Int(text).map { .integer($0) } ?? .number(Double(text) ?? .nan)
    case .string(let text): self = .string(text)
    case .array(let items): self = .list(items.map { JSONTree($0) })
    case .object(let members): self = .object(members.map { Member(key: $0.key, value: JSONTree($0.value)) })
    }
  }

  /// Creates a text, or null for none.
  init(_ text: String?) { self = text.map { .string($0) } ?? .null }

  /// Creates a whole number, or null for none.
  init(_ number: Int?) { self = number.map { .integer($0) } ?? .null }

  /// Creates a number, or null for none.
  init(_ number: Double?) { self = number.map { .number($0) } ?? .null }

  /// The member of this key, or `nil` if there is none.
  subscript(key: String) -> JSONTree? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text of a string, or `nil` for any other value.
  var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The number, or `nil` for any other value.
  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// The items of a list, or `nil` for any other value.
  var items: [JSONTree]? { if case .list(let items) = self { items } else { nil } }

  /// Returns an object with more members after its own.
  func with(_ more: JSONTree) -> JSONTree {
    guard case .object(let members) = self, case .object(let others) = more else { return self }
    return .object(members + others)
  }
}

// MARK: Literals

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
  init(integerLiteral value: Int) { self = .integer(value) }
  init(nilLiteral: ()) { self = .null }
  init(arrayLiteral elements: JSONTree...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, JSONTree)...) {
    self = .object(elements.map { Member(key: $0, value: $1) })
  }
}

// MARK: Text

extension JSONTree: CustomStringConvertible {
  /// The JSON text, on one line. Numbers that JSON does not know are null.
  var description: String { String(decoding: bytes, as: UTF8.self) }

  /// The JSON text as UTF-8.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .boolean(let flag): bytes += "\(flag)".utf8
    case .integer(let number): bytes += "\(number)".utf8
    case .number(let number): bytes += number.isFinite ? Array("\(number)".utf8) : Array("null".utf8)
    case .string(let text): Self.write(text, to: &bytes)
    case .list(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        item.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case 0..<0x20: bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSONTree: Codable {
  /// Decodes the text of the value.
  init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    self.init(try JSONValue(Array(text.utf8)))
  }

  /// Encodes the text of the value, which keeps the order of members.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
