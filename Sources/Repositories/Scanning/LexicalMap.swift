/// The code, comments, and strings of a text.
///
/// A byte of a comment's or string's marks belongs to it. Code inside an interpolation counts as string, so that its
/// brackets and names do not disturb those around it.
struct LexicalMap: Sendable {
  /// What a byte belongs to.
  enum Part: UInt8, Sendable { case code, comment, string }

  /// The text's UTF-8.
  let bytes: [UInt8]
  /// What each byte belongs to.
  private(set) var parts: [Part]
  /// The offsets of comments and strings, in order.
  private(set) var spans: [(part: Part, range: Range<Int>)] = []
  /// Whether a comment or string that must be closed is not.
  private(set) var isUnterminated = false

  private let language: SourceLanguage
  /// Whether lines that `#` begins belong to a preprocessor.
  var isPreprocessed: Bool { language.traits.contains(.preprocessor) }
  private let openings: [UInt8: [Opening]]

  private enum Opening {
    case line([UInt8])
    case block([UInt8], [UInt8], Bool)
    case string([UInt8], [UInt8], SourceLanguage.StringSyntax)

    var mark: [UInt8] {
      switch self {
      case .line(let mark), .block(let mark, _, _), .string(let mark, _, _): mark
      }
    }
  }

  init(_ text: String, _ language: SourceLanguage) {
    self.init(Array(text.utf8), language)
  }

  init(_ bytes: [UInt8], _ language: SourceLanguage) {
    (self.bytes, self.language) = (bytes, language)
    parts = Array(repeating: .code, count: bytes.count)
    var openings: [Opening] = language.lineComments.map { .line(Array($0.utf8)) }
    openings += language.blockComments.map { .block(Array($0.open.utf8), Array($0.close.utf8), $0.nests) }
    openings += language.strings.map { .string(Array($0.open.utf8), Array($0.close.utf8), $0) }
    self.openings = Dictionary(grouping: openings) { $0.mark[0] }
    scan()
  }

  /// The code with every byte of a comment, a string, and outside ASCII replaced by one of ASCII, so that offsets stay:
  /// a space for comments, `"` for strings, `x` for what else is outside ASCII.
  func blanked() -> [UInt8] {
    var code = bytes
    for index in code.indices where code[index] != 10 {
      switch parts[index] {
      case .comment: code[index] = 32
      case .string: code[index] = 34
      case .code: if code[index] >= 128 { code[index] = 120 }
      }
    }
    return code
  }

  private func matches(_ mark: [UInt8], at index: Int) -> Bool {
    guard index + mark.count <= bytes.count else { return false }
    for offset in mark.indices where bytes[index + offset] != mark[offset] { return false }
    return true
  }

  private mutating func scan() {
    var index = 0
    var heredocs: [(mark: [UInt8], indented: Bool)] = []
    while index < bytes.count {
      if language.traits.contains(.preprocessor), index == 0 || bytes[index - 1] == 10 {
        let next = skipDirectives(from: index)
        if next > index {
          index = next
          continue
        }
      }
      if bytes[index] == 10, !heredocs.isEmpty {
        index = mark(.string, (index + 1)..<endOfHeredocs(heredocs, from: index + 1))
        heredocs = []
        continue
      }
      if let end = special(at: index, &heredocs) {
        index = mark(.string, index..<end)
        continue
      }
      guard let opening = openings[bytes[index]]?.first(where: { opens($0, at: index) }) else {
        index += 1
        continue
      }
      switch opening {
      case .line: index = mark(.comment, index..<endOfLine(index))
      case .block(let open, let close, let nests):
        index = mark(.comment, index..<endOfBlock(index, open, close, nests: nests))
      case .string(let open, let close, let syntax):
        index = mark(.string, index..<endOfString(index + open.count, close, syntax))
      }
    }
  }

  private mutating func mark(_ part: Part, _ range: Range<Int>) -> Int {
    for index in range { parts[index] = part }
    if !range.isEmpty { spans.append((part, range)) }
    return range.upperBound
  }

  private func opens(_ opening: Opening, at index: Int) -> Bool {
    guard matches(opening.mark, at: index) else { return false }
    guard case .line = opening, language.traits.contains(.wordComments), index > 0 else { return true }
    return " \t\n;&|()".utf8.contains(bytes[index - 1])
  }

  func endOfLine(_ index: Int) -> Int { bytes[index...].firstIndex(of: 10) ?? bytes.count }

