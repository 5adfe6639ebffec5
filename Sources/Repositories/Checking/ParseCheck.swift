/// The answer of a parser, or of our count of brackets, to whether a text is a program.
public struct ParseCheck: Hashable, Codable, Sendable {
  /// What parsed.
  public enum Parser: String, Codable, Sendable {
    /// Python's own parser, run by `python3`; nothing of the text is executed.
    case python = "Python's parser"
    /// Our scanner: brackets match, strings and comments are closed, and in Python nothing is indented without a header.
    case brackets = "matching brackets"
  }

  /// Whether it parses.
  public let parses: Bool
  /// What parsed it.
  public let parser: Parser
  /// The first error, or `nil` if it parses.
  public let reason: String?

  /// Parses a text of a language. Python is parsed by `python3` where it is installed; all else by our scanner.
  public init(_ text: String, _ language: SourceLanguage) async {
    if language == .python, let reason = await Self.askPython(text) {
      (parses, parser, self.reason) = (reason.isEmpty, .python, reason.isEmpty ? nil : reason)
      return
    }
    let reason = Self.brackets(text, language)
    (parses, parser, self.reason) = (reason == nil, .brackets, reason)
  }

  /// Returns the error of Python's parser, empty if there is none, or `nil` if there is no Python.
  private static func askPython(_ text: String) async -> String? {
    let script = """
      import ast, sys, warnings
      warnings.simplefilter('ignore')
      try: ast.parse(sys.stdin.buffer.read())
      except (SyntaxError, ValueError, RecursionError, MemoryError) as e: print(f'line {getattr(e, "lineno", 0)}: {e}')
      """
    let answer = await ChildProcess.answer("python3", ["-I", "-c", script], input: text, limit: 1 << 16)
    guard let answer, answer.status == 0 else { return nil }
    return String(decoding: answer.output, as: UTF8.self).trimmingSuffix(while: \.isWhitespace)
  }

  /// Returns the first bracket that does not match, or `nil` if all do.
  static func brackets(_ text: String, _ language: SourceLanguage) -> String? {
    let map = LexicalMap(text, language)
    let table = LineTable(map.bytes)
    if map.isUnterminated { return "a string or comment is not closed" }
    guard language.blocks != .none else { return nil }
    var open: [(byte: UInt8, at: Int)] = []
    for index in map.bytes.indices where map.parts[index] == .code {
      let byte = map.bytes[index]
      if byte == 40 || byte == 91 || byte == 123 { open.append((byte, index)) }
      guard byte == 41 || byte == 93 || byte == 125 else { continue }
      // A shell's `case` closes parentheses that nothing opened.
      if language == .shell, byte == 41, open.last?.byte != 40 { continue }
      let opener: UInt8 = byte == 41 ? 40 : byte - 2
      guard open.popLast()?.byte == opener else { return "line \(table.line(of: index)): a bracket closes nothing" }
    }
    if let last = open.last { return "line \(table.line(of: last.at)): a bracket is not closed" }
    guard language.blocks == .indentation else { return nil }
    var indents = [0]
    var isAfterHeader = false
    for line in map.logicalLines() {
      let number = table.line(of: line.range.lowerBound)
      if line.indent > indents[indents.count - 1] {
        guard isAfterHeader else { return "line \(number): it is indented without a header" }
        indents.append(line.indent)
      } else if isAfterHeader {
        return "line \(number): a header has no body"
      } else {
        while let last = indents.last, last > line.indent { indents.removeLast() }
        guard indents.last == line.indent else { return "line \(number): its indentation is that of no line before" }
      }
      isAfterHeader = map.bytes[line.range.upperBound - 1] == 58 && map.parts[line.range.upperBound - 1] == .code
    }
    return isAfterHeader ? "a header at the end has no body" : nil
  }
}

extension String {
  func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
    var text = self[...]
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return String(text)
  }
}
