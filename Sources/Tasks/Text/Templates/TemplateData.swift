internal import JSON

/// A value while a template runs.
///
/// No reference type: what can change is held by the evaluator, under a number. So no template makes a cycle, and lists and
/// objects know how deep they are.
indirect enum TemplateData: Sendable {
  /// What has no value, and the name that was looked for.
  case undefined(String)
  case none
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case list(List)
  case object(Object)
  case namespace(Int)
  case macro(Int)
  case function(String)

  struct List: Sendable {
    var items: [TemplateData]
    var depth: Int
  }

  struct Object: Sendable {
    var members: [(key: String, value: TemplateData)]
    var depth: Int

    subscript(key: String) -> TemplateData? { members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value }
  }

  init(_ value: TemplateValue) {
    switch value {
    case .null: self = .none
    case .boolean(let flag): self = .boolean(flag)
    case .integer(let number): self = .integer(number)
    case .number(let number): self = .number(number)
    case .string(let text): self = .string(text)
    case .list(let items): self = .list(items.map { TemplateData($0) })
    case .object(let members): self = .object(members.map { ($0.key, TemplateData($0.value)) })
    }
  }

  static func list(_ items: [TemplateData]) -> TemplateData {
    .list(List(items: items, depth: 1 + items.reduce(0) { max($0, $1.depth) }))
  }

  static func object(_ members: [(key: String, value: TemplateData)]) -> TemplateData {
    .object(Object(members: members, depth: 1 + members.reduce(0) { max($0, $1.value.depth) }))
  }

  var depth: Int {
    switch self {
    case .list(let list): list.depth
    case .object(let object): object.depth
    default: 0
    }
  }

  /// Whether Python takes the value for true: nothing, zero and what is empty are false.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .boolean(let flag): flag
    case .integer(let number): number != 0
    case .number(let number): number != 0
    case .string(let text): !text.isEmpty
    case .list(let list): !list.items.isEmpty
    case .object(let object): !object.members.isEmpty
    case .namespace, .macro, .function: true
    }
  }

  var isUndefined: Bool { if case .undefined = self { true } else { false } }

  /// The name of the kind of value in an error message.
  var name: String {
    switch self {
    case .undefined(let name): "\(excerpt(name)), which is not defined,"
    case .none: "none"
    case .boolean: "a boolean"
    case .integer, .number: "a number"
    case .string: "a string"
    case .list: "a list"
    case .object: "an object"
    case .namespace: "a namespace"
    case .macro: "a macro"
    case .function: "a function"
    }
  }

  /// The number, or `nil` for what is none; booleans count as 0 and 1.
  var double: Double? {
    switch self {
    case .boolean(let flag): flag ? 1 : 0
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// The whole number, or `nil` for what is none.
  var integer: Int? {
    switch self {
    case .boolean(let flag): flag ? 1 : 0
    case .integer(let number): number
    default: nil
    }
  }
}
