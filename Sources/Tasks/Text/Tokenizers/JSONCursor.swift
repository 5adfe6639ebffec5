/// A strict reader of the JSON of tokenizer files, whose first fault throws with the way to it.
///
/// A vocabulary of 260,000 entries is read as it passes, without a tree, and its keys are bytes: a dictionary of `String`s,
/// which Foundation's decoder would make of it, takes canonically equivalent tokens for one.
/// - Source: RFC 8259.
/// - Differs: nesting deeper than 32, a key that appears twice and half a surrogate pair are faults.
struct JSONCursor {
  static let depthLimit = 32
  let file: String
  private let bytes: [UInt8]
  private var position = 0
  private var path: [String] = []
  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  init(_ bytes: [UInt8], file: String) throws(TokenizerError) {
    self.bytes = bytes
    self.file = file
    guard String(validating: bytes, as: UTF8.self) != nil else { throw error("it is not UTF-8") }
  }

  func error(_ problem: String) -> TokenizerError {
    TokenizerError(file: file, key: Self.joined(path), problem: problem)
  }

  /// A way as it is written: `model.merges[3]`.
  static func joined(_ path: [String]) -> String {
    path.reduce("") { $0.isEmpty || $1.hasPrefix("[") ? $0 + $1 : $0 + "." + $1 }
  }

  /// Reads the end of the text.
  mutating func end() throws(TokenizerError) {
    if let byte = next() { throw unexpected("the end", byte) }
  }

  // MARK: Values

  /// Reads any value.
  mutating func value() throws(TokenizerError) -> JSONTree {
    guard path.count < Self.depthLimit else { throw error("values are nested more than \(Self.depthLimit) deep") }
    switch next() {
    case UInt8(ascii: "{"):
      var members: [(key: String, value: JSONTree)] = []
      try object { cursor, key throws(TokenizerError) in
        members.append((String(decoding: key, as: UTF8.self), try cursor.value()))
      }
      return .object(members)
    case UInt8(ascii: "["):
      var items: [JSONTree] = []
      try array { cursor throws(TokenizerError) in items.append(try cursor.value()) }
      return .array(items)
    case UInt8(ascii: "\""): return .string(String(decoding: try string(), as: UTF8.self))
    case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): return .number(try number())
    default: return try literal()
    }
  }

  /// Reads an object; `member` reads the value of each key.
  mutating func object(
    _ member: (inout JSONCursor, [UInt8]) throws(TokenizerError) -> Void
  ) throws(TokenizerError) {
    var seen: Set<[UInt8]> = []
    try pairs { cursor, key throws(TokenizerError) in
      cursor.path.append(String(decoding: key, as: UTF8.self))
      guard seen.insert(key).inserted else { throw cursor.error("the key appears twice") }
      try member(&cursor, key)
      cursor.path.removeLast()
    }
  }

  /// Reads an object of very many keys, which nobody compares here and which errors do not name.
  mutating func pairs(
    _ member: (inout JSONCursor, [UInt8]) throws(TokenizerError) -> Void
  ) throws(TokenizerError) {
    try items(between: "{", and: "}") { cursor throws(TokenizerError) in
      let key = try cursor.string()
      guard let byte = cursor.next(), byte == UInt8(ascii: ":") else { throw cursor.unexpected("a colon") }
      cursor.position += 1
      try member(&cursor, key)
    }
  }

  /// Reads a list; `item` reads each value.
  mutating func array(_ item: (inout JSONCursor) throws(TokenizerError) -> Void) throws(TokenizerError) {
    var count = 0
    try items(between: "[", and: "]") { cursor throws(TokenizerError) in
      cursor.path.append("[\(count)]")
      try item(&cursor)
      cursor.path.removeLast()
      count += 1
    }
  }

  private mutating func items(
    between start: Unicode.Scalar, and end: Unicode.Scalar, _ item: (inout JSONCursor) throws(TokenizerError) -> Void
  ) throws(TokenizerError) {
    guard next() == UInt8(ascii: start) else { throw unexpected("'\(start)'") }
    position += 1
    if next() == UInt8(ascii: end) {
      position += 1
      return
    }
    while true {
      try item(&self)
      let byte = next()
      guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: end) else { throw unexpected("a comma or '\(end)'") }
      position += 1
      if byte == UInt8(ascii: end) { return }
    }
  }

  /// The first byte of the value that comes, and nothing is read.
  mutating func next() -> UInt8? {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    return peek
  }

  // MARK: Strings and numbers

  /// Reads a string.
  mutating func string() throws(TokenizerError) -> [UInt8] {
    guard next() == UInt8(ascii: "\"") else { throw unexpected("a string") }
    position += 1
    var content: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw error("a control character inside a string, \(place)") }
      position += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &content) } else { content.append(byte) }
    }
    guard peek != nil else { throw error("a string is not closed") }
    position += 1
    return content
  }

  private mutating func escape(into content: inout [UInt8]) throws(TokenizerError) {
    let byte = peek
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte ?? 0)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if code & 0xFC00 == 0xD800, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == UInt8(ascii: "u")
      {
        position += 2
        let low = try hexadecimal()
        guard low & 0xFC00 == 0xDC00 else { throw error("half a surrogate pair, \(place)") }
        code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
      }
      guard let scalar = Unicode.Scalar(code) else { throw error("half a surrogate pair, \(place)") }
      content.append(contentsOf: UTF8.encode(scalar)!)
    default: throw error("no such escape, \(place)")
    }
  }

  private mutating func hexadecimal() throws(TokenizerError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  /// Reads a whole number from 0 to a limit.
  mutating func integer(upTo limit: Int) throws(TokenizerError) -> Int {
    guard let byte = next(), byte == UInt8(ascii: "-") || Self.isDigit(byte) else { throw unexpected("a number") }
    let text = try number()
    guard let value = Int(text), (0...limit).contains(value) else {
      throw error("\(excerpt(text)) is no whole number from 0 to \(limit)")
    }
    return value
  }

  private mutating func number() throws(TokenizerError) -> String {
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    let leading = position
    try digits()
    if bytes[leading] == UInt8(ascii: "0"), position > leading + 1 {
      throw error("a number with a leading zero, \(place)")
    }
    if peek == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func digits() throws(TokenizerError) {
    guard let byte = peek, Self.isDigit(byte) else { throw unexpected("a digit") }
    while let byte = peek, Self.isDigit(byte) { position += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private mutating func literal() throws(TokenizerError) -> JSONTree {
    for (word, value) in [("true", JSONTree.boolean(true)), ("false", .boolean(false)), ("null", .null)]
    where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw unexpected("a value")
  }

  // MARK: Faults

  private var place: String { "line \(1 + bytes[..<min(position, bytes.count)].count { $0 == 0x0A })" }

  private func unexpected(_ expected: String, _ byte: UInt8? = nil) -> TokenizerError {
    guard let byte = byte ?? peek else { return error("the text ends before \(expected)") }
    let name = (0x21..<0x7F).contains(byte) ? "'\(Unicode.Scalar(byte))'" : "byte \(byte)"
    return error("\(name) instead of \(expected), \(place)")
  }
}

/// A JSON value.
enum JSONTree: Sendable {
  case null
  case boolean(Bool)
  /// As it is written.
  case number(String)
  case string(String)
  case array([JSONTree])
  case object([(key: String, value: JSONTree)])

  /// Its name in an error message.
  var name: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let text): "the number \(excerpt(text))"
    case .string(let text): "the string \"\(excerpt(text))\""
    case .array: "a list"
    case .object: "an object"
    }
  }
}
