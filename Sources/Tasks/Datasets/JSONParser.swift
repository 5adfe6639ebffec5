/// A strict parser of one JSON text, whose first fault throws with its line and column.
///
/// Foundation's decoder gives no position of a value, and no limit of its depth.
/// - Source: RFC 8259.
/// - Differs: nesting deeper than 32 and a key that appears twice are faults, because no task file has them.
struct JSONParser {
  struct Fault: Error {
    let line: Int
    let column: Int
    let problem: String
    let remedy: String
  }

  static let depthLimit = 32
  private let text: JSONText
  private var position = 0
  private var peek: UInt8? { position < text.bytes.count ? text.bytes[position] : nil }

  /// Returns the value of the whole text; `line` is the number of its first line.
  static func parse(_ bytes: [UInt8], line: Int = 1) throws(Fault) -> JSONValue {
    var parser = JSONParser(text: JSONText(bytes: bytes, firstLine: line))
    if bytes.starts(with: JSONText.mark) { parser.position = JSONText.mark.count }
    let value = try parser.value(depth: 0)
    if let byte = parser.next() {
      throw parser.fault("\(name(byte)) follows the end of the value", "remove what comes after it")
    }
    return value
  }

  private init(text: JSONText) { self.text = text }

  private mutating func value(depth: Int) throws(Fault) -> JSONValue {
    guard let byte = next() else { throw fault("the text ends where a value should be", "complete the file") }
    guard depth < Self.depthLimit else {
      throw fault("values are nested more than \(Self.depthLimit) deep", "a task needs five levels; check the brackets")
    }
    let start = position
    let kind: JSONValue.Kind
    switch byte {
    case UInt8(ascii: "{"): kind = .object(try members(depth))
    case UInt8(ascii: "["):
      var values: [JSONValue] = []
      try items("]", of: "list") { parser throws(Fault) in values.append(try parser.value(depth: depth + 1)) }
      kind = .array(values)
    case UInt8(ascii: "\""): kind = .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): kind = .number(try number())
    default: kind = try literal()
    }
    return JSONValue(kind: kind, text: text, position: start)
  }

  private mutating func members(_ depth: Int) throws(Fault) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    try items("}", of: "object") { parser throws(Fault) in
      guard parser.next() == UInt8(ascii: "\"") else { throw parser.unexpected("a key in double quotes") }
      let start = parser.position
      let key = try parser.string()
      guard members[key] == nil else {
        throw parser.fault("the key \"\(clipped(key))\" appears twice", "keep one of the two", at: start)
      }
      _ = parser.next()
      guard parser.take(":") else { throw parser.unexpected("a colon after the key \"\(clipped(key))\"") }
      members[key] = try parser.value(depth: depth + 1)
    }
    return members
  }

  /// Parses items with commas between them, from an opening bracket to the closing one.
  private mutating func items(
    _ end: Unicode.Scalar, of whole: String, _ item: (inout JSONParser) throws(Fault) -> Void
  ) throws(Fault) {
    position += 1
    _ = next()
    if take(end) { return }
    repeat {
      try item(&self)
      _ = next()
    } while take(",")
    guard take(end) else { throw unexpected("a comma or the closing \(end) of the \(whole)") }
  }

  private mutating func number() throws(Fault) -> String {
    let start = position
    _ = take("-")
    if !take("0") { try digits("a digit") }
    if take(".") { try digits("a digit after the decimal point") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits("a digit of the exponent")
    }
    if isAtDigit { throw fault("a number starts with 0", "write numbers without leading zeros") }
    return String(decoding: text.bytes[start..<position], as: UTF8.self)
  }

  private var isAtDigit: Bool { peek.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false }

  private mutating func digits(_ expected: String) throws(Fault) {
    guard isAtDigit else { throw unexpected(expected) }
    while isAtDigit { position += 1 }
  }

  private mutating func literal() throws(Fault) -> JSONValue.Kind {
    for (word, kind) in [("true", JSONValue.Kind.boolean(true)), ("false", .boolean(false)), ("null", .null)]
    where text.bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return kind
    }
    throw unexpected("a value")
  }

  private mutating func string() throws(Fault) -> String {
    let start = position
    position += 1
    var content: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw fault("a control character inside a string", "escape it, or close the string") }
      position += 1
      if byte == UInt8(ascii: "\\") { content += try escape() } else { content.append(byte) }
    }
    guard take("\"") else { throw fault("a string is not closed", "end it with a double quote", at: start) }
    return String(decoding: content, as: UTF8.self)
  }

  /// Returns the bytes of an escape; an unpaired half of a surrogate pair becomes the replacement character.
  private mutating func escape() throws(Fault) -> [UInt8] {
    for (name, byte) in zip("\"\\/bfnrt".unicodeScalars, "\"\\/\u{8}\u{C}\n\r\t".utf8) where take(name) {
      return [byte]
    }
    guard peek == UInt8(ascii: "u") else { throw unexpected("one of \"\\/bfnrtu after a backslash") }
    var units: [UInt16] = []
    repeat {
      position += units.isEmpty ? 1 : 2
      units.append(try hexadecimal())
    } while text.bytes[position...].starts(with: "\\u".utf8)
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  private mutating func hexadecimal() throws(Fault) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits after \\u")
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }

  /// Returns the next byte that is no space, or `nil` at the end.
  private mutating func next() -> UInt8? {
    while let byte = peek, byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { position += 1 }
    return peek
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private func fault(_ problem: String, _ remedy: String, at place: Int? = nil) -> Fault {
    let place = place ?? position
    return Fault(line: text.line(of: place), column: text.column(of: place), problem: problem, remedy: remedy)
  }

  private func unexpected(_ expected: String) -> Fault {
    guard let byte = peek else { return fault("the text ends before \(expected)", "complete the file") }
    return fault("\(Self.name(byte)) instead of \(expected)", "correct the JSON here")
  }

  private static func name(_ byte: UInt8) -> String {
    (0x21..<0x7F).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
  }
}
