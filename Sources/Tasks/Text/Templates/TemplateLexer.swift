internal import JSON

/// A lexer, which cuts a template into text, outputs `{{ }}` and statements `{% %}`, and these into words.
///
/// As Jinja does with trim_blocks (a newline right after a statement is left out) and lstrip_blocks (so are the spaces
/// before a statement at the start of a line); a minus beside a brace takes all space on its side away, a plus keeps it.
/// - Source: Jinja 3, "Template Designer Documentation", Whitespace Control.
struct TemplateLexer {
  enum Word: Sendable, Hashable {
    case name(String)
    case integer(Int)
    case number(Double)
    case string(String)
    case sign(String)
    case end
  }

  enum Part: Sendable {
    case text(String)
    case output([Word])
    case statement([Word])
  }

  let name: String
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private(set) var parts: [(line: Int, part: Part)] = []

  init(_ source: String, name: String) throws(TokenizerError) {
    self.name = name
    var text = source.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    if text.utf8.last == 0x0A { text.removeLast() }
    bytes = Array(text.utf8)
    try run()
  }

  private func error(_ problem: String) -> TokenizerError {
    TokenizerError(file: name, key: "line \(line)", problem: problem)
  }

  private mutating func run() throws(TokenizerError) {
    /// The parts of the text after the last tag that it took.
    var (takesSpace, takesNewline, isAtLineStart) = (false, false, true)
    while true {
      let start = position
      let tag = nextTag(from: start)
      var text = bytes[start..<(tag ?? bytes.count)]
      let endLine = line + text.count { $0 == 0x0A }
      if takesSpace {
        text = text.drop(while: Self.isSpace)
      } else if takesNewline, text.first == 0x0A {
        text = text.dropFirst()
        isAtLineStart = true
      }
      guard let tag else {
        add(text)
        return
      }
      let kind = bytes[tag + 1]
      let sign = tag + 2 < bytes.count ? bytes[tag + 2] : 0
      if sign == UInt8(ascii: "-") {
        while let last = text.last, Self.isSpace(last) { text = text.dropLast() }
      } else if sign != UInt8(ascii: "+"), kind != UInt8(ascii: "{") {
        let lineStart = text.lastIndex(of: 0x0A).map { $0 + 1 }
        if lineStart != nil || isAtLineStart, text[(lineStart ?? text.startIndex)...].allSatisfy(Self.isSpace) {
          text = text[..<(lineStart ?? text.startIndex)]
        }
      }
      add(text)
      line = endLine
      position = tag + 2
      if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { position += 1 }
      let closing = try kind == UInt8(ascii: "#") ? skipComment() : readTag(isOutput: kind == UInt8(ascii: "{"))
      takesSpace = closing == UInt8(ascii: "-")
      takesNewline = kind != UInt8(ascii: "{") && closing != UInt8(ascii: "+")
      isAtLineStart = false
    }
  }

  private mutating func add(_ text: ArraySlice<UInt8>) {
    if !text.isEmpty { parts.append((line, .text(String(decoding: text, as: UTF8.self)))) }
  }

