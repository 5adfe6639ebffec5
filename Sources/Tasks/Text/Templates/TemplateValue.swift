internal import JSON

/// A value that a chat template is given: what JSON holds, and the members of an object in their order.
public enum TemplateValue: Sendable {
  /// Nothing, Python's `None`.
  case null
  /// True or false.
  case boolean(Bool)
  /// A whole number.
  case integer(Int)
  /// Any other number.
  case number(Double)
  /// A text.
  case string(String)
  /// A list.
  case list([TemplateValue])
  /// An object.
  case object([(key: String, value: TemplateValue)])

  /// Creates the value that a JSON text is, as the schema of a tool.
  public init(json text: String, name: String = "JSON") throws(TokenizerError) {
    do throws(JSONFault) { self.init(try JSONValue(Array(text.utf8))) } catch { throw TokenizerError(error, in: name) }
  }

  private init(_ value: JSONValue) {
    switch value.kind {
    case .null: self = .null
    case .boolean(let value): self = .boolean(value)
    case .number(let text): self = Int(text).map { .integer($0) } ?? .number(Double(text) ?? .nan)
    case .string(let text): self = .string(text)
    case .array(let items): self = .list(items.map { TemplateValue($0) })
    case .object(let members): self = .object(members.map { ($0.key, TemplateValue($0.value)) })
    }
  }

  /// Returns the value with each of its texts and keys as `change` makes them.
  func mapStrings(_ change: (String) -> String) -> TemplateValue {
    switch self {
    case .string(let text): .string(change(text))
    case .list(let items): .list(items.map { $0.mapStrings(change) })
    case .object(let members): .object(members.map { (change($0.key), $0.value.mapStrings(change)) })
    default: self
    }
  }
}

/// One message of a chat.
public struct ChatMessage: Sendable {
  /// Who speaks: `system`, `user`, `assistant` or `tool`.
  public var role: String
  /// The content: a text, or whatever the template takes.
  public var content: TemplateValue
  /// The other members that templates read, as `tool_calls`.
  public var others: [(key: String, value: TemplateValue)]

  /// Creates a message.
  public init(role: String, content: TemplateValue, others: [(key: String, value: TemplateValue)] = []) {
    self.role = role
    self.content = content
    self.others = others
  }

  /// Creates a message that is a text.
  public init(_ role: String, _ text: String) { self.init(role: role, content: .string(text)) }

  var value: TemplateValue { .object([("role", .string(role)), ("content", content)] + others) }
}