  private mutating func endOfBlock(_ start: Int, _ open: [UInt8], _ close: [UInt8], nests: Bool) -> Int {
    var (index, depth) = (start + open.count, 1)
    while index < bytes.count {
      if matches(close, at: index) {
        index += close.count
        depth -= 1
        if depth == 0 { return index }
      } else if nests, matches(open, at: index) {
        index += open.count
        depth += 1
      } else {
        index += 1
      }
    }
    isUnterminated = true
    return bytes.count
  }

  /// Returns the offset after a string whose content begins at `start`. One that must not span lines ends before the end
  /// of its line, so that a mistake costs one line.
  private mutating func endOfString(_ start: Int, _ close: [UInt8], _ syntax: SourceLanguage.StringSyntax) -> Int {
    let interpolation = syntax.interpolation.map { Array($0.utf8) }
    var index = start
    while index < bytes.count {
      if let interpolation, matches(interpolation, at: index) {
        index = endOfInterpolation(index + interpolation.count, opened: interpolation.last!)
      } else if syntax.escapes, bytes[index] == 92 {
        index += 2
      } else if matches(close, at: index) {
        return index + close.count
      } else if !syntax.spansLines, bytes[index] == 10 {
        isUnterminated = true
        return index
      } else {
        index += 1
      }
    }
    isUnterminated = true
    return bytes.count
  }

  private mutating func endOfInterpolation(_ start: Int, opened: UInt8) -> Int {
    let closed: UInt8 = opened == 40 ? 41 : 125
    var (index, depth) = (start, 1)
    while index < bytes.count {
      if bytes[index] == opened {
        depth += 1
      } else if bytes[index] == closed {
        depth -= 1
        if depth == 0 { return index + 1 }
      } else if case .string(let open, let close, let syntax)? = openings[bytes[index]]?.first(where: {
        if case .string = $0 { matches($0.mark, at: index) } else { false }
      }) {
        index = endOfString(index + open.count, close, syntax)
        continue
      }
      index += 1
    }
    isUnterminated = true
    return bytes.count
  }
}

