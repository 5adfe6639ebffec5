/// A JSON value with its place in the text.
package struct JSONValue: Sendable {
  /// What a value is, and what it holds.
  package enum Kind: Sendable {
    case null
    case boolean(Bool)
    /// A number as written.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// The members in the order of the text.
    case object([(key: String, value: JSONValue)])
  }

  /// What the value is.
  package let kind: Kind
  let text: JSONText
  /// The offset of the first byte.
  let offset: Int

  init(_ kind: Kind, in text: JSONText, at offset: Int) { (self.kind, self.text, self.offset) = (kind, text, offset) }

  /// Reads the only value of a text, whose first line has this number.
  package init(_ bytes: [UInt8], line: Int = 1) throws(JSONFault) {
    var cursor = try JSONCursor(bytes, line: line)
    self = try cursor.value()
    try cursor.end()
  }

  /// The place of the first character.
  package var place: JSONPlace { text.place(of: offset) }

  /// The members of an object, or `nil` for any other value.
  package var members: [(key: String, value: JSONValue)]? {
    if case .object(let members) = kind { members } else { nil }
  }

  /// The items of a list, or `nil` for any other value.
  package var items: [JSONValue]? { if case .array(let items) = kind { items } else { nil } }

  /// The text of a string, or `nil` for any other value.
  package var string: String? { if case .string(let text) = kind { text } else { nil } }

  /// Whether the value is true, or `nil` for one that is neither true nor false.
  package var boolean: Bool? { if case .boolean(let flag) = kind { flag } else { nil } }

  /// The number, or `nil` for any other value and for one that a `Double` cannot hold.
  package var number: Double? {
    if case .number(let text) = kind, let number = Double(text), number.isFinite { number } else { nil }
  }

  /// The whole number, written as such or as 1e6, or `nil` for any other value.
  package var integer: Int? { if case .number(let text) = kind { Self.integer(text) } else { nil } }

  /// The items of a list of whole numbers, or `nil` for any other value.
  package var integers: [Int]? { all { $0.integer } }

  /// The items of a list of strings, or `nil` for any other value.
  package var strings: [String]? { all { $0.string } }

  /// The strings of an object by their keys, or `nil` for any other value.
  package var stringsByKey: [String: String]? {
    guard let members else { return nil }
    let strings = members.compactMap { member in member.value.string.map { (member.key, $0) } }
    return strings.count == members.count ? Dictionary(strings) { first, _ in first } : nil
  }

  private func all<Item>(_ convert: (JSONValue) -> Item?) -> [Item]? {
    guard let items else { return nil }
    let converted = items.compactMap(convert)
    return converted.count == items.count ? converted : nil
  }

  static func integer(_ text: String) -> Int? {
    Int(text) ?? Double(text).flatMap { abs($0) < 0x1p53 ? Int(exactly: $0) : nil }
  }

  /// The member of this key, or `nil` if there is none.
  package subscript(key: String) -> JSONValue? { members?.first { $0.key == key }?.value }

  /// The name of the kind of value in an error message.
  package var name: String {
    switch kind {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let text): "the number \(excerpt(text))"
    case .string(let text): "the string \"\(excerpt(text))\""
    case .array: "a list"
    case .object: "an object"
    }
  }
}
