import Yams

/// A merger of given nodes into defaults, which determine the keys and the kinds of their values.
struct OverlayMerger {
  let file: String
  /// All defaults, to find where a misplaced key belongs.
  let root: Node
  /// The origin of the elements of lists: the first that a list has here.
  let origin: Node
  /// Whether lines are meaningful, as they are not for a flag.
  var hasLines = true
  /// The position of each value's source, by its path.
  private(set) var marks: [[String]: Mark] = [:]

  init(file: String, root: Node, origin: Node, hasLines: Bool = true) {
    self.file = file
    self.root = root
    self.origin = origin
    self.hasLines = hasLines
  }

  /// Returns `base` overridden by the given node; null for a whole section leaves its defaults.
  mutating func merge(_ given: Node, into base: Node, at path: [String]) throws(OverlayError) -> Node {
    note(given, at: path)
    switch base {
    case .mapping(let mapping):
      guard !given.isNull else { return base }
      guard let members = given.mapping else { throw mismatch(given, base, at: path) }
      return try merge(members, into: mapping, at: path)
    case .sequence(let sequence):
      guard let elements = given.sequence else { throw mismatch(given, base, at: path) }
      guard let prototype = origin.element(ofListAt: path[...]) ?? sequence.first else {
        return taken(given, at: path)
      }
      var merged: [Node] = []
      for (index, element) in elements.enumerated() {
        merged.append(try merge(element, into: prototype, at: path + ["\(index)"]))
      }
      return Node(merged)
    case .scalar, .alias:
      guard let value = OverlayKind(base)?.read(given) else { throw mismatch(given, base, at: path) }
      return value
    }
  }

  private mutating func merge(
    _ members: Node.Mapping, into base: Node.Mapping, at path: [String]
  ) throws(OverlayError) -> Node {
    var merged = base
    for (key, value) in members {
      let here = path + [key.text]
      if let index = base.firstIndex(where: { $0.key.text == key.text }) {
        merged[index].value = try merge(value, into: base[index].value, at: here)
      } else if base.isOpen {
        merged[key] =
          if let first = base.first { try merge(value, into: first.value, at: here) } else { taken(value, at: here) }
      } else {
        throw unknown(key.text, among: base, at: path, key.mark)
      }
    }
    return .mapping(merged)
  }

  /// Returns `base` with the value at `parts` replaced.
  mutating func set(
    _ given: Node, at parts: ArraySlice<String>, of base: Node, path: [String]
  ) throws(OverlayError) -> Node {
    guard let part = parts.first else { return try merge(given, into: base, at: path) }
    let here = path + [part]
    switch base {
    case .mapping(var mapping):
      if let index = mapping.firstIndex(where: { $0.key.text == part }) {
        mapping[index].value = try set(given, at: parts.dropFirst(), of: mapping[index].value, path: here)
        return .mapping(mapping)
      }
      guard mapping.isOpen else { throw unknown(part, among: mapping, at: path, nil) }
      // A free key may contain dots itself.
      return try merge([Node(parts.joined(separator: ".")): given], into: mapping, at: path)
    case .sequence(var sequence):
      guard let index = Int(part), sequence.indices.contains(index) else {
        throw failure(
          "this list has \(sequence.count) element\(sequence.count == 1 ? "" : "s"), and no \(part)",
          remedy: sequence.isEmpty
            ? "set the whole list, as \(path.joined(separator: "."))=[...]"
            : "count from 0 to \(sequence.count - 1), or set the whole list", at: here, nil)
      }
      sequence[index] = try set(given, at: parts.dropFirst(), of: sequence[index], path: here)
      return .sequence(sequence)
    case .scalar, .alias:
      throw failure(
        "\(path.joined(separator: ".")) is a value and has no keys",
        remedy: "write \(path.joined(separator: "."))=value", at: here, nil)
    }
  }

  /// Returns a given node where the defaults leave open what is allowed.
  private mutating func taken(_ given: Node, at path: [String]) -> Node {
    note(given, at: path)
    for (index, element) in (given.sequence.map(Array.init) ?? []).enumerated() {
      _ = taken(element, at: path + ["\(index)"])
    }
    for (key, value) in given.mapping.map(Array.init) ?? [] { _ = taken(value, at: path + [key.text]) }
    return given
  }

  private mutating func note(_ node: Node, at path: [String]) {
    if hasLines { marks[path] = node.mark }
  }

  private func unknown(_ name: String, among base: Node.Mapping, at path: [String], _ mark: Mark?) -> OverlayError {
    let elsewhere = root.paths(to: name)
    let near = nearest(to: name, in: base.map(\.key.text)).joined(separator: ", ")
    return failure(
      "unknown key",
      remedy: elsewhere.isEmpty
        ? "the nearest are \(near)" : "write \(elsewhere.joined(separator: " or ")), or \(near)",
      at: path + [name], mark)
  }

  private func mismatch(_ given: Node, _ base: Node, at path: [String]) -> OverlayError {
    guard !path.isEmpty else {
      return failure(
        "the file holds \(given.summary), not keys with values", remedy: "write lines of the form key: value", at: [],
        given.mark)
    }
    if case .one(let cases) = OverlayKind(base), given.scalar != nil, !given.isNull {
      return failure(
        "\(given.summary) is none of \(cases.joined(separator: ", "))",
        remedy: "the nearest is \(nearest(to: given.text, in: cases, limit: 1).joined())", at: path, given.mark)
    }
    let example: String
    let expected: String
    switch base {
    case .mapping(let mapping):
      let keys = mapping.prefix(3).map(\.key.text).joined(separator: ", ")
      (expected, example) = ("keys with values", mapping.isEmpty ? "write name: value" : "its keys are \(keys) ...")
    case .sequence: (expected, example) = ("a list", "write [a, b], or a line `- a` for each element")
    case .scalar, .alias:
      (expected, example) = (OverlayKind(base)?.name ?? "a value", "the default is \(base.summary)")
    }
    return failure("expected \(expected), found \(given.summary)", remedy: example, at: path, given.mark)
  }

  private func failure(_ problem: String, remedy: String, at path: [String], _ mark: Mark?) -> OverlayError {
    let mark = hasLines ? mark : nil
    return OverlayError(
      file: file, line: mark?.line, column: mark?.column, keyPath: path.joined(separator: "."), problem: problem,
      remedy: remedy)
  }
}

extension Node.Mapping {
  /// Whether any key is allowed: in a dictionary, which was encoded in braces, and in an empty mapping.
  fileprivate var isOpen: Bool { isEmpty || style == .flow }
}

extension Node {
  /// Returns the first element of the list at `path`, in whose lists every number leads to the first element.
  fileprivate func element(ofListAt path: ArraySlice<String>) -> Node? {
    guard let part = path.first else { return sequence?.first }
    let next = sequence?.first ?? mapping?.first { $0.key.text == part }?.value
    return next?.element(ofListAt: path.dropFirst())
  }
}
