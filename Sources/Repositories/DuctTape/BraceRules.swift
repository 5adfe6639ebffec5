internal import Foundation

/// The rules for languages other than Python: patterns of what is new, on code without comments and strings.
struct BraceRules {
  let file: Patch.File
  let language: SourceLanguage
  let literals: TestLiterals

  init(_ file: Patch.File, _ language: SourceLanguage, _ literals: TestLiterals) {
    (self.file, self.language, self.literals) = (file, language, literals)
  }

  private struct Pattern: Sendable {
    let languages: Set<String>
    let rule: DuctTapeFinding.Rule
    /// On code, or on comments.
    let isComment: Bool
    let expression: NSRegularExpression?
    let sentence: String

    init(
      _ languages: [SourceLanguage], _ rule: DuctTapeFinding.Rule, _ expression: String, _ sentence: String,
      isComment: Bool = false
    ) {
      self.languages = Set(languages.map(\.name))
      (self.rule, self.isComment, self.sentence) = (rule, isComment, sentence)
      self.expression = try? NSRegularExpression(pattern: expression)
    }
  }

  /// A block that is empty, or in which only a constant is returned or something printed.
  private static let idle =
    #"\{\s*(?:(?:return|break|continue)?(?:\s*(?:nil|null|undefined|None|false|true|-?\d+|""|\[\]|\{\}|""""|\[:\]))?;?\s*|(?:print|NSLog|console\.\w+|System\.(?:out|err)\.println|e\.printStackTrace|puts|log\w*(?:\.\w+)*)\s*\([^(){}]*(?:\([^()]*\)[^(){}]*)*\);?\s*)*\}"#

