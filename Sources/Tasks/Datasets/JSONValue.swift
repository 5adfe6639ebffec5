/// A JSON value with its position in the text.
struct JSONValue: Sendable {
  enum Kind: Sendable {
    case null
    case boolean(Bool)
    /// A number as written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
  }

  let kind: Kind
  /// The text of the value, and the offset of its first byte there.
  let text: JSONText
  let position: Int

  /// The line of the first character, from 1.
  var line: Int { text.line(of: position) }
  /// The column of the first character, from 1.
  var column: Int { text.column(of: position) }

  /// The members of an object, or `nil` for any other value.
  var members: [String: JSONValue]? {
    if case .object(let members) = kind { members } else { nil }
  }

  /// The items of a list, or `nil` for any other value.
  var items: [JSONValue]? {
    if case .array(let items) = kind { items } else { nil }
  }

  /// Whether the value is empty: null, [] or [[]].
  var isBlank: Bool {
    if case .null = kind { true } else { items.map { $0.isEmpty || $0.count == 1 && $0[0].isBlank } ?? false }
  }

  /// The name of the kind of value in an error message.
  var name: String {
    switch kind {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let text): "the number \(clipped(text))"
    case .string(let text): "the string \"\(clipped(text))\""
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// The bytes of a JSON text, whose lines are counted only where an error has to name one.
struct JSONText: Sendable {
  /// The byte order mark with which some editors begin a file.
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  let bytes: [UInt8]
  /// The number of the first line.
  let firstLine: Int

  func line(of position: Int) -> Int { firstLine + bytes[..<position].count { $0 == UInt8(ascii: "\n") } }

  /// Returns the column of a position, counted in characters.
  func column(of position: Int) -> Int {
    let line = bytes[..<position].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).last ?? []
    let mark = line.startIndex == 0 && line.starts(with: Self.mark) ? 1 : 0
    return line.count { $0 & 0xC0 != 0x80 } - mark + 1
  }
}

/// Returns text short enough for an error message.
func clipped(_ text: String) -> String {
  text.count > 24 ? "\(text.prefix(24))…" : text
}