// What only some languages have.
extension LexicalMap {
  private func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte >= 128
  }

  private func isAfterWord(_ index: Int) -> Bool { index > 0 && isWord(bytes[index - 1]) }

  /// Returns the offset after a literal of a special rule that begins at `index`, or `nil` if none does.
  private mutating func special(at index: Int, _ heredocs: inout [(mark: [UInt8], indented: Bool)]) -> Int? {
    let traits = language.traits
    switch bytes[index] {
    case 39 where traits.contains(.characters): return endOfCharacter(index)
    case 35 where traits.contains(.hashStrings): return endOfHashString(index)
    case 114 where traits.contains(.rawRust) && !isAfterWord(index): return endOfHashString(index + 1)
    case 98 where traits.contains(.rawRust) && !isAfterWord(index) && matches(Array("br".utf8), at: index):
      return endOfHashString(index + 2)
    case 82 where traits.contains(.rawCPlusPlus) && matches([82, 34], at: index): return endOfRawCPlusPlus(index)
    case 47 where traits.contains(.regexes): return endOfRegex(index)
    case 60 where traits.contains(.heredocs) && matches([60, 60], at: index): return heredoc(at: index, &heredocs)
    case 92 where traits.contains(.wordComments): return min(index + 2, bytes.count)
    default: return nil
    }
  }

  /// A character, or `nil` for a Rust lifetime or a digit separator.
  private func endOfCharacter(_ index: Int) -> Int? {
    if isAfterWord(index), index + 1 < bytes.count, isWord(bytes[index + 1]), language == .c,
      (48...57).contains(bytes[index - 1])
    {
      return index + 1
    }
    if index + 1 < bytes.count, bytes[index + 1] == 92 {
      var end = index + 3
      while end < bytes.count, bytes[end] != 39, bytes[end] != 10, end < index + 14 { end += 1 }
      return end < bytes.count && bytes[end] == 39 ? end + 1 : nil
    }
    var end = index + 2
    // One character of up to four bytes; C allows a few more characters.
    while end < bytes.count, end <= index + 5, bytes[end] != 39, bytes[end] != 10 { end += 1 }
    guard end < bytes.count, bytes[end] == 39 else { return nil }
    if language == .rust, end > index + 2, bytes[index + 1] < 128 { return nil }
    return end + 1
  }

  private mutating func endOfHashString(_ start: Int) -> Int? {
    var index = start
    while index < bytes.count, bytes[index] == 35 { index += 1 }
    let hashes = index - start
    guard index < bytes.count, bytes[index] == 34, hashes > 0 || language == .rust else { return nil }
    let quotes = language == .swift && matches([34, 34, 34], at: index) ? 3 : 1
    let close = Array(repeating: UInt8(34), count: quotes) + Array(repeating: 35, count: hashes)
    index += quotes
    while index < bytes.count, !matches(close, at: index) { index += 1 }
    if index >= bytes.count { isUnterminated = true }
    return min(index + close.count, bytes.count)
  }

  private mutating func endOfRawCPlusPlus(_ start: Int) -> Int? {
    guard let open = bytes[start...].prefix(20).firstIndex(of: 40) else { return nil }
    let close = [41] + Array(bytes[(start + 2)..<open]) + [34]
    var index = open
    while index < bytes.count, !matches(close, at: index) { index += 1 }
    return min(index + close.count, bytes.count)
  }

  /// A regular expression where an operand may begin: after an operator, an opening bracket, or `return`.
  private func endOfRegex(_ start: Int) -> Int? {
    guard start + 1 < bytes.count, ![47, 42, 32, 61].contains(bytes[start + 1]) else { return nil }
    var before = start - 1
    while before >= 0, bytes[before] == 32 || bytes[before] == 9 { before -= 1 }
    if before >= 0, bytes[before] != 10 {
      if isWord(bytes[before]) {
        let word = bytes[...before].reversed().prefix { isWord($0) }.reversed()
        guard
          ["return", "typeof", "case", "when", "if", "and", "or", "not", "unless", "in", "of"].contains(
            String(decoding: word, as: UTF8.self))
        else { return nil }
      } else if parts[before] != .code || ")]}".utf8.contains(bytes[before]) {
        return nil
      }
    }
    var (index, isClass) = (start + 1, false)
    while index < bytes.count, bytes[index] != 10 {
      switch bytes[index] {
      case 92: index += 1
      case 91: isClass = true
      case 93: isClass = false
      case 47 where !isClass: return index + 1
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The opening of a here-document, whose text begins on the next line.
  private func heredoc(at start: Int, _ heredocs: inout [(mark: [UInt8], indented: Bool)]) -> Int? {
    var index = start + 2
    guard index < bytes.count, bytes[index] != 60 else { return min(index + 1, bytes.count) }
    let isIndented = bytes[index] == 45 || bytes[index] == 126
    if isIndented { index += 1 }
    if language == .shell { while index < bytes.count, bytes[index] == 32 { index += 1 } }
    var quote: UInt8?
    if index < bytes.count, bytes[index] == 34 || bytes[index] == 39 {
      quote = bytes[index]
      index += 1
    }
    let name = index
    while index < bytes.count, isWord(bytes[index]) { index += 1 }
    // `x << y` is a shift or an append: a mark has letters, and in Ruby is written as a constant or after a sign.
    guard index > name, !(48...57).contains(bytes[name]) else { return nil }
    guard language == .shell || isIndented || quote != nil || (65...90).contains(bytes[name]) else { return nil }
    heredocs.append((Array(bytes[name..<index]), isIndented))
    return quote != nil ? min(index + 1, bytes.count) : index
  }

  private func endOfHeredocs(_ heredocs: [(mark: [UInt8], indented: Bool)], from start: Int) -> Int {
    var index = start
    for heredoc in heredocs {
      while index < bytes.count {
        let end = endOfLine(index)
        var line = bytes[index..<end]
        if heredoc.indented { line = line.drop { $0 == 32 || $0 == 9 } }
        index = end
        if Array(line) == heredoc.mark { break }
        // A mark that never comes was a shift.
        if end == bytes.count { return start }
        index = end + 1
      }
    }
    return index
  }

  /// Marks a preprocessor's lines, and the branches after an `#else`, whose braces may be a second copy of those before.
  private mutating func skipDirectives(from start: Int) -> Int {
    var index = start
    var isElse = false
    var depth = 0
    while index < bytes.count {
      var first = index
      while first < bytes.count, bytes[first] == 32 || bytes[first] == 9 { first += 1 }
      guard first < bytes.count, bytes[first] == 35 || isElse else { return index }
      var end = endOfLine(first)
      if bytes[first] == 35 {
        while end < bytes.count, end > 0, bytes[end - 1] == 92 { end = endOfLine(end + 1) }
        let word = String(
          decoding: bytes[(first + 1)..<end].drop { $0 == 32 || $0 == 9 }.prefix { isWord($0) }, as: UTF8.self)
        if isElse {
          if word.hasPrefix("if") { depth += 1 }
          if word == "endif" {
            if depth == 0 { isElse = false }
            depth -= depth > 0 ? 1 : 0
          }
        } else if word == "else" || word.hasPrefix("elif") {
          isElse = true
        }
      }
      index = mark(.comment, index..<end)
      guard index < bytes.count else { return index }
      // What follows a directive is looked at as a line of its own; the newline stays code.
      index += 1
    }
    return index
  }
}
