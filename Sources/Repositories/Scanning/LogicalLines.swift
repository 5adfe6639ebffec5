/// A logical line of Python: a statement, or the header of a compound one, without comments.
struct LogicalLine: Hashable, Sendable {
  /// From its first byte that is no space to its last.
  let range: Range<Int>
  /// The columns before it, with tabs to multiples of eight.
  let indent: Int
}

extension LexicalMap {
  /// The logical lines of a text: lines that brackets, strings, or a backslash join are one.
  ///
  /// - Source: The Python Language Reference, Section 2.1.
  func logicalLines() -> [LogicalLine] {
    var lines: [LogicalLine] = []
    var (index, depth) = (0, 0)
    var (start, end, indent, column) = (Int?.none, 0, 0, 0)
    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 12 || byte == 13 }
    while index < bytes.count {
      let byte = bytes[index]
      if parts[index] == .code {
        if byte == 10 {
          if let first = start, depth == 0 {
            lines.append(LogicalLine(range: first..<end, indent: indent))
            start = nil
          }
          column = 0
        } else if byte == 92, index + 1 < bytes.count, bytes[index + 1] == 10 {
          // A backslash before the first word of a line joins nothing.
          if start != nil { end = index + 1 }
          index += 1
        } else if isSpace(byte) {
          if start == nil { column = byte == 9 ? (column / 8 + 1) * 8 : byte == 12 ? 0 : column + 1 }
        } else {
          if start == nil { (start, indent) = (index, column) }
          if byte == 40 || byte == 91 || byte == 123 { depth += 1 }
          if byte == 41 || byte == 93 || byte == 125 { depth = max(0, depth - 1) }
          end = index + 1
        }
      } else if parts[index] == .string {
        if start == nil { (start, indent) = (index, column) }
        end = index + 1
      }
      index += 1
    }
    if let first = start { lines.append(LogicalLine(range: first..<end, indent: indent)) }
    return lines
  }

  /// Whether a word stands at an offset as code, alone.
  func hasWord(_ word: StaticString, at index: Int) -> Bool {
    let count = word.utf8CodeUnitCount
    guard index + count <= bytes.count, parts[index] == .code else { return false }
    for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] { return false }
    return index + count == bytes.count || !Identifiers.isWord(bytes[index + count])
  }
}

/// The identifiers of code.
enum Identifiers {
  static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte >= 128
  }

  /// Calls `body` with each identifier of the code in a range.
  static func forEach(in map: LexicalMap, _ range: Range<Int>? = nil, _ body: (Range<Int>) -> Void) {
    let range = range ?? map.bytes.indices
    var index = range.lowerBound
    while index < range.upperBound {
      guard map.parts[index] == .code, isWord(map.bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < range.upperBound, map.parts[index] == .code, isWord(map.bytes[index]) { index += 1 }
      if !(48...57).contains(map.bytes[start]) { body(start..<index) }
    }
  }

  /// Returns the identifiers of a text in order.
  static func list(_ text: String, _ language: SourceLanguage) -> [String] {
    let map = LexicalMap(text, language)
    var list: [String] = []
    forEach(in: map) { list.append(String(map.bytes, $0)) }
    return list
  }
}
