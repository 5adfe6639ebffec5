internal import Foundation

/// The definitions of a file whose blocks are in braces: each block whose header matches one of the language's patterns.
///
/// Braces in strings and comments do not count.
struct BraceScanner {
  private let file: SourceFile

  init(_ file: SourceFile) { self.file = file }

  func definitions() -> [Definition] {
    let map = LexicalMap(file.text, file.language)
    let table = LineTable(map.bytes)
    let code = map.blanked()
    var found: [(definition: Definition, order: Int)] = []
    // Open braces: where, whose header, and how many parentheses were open around.
    var open: [(at: Int, header: HeaderMatch?, start: Int, around: Int)] = []
    var (headerStart, depth) = (0, 0)
    for index in code.indices where map.parts[index] == .code {
      switch code[index] {
      case 40, 91: depth += 1
      case 41, 93: depth = max(0, depth - 1)
      case 59 where depth == 0: headerStart = index + 1
      case 123:
        let start = max(headerStart, index - 2_000)
        var match = HeaderPatterns.last(in: Array(code[start..<index]), file.language)
        match?.shift(by: start)
        if match != nil, isMemberInitializer(code[start..<index]) { match = nil }
        open.append((index, match, start, depth))
        // A closure among arguments has statements of its own.
        (headerStart, depth) = (index + 1, 0)
      case 125:
        guard let block = open.popLast() else { break }
        let next = code[(index + 1)...].first { $0 > 32 }
        let isInside =
          block.around > 0
          || (block.header == nil && isMemberInitializer(code[block.start..<block.at]) && (next == 44 || next == 123))
        (headerStart, depth) = (isInside ? block.start : index + 1, block.around)
        guard let header = block.header else { break }
        found.append(
          (
            definition(header, block.start, block.at..<index, open.compactMap(\.header), map, code, table),
            block.at
          ))
      default: break
      }
    }
    return found.sorted { $0.order < $1.order }.map(\.definition)
  }

  /// Whether a header ends as C++'s `A() : x{` does, which opens no body.
  private func isMemberInitializer(_ header: ArraySlice<UInt8>) -> Bool {
    guard file.language == .c, let last = header.last, Identifiers.isWord(last) || last == 62 else { return false }
    guard let colon = header.lastIndex(where: { $0 == 58 }), colon > header.startIndex else { return false }
    return header[..<colon].last { $0 > 32 } == 41 || header[..<colon].contains(41) && header[colon...].contains(44)
  }

  private func definition(
    _ header: HeaderMatch, _ headerStart: Int, _ block: Range<Int>, _ around: [HeaderMatch], _ map: LexicalMap,
    _ code: [UInt8], _ table: LineTable
  ) -> Definition {
    let isTerminated = file.language.traits.contains(.semicolons)
    var first = isTerminated ? headerStart : table.start(of: header.match.lowerBound)
    if isTerminated {
      first = Self.skipLabels(first, header.match.lowerBound, code)
    } else {
      first = max(first, headerStart)
      // Attributes on lines of their own.
      while true {
        let previous = first > 0 ? table.start(of: first - 1) : 0
        guard first > 0, previous < first else { break }
        let line = code[previous..<(first - 1)].drop { $0 == 32 || $0 == 9 }
        guard line.first == 64, !line.contains(123) else { break }
        first = previous
      }
    }
    while first < block.lowerBound, code[first] <= 32 || map.parts[first] == .comment { first += 1 }
    let name = String(map.bytes, header.name)
    let scope = around.map { String(map.bytes, $0.name) }
    let isInType = around.last.map { $0.kind == .type } ?? false
    // An impl block, a namespace, or a Go receiver is the type around it; a namespace's functions are no methods.
    let kind: Definition.Kind = header.kind == .function && isInType ? .method : header.kind
    let inside = (block.lowerBound + 1)..<block.upperBound
    let hasBody = map.bytes[inside].contains { $0 > 32 }
    return Definition(
      name: name, scope: scope, kind: kind, file: file.path, range: first..<(block.upperBound + 1),
      lines: table.line(of: header.match.lowerBound)...table.line(of: block.upperBound),
      signature: String(map.bytes, first..<block.lowerBound).singleSpaced,
      docstring: CommentBefore.range(table.start(of: first), map, table), body: hasBody ? inside : nil,
      implementation: hasBody && kind != .type ? inside : nil)
  }

  /// Skips `public:` and the like, which belong to no statement.
  private static func skipLabels(_ start: Int, _ end: Int, _ code: [UInt8]) -> Int {
    var (index, first) = (start, start)
    while index < end, code[index] <= 32 || Identifiers.isWord(code[index]) || code[index] == 58 {
      if code[index] == 58 {
        if index + 1 < end, code[index + 1] == 58 { return first }
        first = index + 1
      }
      index += 1
    }
    return first
  }
}

/// A header that a pattern matches, in offsets of the text.
struct HeaderMatch {
  let kind: Definition.Kind
  var match: Range<Int>
  var name: Range<Int>