  private static let patterns: [Pattern] = [
    Pattern([.swift], .swallowedError, #"\btry\?"#, "`try?` turns the error into nothing"),
    Pattern([.swift], .swallowedError, #"\btry!"#, "`try!` ends the program instead of handling the error"),
    Pattern([.swift], .swallowedError, #"\bcatch\s*"# + idle, "every error is caught and forgotten"),
    Pattern(
      [.javaScript, .typeScript], .swallowedError, #"\bcatch\s*(?:\(\s*\w+(?:\s*:\s*\w+)?\s*\))?\s*"# + idle,
      "every error is caught and forgotten"),
    Pattern(
      [.javaScript, .typeScript], .swallowedError,
      #"\.catch\(\s*(?:\(\s*\w*\s*\)|\w+)\s*=>\s*(?:\{\s*\}|null|undefined|\[\]|false|0)\s*\)"#,
      "the rejection of a promise is forgotten"),
    Pattern(
      [.java], .swallowedError,
      #"\bcatch\s*\(\s*(?:final\s+)?(?:Exception|Throwable|RuntimeException|Error)\s+\w+\s*\)\s*"# + idle,
      "every error is caught and forgotten"),
    Pattern(
      [.c], .swallowedError, #"\bcatch\s*\(\s*(?:\.\.\.|(?:const\s+)?std::exception\s*&?\s*\w*)\s*\)\s*"# + idle,
      "every error is caught and forgotten"),
    Pattern(
      [.rust], .swallowedError,
      #"\.(?:unwrap_or_default|ok)\s*\(\)\s*;?|\.unwrap_or\(\s*(?:0|""|false|None|Vec::new\(\)|String::new\(\))\s*\)"#,
      "the error becomes a default value"),
    Pattern([.rust], .swallowedError, #"\blet\s+_\s*=[^;]*\)\s*;"#, "a result is dropped"),
    Pattern(
      [.rust], .swallowedError, #"\bErr\s*\(\s*_\w*\s*\)\s*=>\s*(?:\{\s*\}|\(\)|0|None|false|Ok\(\(\)\))"#,
      "the error is forgotten"),
    Pattern(
      [.go], .swallowedError,
      #"\berr\s*!=\s*nil\s*\{\s*(?:return(?:\s+(?:nil|0|""|false|true))?(?:\s*,\s*nil)?|continue)?\s*\}"#,
      "the error is forgotten"),
    Pattern([.go], .swallowedError, #"(?:,|^|\s)_\s*=\s*err\b|\brecover\(\)\s*(?:\}|$)"#, "the error is dropped"),
    Pattern(
      [.ruby], .swallowedError,
      #"\brescue(?:\s+(?:StandardError|Exception))?(?:\s*=>\s*\w+)?\s*(?:;|\n)?\s*(?:nil|false|0|\[\])?\s*(?:\n\s*)?end\b|\brescue\s+nil\b"#,
      "every error is rescued and forgotten"),
    Pattern([.shell], .swallowedError, #"\|\|\s*(?:true|:)(?:\s|$)|\bset\s+\+e\b"#, "a command may fail unseen"),
    Pattern(
      [.javaScript, .typeScript], .disabledTest,
      #"\b(?:(?:it|test|describe)\.(?:skip|todo|fixme)|xit|xtest|xdescribe)\s*\("#, "a test is skipped"),
    Pattern([.java], .disabledTest, #"@(?:Disabled|Ignore)\b"#, "a test is skipped"),
    Pattern([.go], .disabledTest, #"\bt\.Skip(?:f|Now)?\("#, "a test is skipped"),
    Pattern([.rust], .disabledTest, #"#\[ignore\b"#, "a test is skipped"),
    Pattern([.swift], .disabledTest, #"\bthrow\s+XCTSkip\b|\.disabled\("#, "a test is skipped"),
    Pattern([.c], .disabledTest, #"\bDISABLED_\w+|\bGTEST_SKIP\("#, "a test is skipped"),
    Pattern([.ruby], .disabledTest, #"(?:^|\n)\s*(?:xit|xdescribe|skip|pending)\b"#, "a test is skipped"),
    Pattern([.java], .suppression, #"@SuppressWarnings\b"#, "a warning is silenced"),
    Pattern([.rust], .suppression, #"#!?\[allow\("#, "a warning is silenced"),
    Pattern([.typeScript], .suppression, #"\bas\s+any\b"#, "a type is no longer checked"),
    Pattern(
      [.javaScript, .typeScript], .suppression, #"@ts-(?:ignore|nocheck|expect-error)|eslint-disable"#,
      "a checker is silenced",
      isComment: true),
    Pattern([.go], .suppression, #"nolint"#, "a checker is silenced", isComment: true),
    Pattern([.swift], .suppression, #"swiftlint:disable"#, "a checker is silenced", isComment: true),
    Pattern(
      [.c], .suppression, #"NOLINT|#\s*pragma\s+(?:GCC|clang)\s+diagnostic\s+ignored"#, "a warning is silenced",
      isComment: true),
    Pattern([.shell], .suppression, #"shellcheck\s+disable"#, "a checker is silenced", isComment: true),
    Pattern([.ruby], .suppression, #"rubocop:disable"#, "a checker is silenced", isComment: true),
  ]

  /// The number of patterns that do not compile: none, as a test checks.
  static var broken: Int { patterns.count { $0.expression == nil } }

  func findings() -> [DuctTapeFinding] {
    let (old, new) = (LexicalMap(file.before, language), LexicalMap(file.after, language))
    let table = LineTable(new.bytes)
    let inserted = Set(LineDiff(file.before, file.after).inserted.map { $0 + 1 })
    var findings: [DuctTapeFinding] = []
    for pattern in Self.patterns where pattern.languages.contains(language.name) {
      guard let expression = pattern.expression else { continue }
      let (was, now) = (text(old, pattern.isComment), text(new, pattern.isComment))
      let count = expression.numberOfMatches(in: was, range: NSRange(location: 0, length: was.utf16.count))
      let matches = expression.matches(in: now, range: NSRange(location: 0, length: now.utf16.count))
      guard matches.count > count else { continue }
      for match in matches {
        let range = match.range.location..<max(match.range.location + 1, match.range.location + match.range.length)
        let lines = table.line(of: range.lowerBound)...table.line(of: min(range.upperBound, new.bytes.count) - 1)
        guard let line = lines.first(where: inserted.contains) else { continue }
        findings.append(DuctTapeFinding(rule: pattern.rule, path: file.path, line: line, sentence: pattern.sentence))
      }
    }
    return findings + specialCases(new, table, inserted)
  }

  /// The code with strings as `""` of their length and comments blank, or the comments alone: ASCII, byte for byte.
  private func text(_ map: LexicalMap, _ isComment: Bool) -> String {
    var bytes = map.bytes
    for index in bytes.indices where bytes[index] != 10 {
      let isKept = isComment ? map.parts[index] == .comment : map.parts[index] == .code
      if !isKept { bytes[index] = !isComment && map.parts[index] == .string ? 34 : 32 }
      if bytes[index] >= 128 { bytes[index] = 120 }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let comparison = try? NSRegularExpression(
    pattern: #"\bif\b[^{;\n]*?==[^{;\n]*?(?:\{\s*|\)\s*|then\s+)return\s+([^;}\n]+)"#)

  /// A comparison with the tests' literals that returns the tests' literals.
  private func specialCases(_ map: LexicalMap, _ table: LineTable, _ inserted: Set<Int>) -> [DuctTapeFinding] {
    guard !literals.isEmpty, !SourceFile(path: file.path, text: "").isTest, let expression = Self.comparison else {
      return []
    }
    let code = text(map, false)
    return expression.matches(in: code, range: NSRange(location: 0, length: code.utf16.count)).compactMap { match in
      let line = table.line(of: match.range.location)
      guard inserted.contains(line) else { return nil }
      let whole = String(map.bytes, match.range.location..<(match.range.location + match.range.length))
      let value = match.range(at: 1)
      let returned = PythonTokens.list(String(map.bytes, value.location..<(value.location + value.length)))
      let held = PythonTokens.list(whole).filter(PythonTokens.isLiteral)
      let isConstant = returned.allSatisfy {
        PythonTokens.isLiteral($0) || ["-", "[", "]", ",", "(", ")", "nil", "null", "true", "false"].contains($0)
      }
      guard isConstant, !held.isEmpty, held.allSatisfy(literals.contains),
        held.contains(where: { !TestLiterals.isTrivial($0) })
      else { return nil }
      return DuctTapeFinding(
        rule: .specialCase, path: file.path, line: line, sentence: "a case is made for the literals of a visible test")
    }
  }
}
