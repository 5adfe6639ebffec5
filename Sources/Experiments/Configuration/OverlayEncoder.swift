import Yams

/// Encodes a value as YAML nodes: keys in the order of declaration, every number exactly.
///
/// Yams' own encoder rounds a Double to 15 digits, and a configuration must come back bit for bit.
struct OverlayEncoder: Encoder {
  /// A place that a container fills after it was handed out.
  final class Slot {
    enum Content {
      case empty
      case node(Node)
      case members([(key: String, slot: Slot)])
      case elements([Slot])
    }
    var content = Content.empty
    /// True where keys are free.
    var isDictionary = false
  }

  let slot: Slot
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// The nodes of a value.
  static func node(of value: some Encodable) throws -> Node {
    let slot = Slot()
    try OverlayEncoder(slot: slot, codingPath: []).write(value)
    return slot.node
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .members = slot.content {} else { slot.content = .members([]) }
    return KeyedEncodingContainer(Keyed(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .elements = slot.content {} else { slot.content = .elements([]) }
    return Unkeyed(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

  /// Fills the slot: numbers, truth and text here, what Yams has a form for (dates, addresses) by Yams,
  /// and anything else by its own encoding.
  func write(_ value: some Encodable) throws {
    switch value {
    case let value as Bool: slot.content = .node(Node("\(value)", Tag(.bool)))
    case let value as any BinaryInteger: slot.content = .node(Node("\(value)", Tag(.int)))
    case let value as Double: slot.content = .node(Node(Overlay.text(of: value), Tag(.float)))
    case let value as Float: slot.content = .node(Node(Overlay.text(of: value), Tag(.float)))
    case let value as any YAMLEncodable: slot.content = .node(value.box())
    default:
      try value.encode(to: self)
      slot.isDictionary = Mirror(reflecting: value).displayStyle == .dictionary
    }
  }

  /// An encoder of a new member.
  fileprivate func member(_ key: any CodingKey) -> OverlayEncoder {
    let new = Slot()
    if case .members(let members) = slot.content {
      slot.content = .members(members.filter { $0.key != key.stringValue } + [(key.stringValue, new)])
    }
    return OverlayEncoder(slot: new, codingPath: codingPath + [key])
  }

  /// An encoder of a new element.
  fileprivate func element() -> OverlayEncoder {
    let new = Slot()
    if case .elements(let elements) = slot.content { slot.content = .elements(elements + [new]) }
    return OverlayEncoder(slot: new, codingPath: codingPath)
  }

  fileprivate func writeNil() { slot.content = .node(Node("null", Tag(.null))) }
}

extension OverlayEncoder.Slot {
  /// What was written; a list of plain values stands on one line, and a dictionary in braces.
  var node: Node {
    switch content {
    case .empty: return Node([(Node, Node)]())
    case .node(let node): return node
    case .members(let members):
      // A dictionary has no order of its own, and braces tell it from a section.
      let members = isDictionary ? members.sorted { $0.key < $1.key } : members
      return Node(members.map { (Node($0.key), $0.slot.node) }, .implicit, isDictionary ? .flow : .block)
    case .elements(let elements):
      let nodes = elements.map(\.node)
      return Node(nodes, .implicit, nodes.allSatisfy { $0.scalar != nil } ? .flow : .block)
    }
  }
}

/// The members of an object.
private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: OverlayEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil(forKey key: Key) { encoder.member(key).writeNil() }
  func encode(_ value: some Encodable, forKey key: Key) throws { try encoder.member(key).write(value) }
  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder.member(key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder.member(key).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { Key(stringValue: "super").map(encoder.member) ?? encoder }
  func superEncoder(forKey key: Key) -> any Encoder { encoder.member(key) }
}

/// The elements of a list.
private struct Unkeyed: UnkeyedEncodingContainer {
  let encoder: OverlayEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }
  var count: Int {
    if case .elements(let elements) = encoder.slot.content { elements.count } else { 0 }
  }

  func encodeNil() { encoder.element().writeNil() }
  func encode(_ value: some Encodable) throws { try encoder.element().write(value) }
  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    encoder.element().container(keyedBy: type)
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.element().unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder.element() }
}

/// One value.
private struct Single: SingleValueEncodingContainer {
  let encoder: OverlayEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil() { encoder.writeNil() }
  func encode(_ value: some Encodable) throws { try encoder.write(value) }
}
