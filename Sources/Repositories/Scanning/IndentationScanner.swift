/// The definitions of a Python file.
///
/// Headers may span lines, bodies may stand on the header's line, and a body ends with its last statement: a comment
/// after it belongs to nobody, as in Python's own syntax tree.
struct IndentationScanner {
  private let file: SourceFile
  private let map: LexicalMap
  private let lines: [LogicalLine]
  private let table: LineTable

  init(_ file: SourceFile) {
    self.file = file
    map = LexicalMap(file.text, file.language)
    lines = map.logicalLines()
    table = LineTable(map.bytes)
  }

  func definitions() -> [Definition] {
    var found: [Definition] = []
    // What is open around a line: its name, indent, and whether it is a type.
    var open: [(name: String, indent: Int, isType: Bool)] = []
    for (index, line) in lines.enumerated() {
      while let last = open.last, last.indent >= line.indent { open.removeLast() }
      guard let header = header(of: line) else { continue }
      let isType = header.isType
      let kind: Definition.Kind =
        isType ? .type : open.last?.isType == true ? .method : .function
      found.append(definition(header, at: index, kind: kind, scope: open.map(\.name)))
      open.append((header.name, line.indent, isType))
    }
    return found
  }

  private struct Header {
    let name: String
    let isType: Bool
    /// The offset after the colon.
    let end: Int
  }

  private func skipSpace(_ index: Int, _ end: Int) -> Int {
    var index = index
    while index < end, map.bytes[index] <= 32 || map.bytes[index] == 92 { index += 1 }
    return index
  }

  private func header(of line: LogicalLine) -> Header? {
    var index = line.range.lowerBound
    let end = line.range.upperBound
    if map.hasWord("async", at: index) { index = skipSpace(index + 5, end) }
    let isType = map.hasWord("class", at: index)
    guard isType || map.hasWord("def", at: index) else { return nil }
    index = skipSpace(index + (isType ? 5 : 3), end)
    let start = index
    while index < end, map.parts[index] == .code, Identifiers.isWord(map.bytes[index]) { index += 1 }
    guard index > start else { return nil }
    let name = String(map.bytes, start..<index)
    var depth = 0
    while index < end {
      if map.parts[index] == .code {
        switch map.bytes[index] {
        case 40, 91, 123: depth += 1
        case 41, 93, 125: depth -= 1
        case 58 where depth == 0: return Header(name: name, isType: isType, end: index + 1)
        default: break
        }
      }
      index += 1
    }
    return nil
  }

  private func definition(_ header: Header, at index: Int, kind: Definition.Kind, scope: [String]) -> Definition {
    let line = lines[index]
    var first = index
    while first > 0, lines[first - 1].indent == line.indent, map.bytes[lines[first - 1].range.lowerBound] == 64,
      map.parts[lines[first - 1].range.lowerBound] == .code
    { first -= 1 }
    // The body: what follows the colon, or the deeper lines.
    var statements: [Range<Int>] = []
    let rest = skipSpace(header.end, line.range.upperBound)
    if rest < line.range.upperBound {
      statements = [rest..<line.range.upperBound]
    } else {
      var next = index + 1
      while next < lines.count, lines[next].indent > line.indent {
        statements.append(lines[next].range)
        next += 1
      }
    }
    let isOneLine = rest < line.range.upperBound
    let docstring = statements.first.flatMap { isDocstring($0) ? $0 : nil }
    // Whole lines from the one after what comes before, so that what is masked begins with its comments and indentation.
    func lineRange(_ ranges: ArraySlice<Range<Int>>, after previous: Int) -> Range<Int>? {
      guard let first = ranges.first, let last = ranges.last else { return nil }
      var start = isOneLine ? first.lowerBound : map.endOfLine(previous) + 1
      while !isOneLine, map.bytes[start..<map.endOfLine(start)].allSatisfy({ $0 <= 32 }) {
        start = map.endOfLine(start) + 1
      }
      return start..<last.upperBound
    }
    let end = statements.last?.upperBound ?? line.range.upperBound
    let start = table.start(of: lines[first].range.lowerBound)
    return Definition(
      name: header.name, scope: scope, kind: kind, file: file.path,
      range: start..<end, lines: table.line(of: line.range.lowerBound)...table.line(of: end - 1),
      signature: String(map.bytes, line.range.lowerBound..<(header.end - 1)).singleSpaced, docstring: docstring,
      body: lineRange(statements[...], after: line.range.upperBound),
      implementation: lineRange(
        docstring == nil ? statements[...] : statements.dropFirst(),
        after: docstring?.upperBound ?? line.range.upperBound))
  }

  /// Whether a statement is nothing but string literals that are no bytes and have no interpolation.
  private func isDocstring(_ range: Range<Int>) -> Bool {
    var hasString = false
    for index in range {
      if map.parts[index] == .string {
        hasString = true
      } else if map.parts[index] == .code {
        let byte = map.bytes[index]
        let isPrefix = "rRuU".utf8.contains(byte) && index + 1 < range.upperBound && map.parts[index + 1] == .string
        guard byte <= 32 || byte == 92 || isPrefix else { return false }
      }
    }
    return hasString
  }
}