  mutating func shift(by offset: Int) {
    match = (match.lowerBound + offset)..<(match.upperBound + offset)
    name = (name.lowerBound + offset)..<(name.upperBound + offset)
  }
}

/// The expressions of the languages' headers, compiled once.
enum HeaderPatterns {
  private static let compiled: [String: [(kind: Definition.Kind, expression: NSRegularExpression)]] = Dictionary(
    uniqueKeysWithValues: SourceLanguage.all.map { language in
      (
        language.name,
        language.definitions.compactMap { pattern in
          (try? NSRegularExpression(pattern: pattern.expression)).map { (pattern.kind, $0) }
        }
      )
    })

  /// The number of expressions of a language that compile: all of them, as a test checks.
  static func count(_ language: SourceLanguage) -> Int { compiled[language.name]?.count ?? 0 }

  /// Returns the match nearest the end of a header of blanked code: what comes before may be other statements.
  ///
  /// A control statement, an expression, or an initializer of a list matches nothing.
  static func last(in code: [UInt8], _ language: SourceLanguage) -> HeaderMatch? {
    guard let patterns = compiled[language.name], code.contains(where: Identifiers.isWord) else { return nil }
    let isTerminated = language.traits.contains(.semicolons)
    // Of languages without semicolons, what precedes the last few lines is another statement.
    let text = String(decoding: code, as: UTF8.self)
    let whole = NSRange(location: 0, length: code.count)
    var best: HeaderMatch?
    for pattern in patterns {
      for match in pattern.expression.matches(in: text, range: whole) where match.range(at: 1).location != NSNotFound {
        let name = match.range(at: 1)
        let found = HeaderMatch(
          kind: pattern.kind, match: match.range.location..<(match.range.location + match.range.length),
          name: name.location..<(name.location + name.length))
        if notNames.contains(String(decoding: code[found.name], as: UTF8.self)) { continue }
        if best.map({ $0.name.lowerBound < found.name.lowerBound }) ?? true { best = found }
      }
    }
    guard let best else { return nil }
    let rest = code[best.name.upperBound...]
    // A brace among arguments is a default value or a closure.
    guard
      language.blocks == .end
        || rest.reduce(0, { $0 + ([40, 91].contains($1) ? 1 : [41, 93].contains($1) ? -1 : 0) }) <= 0
    else { return nil }
    return isTerminated || isHeader(rest, language) ? best : nil
  }

  private static let notNames: Set<String> = [
    "if", "for", "while", "switch", "catch", "return", "do", "else", "guard", "sizeof", "synchronized", "defined",
    "and",
    "or", "not", "in", "when", "match", "loop", "function",
  ]

  /// Whether what stands between a name and its brace is one header: arguments, types, clauses; no further statement.
  private static func isHeader(_ rest: ArraySlice<UInt8>, _ language: SourceLanguage) -> Bool {
    var depth = 0
    var line: [UInt8] = []
    for byte in rest {
      if byte == 40 || byte == 91 || byte == 60 { depth += 1 }
      if byte == 41 || byte == 93 || (byte == 62 && line.last != 45 && line.last != 61) { depth = max(0, depth - 1) }
      // An equals sign outside parentheses is an assignment, but for arrows and comparisons in clauses.
      if depth == 0, byte == 10 {
        let words = String(decoding: line, as: UTF8.self).split(whereSeparator: { !$0.isLetter })
        if let first = words.first, statementWords.contains(String(first)) { return false }
        line = []
      } else {
        line.append(byte)
      }
    }
    let words = String(decoding: line, as: UTF8.self).split(whereSeparator: {
      !($0.isLetter || $0.isNumber || $0 == "_")
    })
    return !words.contains { statementWords.contains(String($0)) }
  }

  private static let statementWords: Set<String> = [
    "if", "for", "while", "switch", "guard", "return", "let", "do", "catch", "else", "repeat", "case", "defer", "try",
    "const", "go", "select", "import", "package",
  ]
}

/// The comment that documents what follows it.
enum CommentBefore {
  /// Returns the run of comments that ends on the line before an offset at which a line begins, or `nil` if there is none.
  static func range(_ start: Int, _ map: LexicalMap, _ table: LineTable) -> Range<Int>? {
    var (first, end) = (start, Int?.none)
    while first > 0 {
      // The line before: it must hold a comment and nothing else.
      let previous = table.start(of: first - 1)
      let line = previous..<(first - 1)
      guard let word = line.first(where: { map.bytes[$0] > 32 }), map.parts[word] == .comment,
        !line.contains(where: { map.bytes[$0] > 32 && map.parts[$0] != .comment }),
        map.bytes[word] != 35 || !isCode(map)
      else { break }
      if end == nil { end = line.last { map.bytes[$0] > 32 }.map { $0 + 1 } }
      first = previous
    }
    guard let end else { return nil }
    let begin = map.bytes[first..<end].firstIndex { $0 > 32 } ?? first
    return begin..<end
  }

  /// Whether lines with `#` are a preprocessor's.
  private static func isCode(_ map: LexicalMap) -> Bool { map.isPreprocessed }
}
