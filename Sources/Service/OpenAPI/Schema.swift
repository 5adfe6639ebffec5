/// What a JSON value may be, as an OpenAPI document says it.
/// - Source: JSON Schema 2020-12, as OpenAPI 3.1 has it.
struct Schema: Sendable {
  let tree: JSONTree

  private init(_ tree: JSONTree) { self.tree = tree }

  /// Any value.
  static let anything = Schema([:])
  static let boolean = Schema(["type": "boolean"])
  static let number = Schema(["type": "number"])
  static let integer = Schema(["type": "integer"])
  static let text = Schema(["type": "string"])
  /// Bytes that are no JSON.
  static let bytes = Schema(["type": "string", "format": "binary"])
  static let null = Schema(["type": "null"])
  /// A number of seconds since 1970.
  static let time = Schema(["type": "integer", "minimum": 0])
  /// A date and time.
  static let date = Schema(["type": "string", "format": "date-time"])

  /// A text of a number of characters, and of a pattern if one is given.
  static func text(_ length: ClosedRange<Int>, pattern: String? = nil) -> Schema {
    let text: JSONTree = [
      "type": "string", "minLength": .integer(length.lowerBound), "maxLength": .integer(length.upperBound),
    ]
    return Schema(pattern.map { text.with(["pattern": .string($0)]) } ?? text)
  }

  /// One of some texts.
  static func word(_ words: String...) -> Schema {
    Schema(["type": "string", "enum": .list(words.map { .string($0) })])
  }

  static func integer(_ range: ClosedRange<Int>) -> Schema {
    Schema(["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)])
  }

  static func integer(_ range: PartialRangeFrom<Int>) -> Schema {
    Schema(["type": "integer", "minimum": .integer(range.lowerBound)])
  }

  static func number(_ range: ClosedRange<Double>) -> Schema {
    Schema(["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)])
  }

  static func list(_ items: Schema, _ count: ClosedRange<Int>? = nil) -> Schema {
    let list: JSONTree = ["type": "array", "items": items.tree]
    guard let count else { return Schema(list) }
    return Schema(
      list.with(["minItems": .integer(count.lowerBound), "maxItems": .integer(count.upperBound)]))
  }

  /// An object of any keys.
  static func map(_ values: Schema) -> Schema { Schema(["type": "object", "additionalProperties": values.tree]) }

  /// An object of these keys, of which those that end with a question mark may be left out. One that is closed has no others.
  static func object(_ members: KeyValuePairs<String, Schema>, isClosed: Bool = false) -> Schema {
    object(members.map { ($0.key, $0.value) }, isClosed: isClosed)
  }

  /// An object of these keys and no others.
  static func closed(_ members: [(String, Schema)]) -> Schema { object(members, isClosed: true) }

  private static func object(_ members: [(key: String, value: Schema)], isClosed: Bool) -> Schema {
    let properties = members.map { key, value in
      JSONTree.Member(key: key.hasSuffix("?") ? String(key.dropLast()) : key, value: value.tree)
    }
    let required = members.filter { !$0.key.hasSuffix("?") }.map { JSONTree.string($0.key) }
    let object: JSONTree = ["type": "object", "properties": .object(properties), "required": .list(required)]
    return Schema(isClosed ? object.with(["additionalProperties": false]) : object)
  }

  static func any(of schemas: Schema...) -> Schema { Schema(["anyOf": .list(schemas.map(\.tree))]) }

  /// The same, or null.
  var orNull: Schema { .any(of: self, .null) }
}
