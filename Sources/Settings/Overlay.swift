import Yams

/// A configuration whose fields all have defaults.
public protocol Defaulted: Codable {
  /// Creates the default configuration.
  init()
}

/// The overriding of a configuration's defaults by a YAML file or `--set` flags.
///
/// The encoded defaults are the schema: only their keys exist, and a value is of the kind of its default.
/// - A whole number may be written `2.0`, a number `3` or `1e-3`; text may be anything without structure.
/// - A list replaces the default list. Each element starts from the first default one, so it may be partial.
/// - A dictionary takes any keys beside its own; an empty default, `{}` or `[]`, takes whatever its type can read.
/// - Anchors, aliases and merge keys work as in YAML 1.1.
/// - A value that is nil by default takes whatever its type can read; `null` is no value.
public enum Overlay {
  /// Returns `defaults` overridden by the YAML text; errors call it `file`.
  ///
  /// An empty text changes nothing. Elements of lists start from the first of `origin`, or else of `defaults`.
  public static func apply<C: Codable>(
    yaml: String, named file: String, to defaults: C, elementsFrom origin: C? = nil
  ) throws(OverlayError) -> C {
    guard let given = try OverlayParser.parse(yaml, named: file), !given.isNull else { return defaults }
    return try merged(given, into: defaults, elementsFrom: origin ?? defaults, named: file).value
  }

  /// Returns `defaults` overridden by the contents of a file, and the value whose first elements those of lists started
  /// from.
  static func merged<C: Codable>(
    _ given: Node, into defaults: C, elementsFrom origin: C, named file: String
  ) throws(OverlayError) -> (value: C, origin: C) {
    var (given, base, origin) = (given, try encoded(defaults, for: file), origin)
    if let type = C.self as? any Versioned.Type {
      // A file of an earlier version overrides the defaults of its time.
      if let earlier = type.defaults(of: Outline(given)) as? C, try base == encoded(type.init(), for: file) {
        (base, origin) = (try encoded(earlier, for: file), earlier)
      }
      given = given.moving(type.moves(in: Outline(given), over: Outline(base)))
    }
    var merger = OverlayMerger(file: file, root: base, origin: try encoded(origin, for: file))
    let merged = try merger.merge(given, into: base, at: [])
    return (try decode(merged, as: C.self, marks: merger.marks, file: file), origin)
  }

  /// Returns `current` with one value replaced, as `inner.steps=3`; elements of lists go by index, `stages.0.steps=3`.
  ///
  /// The text after the first equals sign is YAML; nothing is the empty text. Elements of a list that is set start
  /// from the first of `origin`, or else of the type's defaults: nothing remains of those in a file.
  public static func apply<C: Defaulted>(
    setting: String, to current: C, elementsFrom origin: C? = nil
  ) throws(OverlayError) -> C {
    let flag = "--set \(setting)"
    let base = try encoded(current, for: flag)
    let halves = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false).map {
      $0.filter { !$0.isWhitespace }
    }
    guard halves.count == 2, !parts.contains(""), !parts.contains("<<") else {
      throw OverlayError(
        file: flag, line: nil, column: nil, keyPath: "", problem: "this is not key=value",
        remedy: "write the full key, an equals sign and the value, as --set inner.steps=3")
    }
    let given = try value(halves[1], of: parts, in: flag)
    let moves = (C.self as? any Versioned.Type)?.moves(
      in: Outline(parts.reversed().reduce(given) { Node.mapping(.init([(Node($1), $0)])) }), over: Outline(base))
    let path = moves?.applied(to: parts) ?? parts
    var merger = OverlayMerger(
      file: flag, root: base, origin: try encoded(origin ?? C(), for: flag), hasLines: false)
    let merged = try merger.set(given, at: path[...], of: base, path: [])
    return try decode(merged, as: C.self, marks: merger.marks, file: flag)
  }

  /// Returns the whole configuration as YAML that `apply` reads back exactly, keys in the order of declaration.
  public static func yaml<C: Codable>(of configuration: C) throws -> String {
    try serialize(node: OverlayEncoder.node(of: configuration, isSchema: false), width: -1, allowUnicode: true)
  }

  /// Returns the value of a flag, whose lines mean nothing.
  private static func value(_ text: String, of parts: [String], in flag: String) throws(OverlayError) -> Node {
    if text.allSatisfy(\.isWhitespace) { return Node("", Tag(.str), .singleQuoted) }
    let problem: String
    do throws(OverlayError) {
      if let node = try OverlayParser.parse(text, named: flag) { return node }
      problem = "the value is only a comment"
    } catch {
      problem = error.problem
    }
    throw OverlayError(
      file: flag, line: nil, column: nil, keyPath: parts.joined(separator: "."), problem: problem,
      remedy: "quote the value, or close its brackets")
  }

  /// Returns the defaults as nodes.
  static func encoded(_ defaults: some Encodable, for file: String) throws(OverlayError) -> Node {
    do {
      return try OverlayEncoder.node(of: defaults, isSchema: true)
    } catch {
      throw OverlayError(
        file: file, line: nil, column: nil, keyPath: "", problem: "the defaults do not encode: \(error)",
        remedy: "mend the encoding of \(type(of: defaults))")
    }
  }
}
