import Yams

/// An encoder of YAML nodes: keys in the order of declaration, every number exactly.
///
/// Yams' own encoder rounds a Double to 15 digits, and a configuration must be restored bit for bit.
struct OverlayEncoder: Encoder {
  /// A slot that a container fills after it was handed out.
  final class Slot {
    enum Content {
      case empty
      case node(Node)
      case members([(key: String, slot: Slot)])
      case elements([Slot])
    }
    var content = Content.empty
    /// Whether any key is allowed.
    var isDictionary = false
    /// The texts of all cases, if the value is one of an enumeration.
    var cases: [String] = []
  }

  let slot: Slot
  let codingPath: [any CodingKey]
  /// Whether every possible key is requested.
  let isSchema: Bool
  var userInfo: [CodingUserInfoKey: Any] { isSchema ? [.isSchema: true] : [:] }

  /// Returns the nodes of a value; of every possible key, for a schema.
  static func node(of value: some Encodable, isSchema: Bool) throws -> Node {
    let slot = Slot()
    try OverlayEncoder(slot: slot, codingPath: [], isSchema: isSchema).write(value)
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

  /// Fills the slot: numbers, Booleans and text here, what Yams has a form for (dates, addresses) by Yams, and anything
  /// else by its own encoding.
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
      slot.cases = (type(of: value) as? any CaseIterable.Type).map { Self.texts(of: $0) } ?? []
    }
  }

  private static func texts<T: CaseIterable>(of type: T.Type) -> [String] {
    type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
  }

  /// Returns an encoder of a new member.
  fileprivate func member(_ key: any CodingKey) -> OverlayEncoder {
    let new = Slot()
    if case .members(let members) = slot.content {
      slot.content = .members(members.filter { $0.key != key.stringValue } + [(key.stringValue, new)])
    }
    return OverlayEncoder(slot: new, codingPath: codingPath + [key], isSchema: isSchema)
  }

  /// Returns an encoder of a new element.
  fileprivate func element() -> OverlayEncoder {
    let new = Slot()
    if case .elements(let elements) = slot.content { slot.content = .elements(elements + [new]) }
    return OverlayEncoder(slot: new, codingPath: codingPath, isSchema: isSchema)
  }

  fileprivate func writeNil() { slot.content = .node(Node("null", Tag(.null), .plain)) }
}

extension OverlayEncoder.Slot {
  /// The encoded node; a list of plain values is on one line, and a dictionary in braces.
  var node: Node {
    switch content {
    case .empty: return Node([(Node, Node)]())
    case .node(let node):
      guard !cases.isEmpty, let scalar = node.scalar else { return node }
      return Node(scalar.string, OverlayKind.tag(cases), scalar.style)
    case .members(let members):
      // A dictionary has no order, and braces distinguish it from a section.
      let members = isDictionary ? members.sorted { $0.key < $1.key } : members
      return Node(members.map { (Node($0.key), $0.slot.node) }, .implicit, isDictionary ? .flow : .block)
    case .elements(let elements):
      let nodes = elements.map(\.node)
      return Node(nodes, .implicit, nodes.allSatisfy { $0.scalar != nil } ? .flow : .block)
    }
  }
}

/// The container of an object's members.
private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: OverlayEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil(forKey key: Key) { encoder.member(key).writeNil() }
  func encode(_ value: some Encodable, forKey key: Key) throws { try encoder.member(key).write(value) }
  // A nil value is an existing key; by default it would not be encoded.
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try present(value, key) }
  func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws { try present(value, key) }

  private func present(_ value: (some Encodable)?, _ key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }

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

/// The container of a list's elements.
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

/// The container of one value.
private struct Single: SingleValueEncodingContainer {
  let encoder: OverlayEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil() { encoder.writeNil() }
  func encode(_ value: some Encodable) throws { try encoder.write(value) }
}
