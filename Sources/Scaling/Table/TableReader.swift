/// A reader that splits the bytes of a CSV file into fields, in one pass.
struct TableReader {
  let file: String
  private let bytes: [UInt8]
  private let separator: UInt8
  private var position: Int
  private var line = 1

  /// The fields of the rows, row by row.
  private(set) var fields: [TableField] = []
  /// The line on which each row begins.
  private(set) var lines: [UInt32] = []
  /// The fields of the first line that is not blank, whether names or numbers.
  private(set) var header: [TableField]?
  private(set) var headerLine = 1
  private(set) var hasHeader = false

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let declared = Self.declaredSeparator(of: bytes[position...]) else {
      separator = Self.separator(of: bytes)
      return
    }
    separator = declared
    while position < bytes.count, !Self.isNewline(bytes[position]) { position += 1 }
    if position < bytes.count { readNewline() }
  }

  /// The notation of the numbers of each column.
  var styles: [NumberStyle] {
    let width = header?.count ?? 0
    // If commas separate fields, only a quoted field can contain one.
    guard separator != Self.comma || fields.contains(where: { $0.isQuoted(in: bytes, holding: Self.comma) }) else {
      return Array(repeating: .plain, count: width)
    }
    var evidence = Array(repeating: DecimalEvidence(), count: width)
    for (index, field) in fields.enumerated() { evidence[index % width].see(field.content(in: bytes)) }
    return evidence.map { $0.style(in: evidence, separator: separator) }
  }

  /// Reads the whole file; `header`, `fields` and `lines` then hold what was found.
  mutating func read() throws(TableError) {
    while position < bytes.count {
      let first = fields.count
      let start = line
      try readRecord()
      if fields.count == first + 1, fields[first].isBlank {
        fields.removeLast()
      } else if let header {
        if fields.count - first == header.count + 1, fields[fields.count - 1].isBlank { fields.removeLast() }
        guard fields.count - first == header.count else { throw ragged(start, fields.count - first, header.count) }
        lines.append(UInt32(start))
      } else {
        header = fields
        headerLine = start
        hasHeader = Self.isHeader(
          fields.map { field in
            let number = TableNumber(field.content(in: bytes))
            return number == .notANumber ? TableNumber(field.content(in: bytes), .grouped(.comma)) : number
          })
        if hasHeader { fields = [] } else { lines.append(UInt32(start)) }
      }
    }
  }

  /// Appends the fields up to the end of the line, which a quoted field may carry over to later lines.
  private mutating func readRecord() throws(TableError) {
    let first = fields.count
    while true {
      skipSpaces()
      let start = position
      if position < bytes.count, bytes[position] == Self.quote {
        try readQuoted(column: fields.count - first + 1)
        fields.append(TableField(start..<position))
        skipSpaces()
        if position < bytes.count, bytes[position] != separator, !Self.isNewline(bytes[position]) {
          throw TableError(
            file: file, line: line, column: "\(fields.count - first)", problem: "text follows a closing quote",
            remedy: "double the quotes inside a quoted field, as in \"a \"\"b\"\"\"")
        }
      } else {
        while position < bytes.count, bytes[position] != separator, !Self.isNewline(bytes[position]) { position += 1 }
        var end = position
        while end > start, isSpace(bytes[end - 1]) { end -= 1 }
        fields.append(TableField(start..<end))
      }
      guard position < bytes.count else { return }
      guard bytes[position] == separator else { return readNewline() }
      position += 1
    }
  }

  /// Moves behind the closing quote of the field that begins here.
  private mutating func readQuoted(column: Int) throws(TableError) {
    let start = line
    position += 1
    while position < bytes.count {
      if bytes[position] == Self.quote {
        position += 1
        guard position < bytes.count, bytes[position] == Self.quote else { return }
        position += 1
      } else if Self.isNewline(bytes[position]) {
        readNewline()
      } else {
        position += 1
      }
    }
    throw TableError(
      file: file, line: start, column: "\(column)", problem: "a quote opens here and never closes",
      remedy: "close it, or remove it")
  }

  private mutating func readNewline() {
    let isReturn = bytes[position] == Self.carriageReturn
    position += 1
    if isReturn, position < bytes.count, bytes[position] == Self.feed { position += 1 }
    line += 1
  }

  private mutating func skipSpaces() {
    while position < bytes.count, isSpace(bytes[position]) { position += 1 }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte == Self.tab && separator != Self.tab)
  }

  private func ragged(_ line: Int, _ found: Int, _ expected: Int) -> TableError {
    let name = separator == Self.tab ? "tab" : "\"\(Character(UnicodeScalar(separator)))\""
    return TableError(
      file: file, line: line,
      problem: "\(found) field\(found == 1 ? "" : "s") where line \(headerLine) has \(expected)",
      remedy: "give each row \(expected), separated by \(name), and quote a field that holds a separator")
  }
}
