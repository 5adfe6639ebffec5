/// A JSON value that remembers where it stands.
struct JSONValue: Sendable {
  enum Kind: Sendable {
    case null
    case boolean(Bool)
    /// As it is written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
  }

  var kind: Kind
  var line: Int
  var column: Int

  /// What an error message calls the value.
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

/// Text that is short enough for an error message.
func clipped(_ text: String) -> String {
  text.count > 24 ? "\(text.prefix(24))…" : text
}
