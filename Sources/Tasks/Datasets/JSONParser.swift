/// Reads one JSON text strictly; the first fault throws with its line and column.
///
/// Foundation's decoder neither says where a value stands nor how deep it will go.
/// - Source: RFC 8259.
/// - Differs: nesting deeper than 32 and a key that appears twice are faults, because no task file has them.
struct JSONParser {
  struct Fault: Error {
    var line: Int
    var column: Int
    var problem: String
    var remedy: String
  }

  static let depthLimit = 32
  private let bytes: [UInt8]
  private var position = 0
  private var line: Int
  private var lineStart = 0
  /// The bytes of this line that continue a character.
  private var continuations = 0

  /// The value that the whole text is; `line` is the number of its first line.
  static func parse(_ bytes: [UInt8], line: Int = 1) throws(Fault) -> JSONValue {
    var parser = JSONParser(bytes: bytes, line: line)
    // Some editors begin a file with a byte order mark.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      parser.position = 3
      parser.lineStart = 3
    }
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    if let byte = parser.peek {
      throw parser.fault("\(Self.name(byte)) follows the end of the value", "remove what comes after it")
    }
    return value
  }

  private init(bytes: [UInt8], line: Int) {
    self.bytes = bytes
    self.line = line
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func fault(_ problem: String, _ remedy: String) -> Fault {
    Fault(line: line, column: column, problem: problem, remedy: remedy)
  }

  /// Counted in characters, from 1.
  private var column: Int { position - lineStart - continuations + 1 }

  private mutating func skipSpace() {
    while let byte = peek {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
      case UInt8(ascii: "\n"):
        position += 1
        line += 1
        lineStart = position
        continuations = 0
      default: return
      }
    }
  }

  private mutating func value(depth: Int) throws(Fault) -> JSONValue {
    skipSpace()
    guard let byte = peek else { throw fault("the text ends where a value should be", "complete the file") }
    guard depth < Self.depthLimit else {
      throw fault("values are nested more than \(Self.depthLimit) deep", "a task needs five levels; check the brackets")
    }
    let (line, column) = (line, column)
    let kind: JSONValue.Kind
    switch byte {
    case UInt8(ascii: "{"): kind = try object(depth: depth)
    case UInt8(ascii: "["): kind = try array(depth: depth)
    case UInt8(ascii: "\""): kind = .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): kind = .number(try number())
    default: kind = try literal()
    }
    return JSONValue(kind: kind, line: line, column: column)
  }

  private mutating func object(depth: Int) throws(Fault) -> JSONValue.Kind {
    var members: [String: JSONValue] = [:]
    position += 1
    skipSpace()
    if take("}") { return .object(members) }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
      let start = self
      let key = try string()
      guard members[key] == nil else {
        throw start.fault("the key \"\(clipped(key))\" appears twice", "keep one of the two")
      }
      skipSpace()
      guard take(":") else { throw unexpected("a colon after the key \"\(clipped(key))\"") }
      members[key] = try value(depth: depth + 1)
      skipSpace()
    } while take(",")
    guard take("}") else { throw unexpected("a comma or the closing } of the object") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(Fault) -> JSONValue.Kind {
    var items: [JSONValue] = []
    position += 1
    skipSpace()
    if take("]") { return .array(items) }
    repeat {
      items.append(try value(depth: depth + 1))
      skipSpace()
    } while take(",")
    guard take("]") else { throw unexpected("a comma or the closing ] of the list") }
    return .array(items)
  }

  private mutating func number() throws(Fault) -> String {
    let start = position
    _ = take("-")
    if !take("0"), skipDigits() == 0 { throw unexpected("a digit") }
    if take("."), skipDigits() == 0 { throw unexpected("a digit after the decimal point") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      if skipDigits() == 0 { throw unexpected("a digit of the exponent") }
    }
    if let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      throw fault("a number starts with 0", "write numbers without leading zeros")
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position - start
  }

  private mutating func literal() throws(Fault) -> JSONValue.Kind {
    for (text, kind) in [("true", JSONValue.Kind.boolean(true)), ("false", .boolean(false)), ("null", .null)]
    where bytes[position...].starts(with: text.utf8) {
      position += text.utf8.count
      return kind
    }
    throw unexpected("a value")
  }

  private mutating func string() throws(Fault) -> String {
    let start = self
    position += 1
    var content: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw fault("a control character inside a string", "escape it, or close the string") }
      if byte == UInt8(ascii: "\\") {
        content.append(contentsOf: String(try escape()).utf8)
      } else {
        content.append(byte)
        if byte & 0xC0 == 0x80 { continuations += 1 }
        position += 1
      }
    }
    guard take("\"") else { throw start.fault("a string is not closed", "end it with a double quote") }
    return String(decoding: content, as: UTF8.self)
  }

  /// The character of an escape; an unpaired half of a surrogate pair is the replacement character.
  private mutating func escape() throws(Fault) -> Character {
    position += 1
    let simple: [UInt8: Character] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
      UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    if let byte = peek, let character = simple[byte] {
      position += 1
      return character
    }
    guard take("u") else { throw unexpected("one of \"\\/bfnrtu after a backslash") }
    let high = try hexadecimal()
    if (0xD800..<0xDC00).contains(high), bytes[position...].starts(with: "\\u".utf8) {
      let afterHigh = position
      position += 2
      let low = try hexadecimal()
      if (0xDC00..<0xE000).contains(low), let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + low - 0xDC00) {
        return Character(scalar)
      }
      position = afterHigh
    }
    return Character(Unicode.Scalar(high) ?? "\u{FFFD}")
  }

  private mutating func hexadecimal() throws(Fault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits after \\u")
      }
      value = value * 16 + UInt32(digit)
      position += 1
    }
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private func unexpected(_ expected: String) -> Fault {
    guard let byte = peek else { return fault("the text ends before \(expected)", "complete the file") }
    return fault("\(Self.name(byte)) instead of \(expected)", "correct the JSON here")
  }

  private static func name(_ byte: UInt8) -> String {
    (0x21..<0x7F).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
  }
}
