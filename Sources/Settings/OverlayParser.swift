import Yams

/// A parser of YAML into nodes that the merge can trust: text keys, none twice, merge keys resolved, of bounded size.
struct OverlayParser {
  /// The largest depth of nested nodes.
  static let depthLimit = 64
  /// The largest number of nodes, aliases counted as often as they are used.
  static let nodeLimit = 100_000

  let file: String
  private var count = 0

  private init(file: String) { self.file = file }

  /// Returns the text's one document, or `nil` if there is none.
  static func parse(_ yaml: String, named file: String) throws(OverlayError) -> Node? {
    var parser = OverlayParser(file: file)
    guard let node = try parser.compose(yaml) else { return nil }
    return try parser.resolve(node, at: [])
  }

  private func compose(_ yaml: String) throws(OverlayError) -> Node? {
    do {
      // A byte order mark means nothing in UTF-8.
      let text = yaml.unicodeScalars.first == "\u{feff}" ? String(yaml.unicodeScalars.dropFirst()) : yaml
      return try Yams.compose(yaml: text, .default, .default, .utf8)
    } catch let error as YamlError {
      throw translate(error, in: yaml)
    } catch {
      throw failure("this is no YAML: \(error)", remedy: "mend the file", at: [], nil)
    }
  }

  /// Checks a node and all below it.
  private mutating func resolve(_ node: Node, at path: [String]) throws(OverlayError) -> Node {
    count += 1
    guard path.count <= Self.depthLimit else {
      throw failure("nested deeper than \(Self.depthLimit) levels", remedy: "flatten it", at: [], node.mark)
    }
    guard count <= Self.nodeLimit else {
      throw failure("more than \(Self.nodeLimit) values", remedy: "use fewer values and aliases", at: [], node.mark)
    }
    switch node {
    case .scalar, .alias: return node
    case .sequence(let sequence):
      var elements: [Node] = []
      for (index, element) in sequence.enumerated() {
        elements.append(try resolve(element, at: path + ["\(index)"]))
      }
      return .sequence(.init(elements, .implicit, .any, sequence.mark))
    case .mapping(let mapping):
      let pairs = try members(of: mapping, at: path)
      return .mapping(.init(pairs, .implicit, .any, mapping.mark))
    }
  }

  /// Returns a mapping's own members, then those of merge keys that it does not override.
  private mutating func members(of mapping: Node.Mapping, at path: [String]) throws(OverlayError) -> [(Node, Node)] {
    var own: [(Node, Node)] = []
    var merged: [(Node, Node)] = []
    var names: Set<String> = []
    for (key, value) in mapping {
      guard case .scalar(let name) = key else {
        throw failure("a key is a list or a mapping", remedy: "write a name as the key", at: path, key.mark)
      }
      if name.string == "<<" {
        merged += try self.merged(value, at: path, key.mark)
        continue
      }
      guard names.insert(name.string).inserted else {
        throw failure("given twice", remedy: "keep one of the two", at: path + [name.string], key.mark)
      }
      own.append((.scalar(.init(name.string, .implicit, .any, key.mark)), try resolve(value, at: path + [name.string])))
    }
    return own + merged.filter { names.insert($0.0.scalar?.string ?? "").inserted }
  }

  /// Returns the members of `<<: value`: of one mapping, or of a list of them, the earlier before the later.
  private mutating func merged(_ value: Node, at path: [String], _ mark: Mark?) throws(OverlayError) -> [(Node, Node)] {
    var result: [(Node, Node)] = []
    for source in value.sequence.map(Array.init) ?? [value] {
      guard case .mapping(let mapping) = try resolve(source, at: path + ["<<"]) else {
        throw failure(
          "a merge key takes a mapping or a list of mappings", remedy: "write <<: *name of a mapping's anchor",
          at: path, mark)
      }
      result += mapping.map { ($0.key, $0.value) }
    }
    return result
  }

  private func failure(_ problem: String, remedy: String, at path: [String], _ mark: Mark?) -> OverlayError {
    OverlayError(
      file: file, line: mark?.line, column: mark?.column, keyPath: path.joined(separator: "."), problem: problem,
      remedy: remedy)
  }

  /// Returns an error of the YAML library in clearer words where possible.
  private func translate(_ error: YamlError, in yaml: String) -> OverlayError {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if problem.contains("another document") {
        return failure("a second document begins here", remedy: "keep one document in the file", at: [], mark)
      }
      if problem.contains("nesting level") {
        return failure("nested deeper than \(Self.depthLimit) levels", remedy: "flatten it", at: [], mark)
      }
      let near = context.map { " (\($0.text))" } ?? ""
      return failure("this is no YAML: \(problem)\(near)", remedy: remedy(for: problem, at: mark, yaml), at: [], mark)
    case .duplicatedKeysInMapping(let keys, let context):
      return failure("given twice", remedy: "keep one of the two", at: [keys.first ?? ""], context.mark)
    case .reader(let problem, let offset, _, _):
      let lines = yaml.prefix(offset ?? 0).count { $0.isNewline }
      return OverlayError(
        file: file, line: lines + 1, column: nil, keyPath: "", problem: "this is no text: \(problem)",
        remedy: "remove the character")
    default:
      return failure("this is no YAML: \(error)", remedy: "mend the file", at: [], nil)
    }
  }

  private func remedy(for problem: String, at mark: Mark, _ yaml: String) -> String {
    let lines = yaml.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    // The library often points at the line after the one with the tab.
    if lines[max(0, min(lines.count, mark.line - 2))..<min(lines.count, mark.line)].contains(where: {
      $0.contains("\t")
    }) {
      return "indent with spaces, not tabs"
    }
    if problem.contains("undefined alias") { return "define the anchor with & above its alias" }
    return "check the indentation, colons, quotes and brackets up to here"
  }
}
