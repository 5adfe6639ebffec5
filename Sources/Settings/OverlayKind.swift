import Yams

/// The kind of a plain value, distinguished by the encoding of the default.
enum OverlayKind {
  case whole
  case number
  case truth
  case text
  case one(of: [String])
  case open

  private static let marker = "one of "

  /// Returns a tag that keeps the cases of an enumeration beside the default one.
  static func tag(_ cases: [String]) -> Tag { Tag(.init(rawValue: marker + cases.joined(separator: "|"))) }

  /// Creates the kind of a default, or `nil` if it is no plain value.
  init?(_ base: Node) {
    guard case .scalar = base else { return nil }
    let tag = base.tag.description
    guard !tag.hasPrefix(Self.marker) else {
      self = .one(of: tag.dropFirst(Self.marker.count).split(separator: "|").map(String.init))
      return
    }
    let kinds: [(Tag, Self)] = [
      (Tag(.int), .whole), (Tag(.float), .number), (Tag(.bool), .truth), (Tag(.null), .open),
    ]
    self = kinds.first { $0.0 == base.tag }?.1 ?? .text
  }

  /// The name of the kind in errors.
  var name: String {
    switch self {
    case .whole: "a whole number"
    case .number: "a number"
    case .truth: "true or false"
    case .text, .one: "text"
    case .open: "a value"
    }
  }

  /// Returns a given value in the one notation that decodes as this kind, or `nil` if it is of another.
  func read(_ given: Node) -> Node? {
    if case .open = self { return given }
    guard case .scalar(let scalar) = given, !given.isNull else { return nil }
    switch self {
    case .text: return Node(scalar.string, Tag(.str), .singleQuoted)
    case .one(let cases):
      return cases.contains(scalar.string) ? Node(scalar.string, Self.tag(cases), .singleQuoted) : nil
    default: break
    }
    // A quoted number is text.
    guard scalar.style == .plain else { return nil }
    let literal = scalar.string.filter { $0 != "_" }
    switch self {
    case .whole: return Self.whole(literal).map { Node($0, Tag(.int)) }
    case .number: return Self.number(literal).map { Node(Overlay.text(of: $0), Tag(.float)) }
    default: return Self.truth(literal).map { Node("\($0)", Tag(.bool)) }
    }
  }

  private static func whole(_ literal: String) -> String? {
    if let value = Int64(literal) { return "\(value)" }
    if let value = UInt64(literal) { return "\(value)" }
    guard let value = Double(literal) else { return nil }
    return Int64(exactly: value).map { "\($0)" } ?? UInt64(exactly: value).map { "\($0)" }
  }

  private static func number(_ literal: String) -> Double? {
    switch literal.lowercased() {
    case ".inf", "+.inf": .infinity
    case "-.inf": -.infinity
    case ".nan": .nan
    // A literal beyond the range would come back as infinity.
    default: Double(literal).flatMap { $0.isFinite ? $0 : nil }
    }
  }

  private static func truth(_ literal: String) -> Bool? {
    switch literal.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: nil
    }
  }
}

extension Overlay {
  /// Returns the shortest text that reads back as the number, as YAML writes it.
  static func text<F: BinaryFloatingPoint & CustomStringConvertible>(of value: F) -> String {
    if value.isNaN { return ".nan" }
    if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
    return value.description
  }
}

extension Node {
  /// The text of a scalar.
  var text: String { scalar?.string ?? "" }

  /// Whether the node is `~`, `null` or nothing, unquoted.
  var isNull: Bool {
    guard case .scalar(let scalar) = self, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// A short description in errors.
  var summary: String {
    switch self {
    case .mapping: return "keys with values"
    case .sequence: return "a list"
    case .scalar, .alias:
      if isNull { return "nothing" }
      return text.count > 40 ? "\"\(text.prefix(40))...\"" : "\"\(text)\""
    }
  }

  /// Returns the full paths, three at most, of keys with this name below.
  func paths(to name: String) -> [String] {
    var found: [String] = []
    func visit(_ node: Node, _ path: [String]) {
      for (key, value) in node.mapping.map(Array.init) ?? [] where found.count < 3 {
        if key.text == name { found.append((path + [name]).joined(separator: ".")) }
        visit(value, path + [key.text])
      }
      if let first = node.sequence?.first { visit(first, path + ["0"]) }
    }
    visit(self, [])
    return found
  }
}
