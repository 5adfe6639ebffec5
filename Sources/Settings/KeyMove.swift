import Yams

/// A key that is written elsewhere than it belongs: where an earlier version had it, or in a short form.
public struct KeyMove: Hashable, Sendable {
  /// The path where the key may be written.
  public private(set) var from: [String]
  /// The paths where the key belongs; several for a setting that was split.
  public private(set) var to: [[String]]
  /// Whether the key is also kept where it is written.
  public let isCopied: Bool

  /// Creates a move between dotted paths, as "sources" to "tasks.families.sources".
  public init(_ from: String, to: String..., isCopied: Bool = false) {
    func path(_ key: String) -> [String] { key.split(separator: ".").map(String.init) }
    (self.from, self.to, self.isCopied) = (path(from), to.map(path), isCopied)
  }
}

extension KeyMove {
  /// Returns the move within a section.
  public func below(_ section: String) -> KeyMove {
    var move = self
    (move.from, move.to) = ([section] + from, to.map { [section] + $0 })
    return move
  }
}

/// A configuration that reads those of earlier versions.
public protocol Versioned: Defaulted {
  /// Returns the moves of the given keys that belong elsewhere.
  ///
  /// `current` is the configuration that is overridden.
  static func moves(in given: Outline, over current: Outline) -> [KeyMove]
  /// Returns the defaults of the version that a configuration was written for, or `nil` for those of today.
  static func defaults(of given: Outline) -> Self?
}

/// The keys and texts of a configuration that is being read.
public struct Outline {
  let node: Node?

  init(_ node: Node?) { self.node = node }

  /// Returns the part at a dotted path, empty if there is none.
  public func at(_ path: String) -> Outline {
    Outline(path.split(separator: ".").reduce(node) { node, part in node?.member(String(part)) })
  }

  /// The keys, in their order.
  public var keys: [String] { node?.mapping.map { $0.map { $0.key.text } } ?? [] }
  /// The text of a value, or `nil` if there is none.
  public var text: String? { node?.scalar?.string }
}

extension Node {
  fileprivate func member(_ key: String) -> Node? {
    if let sequence { return Int(key).flatMap { sequence.indices.contains($0) ? sequence[$0] : nil } }
    return mapping?.first { $0.key.text == key }?.value
  }

  /// Returns the node with its keys where they belong.
  func moving(_ moves: [KeyMove]) -> Node {
    moves.reduce(self) { node, move in
      guard let value = move.from.reduce(Optional(node), { $0?.member($1) }) else { return node }
      let nothing = Node.mapping(.init([], .implicit, .any, node.mark))
      let rest = move.isCopied ? node : node.removing(move.from[...]) ?? nothing
      return move.to.reduce(rest) { $0.inserting(value, at: $1[...]) }
    }
  }

  /// Returns the node without the value at a path, or `nil` if nothing is left of it.
  private func removing(_ path: ArraySlice<String>) -> Node? {
    guard let key = path.first, var mapping, let index = mapping.firstIndex(where: { $0.key.text == key }) else {
      return self
    }
    let (name, value) = mapping[index]
    mapping[name] = path.count == 1 ? nil : value.removing(path.dropFirst())
    return mapping.isEmpty ? nil : .mapping(mapping)
  }

  private func inserting(_ value: Node, at path: ArraySlice<String>) -> Node {
    guard let key = path.first else { return self }
    func below(_ node: Node?) -> Node {
      let empty = Node.mapping(.init([], .implicit, .any, value.mark))
      return path.count == 1 ? value : (node ?? empty).inserting(value, at: path.dropFirst())
    }
    if key == "0" {
      var elements = sequence.map(Array.init) ?? []
      let first = below(elements.first)
      if elements.isEmpty { elements = [first] } else { elements[0] = first }
      return .sequence(.init(elements, .implicit, .any, value.mark))
    }
    var mapping = mapping ?? .init([], .implicit, .any, value.mark)
    if let index = mapping.firstIndex(where: { $0.key.text == key }) {
      // A value that is written where it belongs has priority over one that was moved there.
      if path.count > 1 { mapping[index].value = below(mapping[index].value) }
    } else {
      let name = Node.scalar(.init(key, .implicit, .any, value.mark))
      mapping[name] = below(nil)
    }
    return .mapping(mapping)
  }
}

extension [KeyMove] {
  /// Returns the path where a setting belongs that is written at `parts`.
  func applied(to parts: [String]) -> [String] {
    guard let move = first(where: { parts.starts(with: $0.from) }), let to = move.to.first else { return parts }
    return to + parts.dropFirst(move.from.count)
  }
}

extension CodingUserInfoKey {
  /// The user-info key of whether an encoder asks for every possible key, where a value writes fewer to a file.
  public static let isSchema = CodingUserInfoKey(rawValue: "autodidact.isSchema")!
}
