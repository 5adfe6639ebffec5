/// A detector of patches that make an error silent rather than mend it.
///
/// It reads the text before and after; it runs nothing. What was there before is never found, nor handling that is narrow,
/// that raises again, retries, or says what it falls back to. It cannot tell a wrong computation from a right one: only a
/// hidden test does.
public struct DuctTapeDetector: Sendable {
  /// Creates a detector.
  public init() {}

  /// Returns the findings of a patch, by file and line, each once.
  public func findings(in patch: Patch) -> [DuctTapeFinding] {
    let literals = TestLiterals(patch.visibleTests)
    var findings: [DuctTapeFinding] = []
    for file in patch.files where file.before != file.after {
      let language = SourceLanguage.of(path: file.path)
      if language == .python {
        findings += PythonRules(file, literals).findings()
      } else if language.blocks != .none {
        findings += BraceRules(file, language, literals).findings()
      }
    }
    var seen: Set<DuctTapeFinding> = []
    return findings.sorted { ($0.path, $0.line, $0.rule.rawValue) < ($1.path, $1.line, $1.rule.rawValue) }
      .filter { seen.insert($0).inserted }
  }
}

/// The literals of visible tests.
struct TestLiterals: Sendable {
  private let all: Set<String>

  init(_ tests: [String]) {
    all = Set(tests.flatMap { PythonTokens.list($0) }.filter(PythonTokens.isLiteral).map(Self.plain))
  }

  var isEmpty: Bool { all.isEmpty }

  /// A literal without the kind of its quotes and its prefix.
  static func plain(_ token: String) -> String {
    guard PythonTokens.isString(token) else { return token.replacing("_", with: "") }
    let inside = token.drop { $0.isLetter }
    let quotes = inside.hasPrefix("\"\"\"") || inside.hasPrefix("'''") ? 3 : 1
    return "\"" + inside.dropFirst(quotes).dropLast(quotes)
  }

  /// Whether a test has the literal.
  func contains(_ token: String) -> Bool { all.contains(Self.plain(token)) }

  /// Whether a literal is one that guards are made of anyway: 0, 1, 2, -1, and texts of up to one character.
  static func isTrivial(_ token: String) -> Bool {
    let text = plain(token)
    return ["0", "1", "2", "0.0", "1.0"].contains(text) || (text.hasPrefix("\"") && text.count <= 2)
  }
}