  private func nextTag(from start: Int) -> Int? {
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "{"),
        [UInt8(ascii: "{"), UInt8(ascii: "%"), UInt8(ascii: "#")].contains(bytes[index + 1])
      {
        return index
      }
      index += 1
    }
    return nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Reads to the end of a comment and returns the sign there, or 0.
  private mutating func skipComment() throws(TokenizerError) -> UInt8 {
    var index = position
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "#"), bytes[index + 1] == UInt8(ascii: "}") {
        line += bytes[position..<index].count { $0 == 0x0A }
        defer { position = index + 2 }
        let sign = index > position ? bytes[index - 1] : 0
        return sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? sign : 0
      }
      index += 1
    }
    throw error("a comment is not closed")
  }

  /// Reads the words of a tag and returns the sign at its end, or 0.
  private mutating func readTag(isOutput: Bool) throws(TokenizerError) -> UInt8 {
    let start = line
    let end: [UInt8] = isOutput ? Array("}}".utf8) : Array("%}".utf8)
    var words: [Word] = []
    var depth = 0
    while position < bytes.count {
      let byte = bytes[position]
      if Self.isSpace(byte) {
        if byte == 0x0A { line += 1 }
        position += 1
        continue
      }
      let isSigned = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      if depth == 0, bytes[(position + (isSigned ? 1 : 0))...].starts(with: end) {
        position += end.count + (isSigned ? 1 : 0)
        parts.append((start, isOutput ? .output(words + [.end]) : .statement(words + [.end])))
        return isSigned ? byte : 0
      }
      let word = try self.word()
      if case .sign(let sign) = word {
        if "([{".contains(sign) { depth += 1 }
        if ")]}".contains(sign) { depth -= 1 }
      }
      words.append(word)
    }
    line = start
    throw error(isOutput ? "an output {{ is not closed" : "a statement {% is not closed")
  }

  // MARK: Words

  private mutating func word() throws(TokenizerError) -> Word {
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try string(quote: byte))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
      return .name(take { Self.isNamePart($0) })
    default:
      for sign in ["**", "//", "==", "!=", "<=", ">="] where bytes[position...].starts(with: sign.utf8) {
        position += 2
        return .sign(sign)
      }
      guard byte < 0x80, "+-*/%~<>=.,:|()[]{}".utf8.contains(byte) else {
        throw error("a character that no expression has: byte \(byte)")
      }
      position += 1
      return .sign(String(Unicode.Scalar(byte)))
    }
  }

  private mutating func take(_ isPart: (UInt8) -> Bool) -> String {
    let start = position
    while position < bytes.count, isPart(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Whether a byte comes next, and so many bytes later a digit.
  private func isDigit(after byte: UInt8, _ distance: Int) -> Bool {
    position + distance < bytes.count && bytes[position] == byte && Self.isDigit(bytes[position + distance])
  }

  private mutating func number() throws(TokenizerError) -> Word {
    var text = take { Self.isDigit($0) || $0 == UInt8(ascii: "_") }
    var isReal = false
    if isDigit(after: UInt8(ascii: "."), 1) {
      position += 1
      text += "." + take(Self.isDigit)
      isReal = true
    }
    let isSigned = isDigit(after: UInt8(ascii: "e"), 2) && !isDigit(after: UInt8(ascii: "e"), 1)
    if isDigit(after: UInt8(ascii: "e"), 1)
      || isSigned && [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[position + 1])
    {
      text += "e" + String(Unicode.Scalar(bytes[position + 1]))
      position += 2
      text += take(Self.isDigit)
      isReal = true
    }
    let digits = text.replacing("_", with: "")
    if isReal, let value = Double(digits) { return .number(value) }
    guard let value = Int(digits) else { throw error("\(excerpt(text)) is no number of 64 bits") }
    return .integer(value)
  }

  private mutating func string(quote: UInt8) throws(TokenizerError) -> String {
    let start = line
    position += 1
    var content: [UInt8] = []
    while position < bytes.count, bytes[position] != quote {
      let byte = bytes[position]
      position += 1
      if byte == 0x0A { line += 1 }
      if byte != UInt8(ascii: "\\") || position == bytes.count {
        content.append(byte)
        continue
      }
      let escape = bytes[position]
      position += 1
      switch escape {
      case UInt8(ascii: "n"): content.append(0x0A)
      case UInt8(ascii: "t"): content.append(0x09)
      case UInt8(ascii: "r"): content.append(0x0D)
      case UInt8(ascii: "b"): content.append(0x08)
      case UInt8(ascii: "f"): content.append(0x0C)
      case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): content.append(escape)
      case UInt8(ascii: "x"): try escaped(digits: 2, into: &content)
      case UInt8(ascii: "u"): try escaped(digits: 4, into: &content)
      case UInt8(ascii: "U"): try escaped(digits: 8, into: &content)
      case 0x0A: line += 1
      default: content += [byte, escape]
      }
    }
    guard position < bytes.count else {
      line = start
      throw error("a string is not closed")
    }
    position += 1
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func escaped(digits: Int, into content: inout [UInt8]) throws(TokenizerError) {
    let text = String(decoding: bytes[position..<min(position + digits, bytes.count)], as: UTF8.self)
    guard text.utf8.count == digits, text.utf8.first != UInt8(ascii: "+"), let value = UInt32(text, radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw error("an escape is no scalar") }
    position += digits
    content.append(contentsOf: UTF8.encode(scalar)!)
  }
}
