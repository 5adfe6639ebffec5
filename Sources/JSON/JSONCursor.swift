/// A strict reader of a JSON text from its beginning to its end, whose first fault throws with its place and the way to it.
///
/// What is large is read as it passes, without a tree, and keys are compared as bytes. Foundation's decoder has neither
/// places nor a limit of depth, and takes canonically equivalent keys for one.
/// - Source: RFC 8259.
/// - Differs: nesting deeper than 32, a key that appears twice and half a surrogate pair are faults.
package struct JSONCursor {
  static let depthLimit = 32
  private enum Step {
    case key([UInt8])
    case index(Int)
  }

  private let text: JSONText
  private var bytes: [UInt8] { text.bytes }
  private var position: Int
  private var path: [Step] = []
  private var peek: UInt8? { position < text.bytes.count ? text.bytes[position] : nil }

  /// Creates a cursor at the beginning of a text, which has to be UTF-8 and whose first line has this number.
  package init(_ bytes: [UInt8], line: Int = 1) throws(JSONFault) {
    text = JSONText(bytes, firstLine: line)
    position = bytes.starts(with: JSONText.mark) ? JSONText.mark.count : 0
    if let place = text.invalidPlace {
      throw JSONFault(place: place, path: "", problem: "a byte there is not UTF-8 text", remedy: "save it as UTF-8")
    }
  }

  /// Reads the end of the text.
  package mutating func end() throws(JSONFault) {
    guard let byte = next() else { return }
    throw fault("\(Self.name(byte)) follows the end of the value", "remove what comes after it")
  }

  /// Returns the first byte of the value that comes, or `nil` at the end, and reads only the space before it.
  package mutating func next() -> UInt8? {
    while let byte = peek, byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { position += 1 }
    return peek
  }

  // MARK: Values

  /// Reads any value.
  package mutating func value() throws(JSONFault) -> JSONValue {
    guard let byte = next() else { throw fault("the text ends where a value should be", "complete the file") }
    guard path.count < Self.depthLimit else {
      throw fault("values are nested more than \(Self.depthLimit) deep", "check the brackets")
    }
    let start = position
    let kind: JSONValue.Kind
    switch byte {
    case UInt8(ascii: "{"):
      var members: [(key: String, value: JSONValue)] = []
      try object { cursor, key throws(JSONFault) in members.append((key, try cursor.value())) }
      kind = .object(members)
    case UInt8(ascii: "["):
      var items: [JSONValue] = []
      try array { cursor throws(JSONFault) in items.append(try cursor.value()) }
      kind = .array(items)
    case UInt8(ascii: "\""): kind = .string(String(decoding: try string(), as: UTF8.self))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): kind = .number(try number())
    default: kind = try literal()
    }
    return JSONValue(kind, in: text, at: start)
  }

  /// Reads an object into fields, but for the members of large values: `stream` reads those, and returns whether it did.
  package mutating func fields(
    _ stream: (inout JSONCursor, String) throws(JSONFault) -> Bool
  ) throws(JSONFault) -> JSONFields {
    _ = next()
    let start = position
    var members: [(key: String, value: JSONValue)] = []
    try object { cursor, key throws(JSONFault) in
      if !(try stream(&cursor, key)) { members.append((key, try cursor.value())) }
    }
    return try JSONFields(JSONValue(.object(members), in: text, at: start), path: way)
  }

  /// Reads an object; `member` reads the value of each key.
  package mutating func object(_ member: (inout JSONCursor, String) throws(JSONFault) -> Void) throws(JSONFault) {
    var seen: Set<[UInt8]> = []
    try members { cursor, key, start throws(JSONFault) in
      let name = String(decoding: key, as: UTF8.self)
      guard seen.insert(key).inserted else {
        throw cursor.fault("the key \"\(excerpt(name))\" appears twice", "keep one of the two", at: start)
      }
      cursor.path.append(.key(key))
      try member(&cursor, name)
      cursor.path.removeLast()
    }
  }

  /// Reads an object of very many keys, which nobody compares here and which faults do not name.
  package mutating func entries(_ entry: (inout JSONCursor, [UInt8]) throws(JSONFault) -> Void) throws(JSONFault) {
    try members { cursor, key, _ throws(JSONFault) in try entry(&cursor, key) }
  }

  private mutating func members(
    _ member: (inout JSONCursor, [UInt8], Int) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    try items("{", "}", of: "object") { cursor throws(JSONFault) in
      guard cursor.next() == UInt8(ascii: "\"") else { throw cursor.unexpected("a key in double quotes") }
      let start = cursor.position
      let key = try cursor.string()
      guard cursor.next() == UInt8(ascii: ":") else {
        throw cursor.unexpected("a colon after the key \"\(excerpt(String(decoding: key, as: UTF8.self)))\"")
      }
      cursor.position += 1
      try member(&cursor, key, start)
    }
  }

  /// Reads a list; `item` reads each value.
  package mutating func array(_ item: (inout JSONCursor) throws(JSONFault) -> Void) throws(JSONFault) {
    var count = 0
    try items("[", "]", of: "list") { cursor throws(JSONFault) in
      cursor.path.append(.index(count))
      try item(&cursor)
      cursor.path.removeLast()
      count += 1
    }
  }

  private mutating func items(
    _ start: Unicode.Scalar, _ end: Unicode.Scalar, of whole: String,
    _ item: (inout JSONCursor) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard next() == UInt8(ascii: start) else { throw unexpected("the opening \(start) of the \(whole)") }
    position += 1
    _ = next()
    if take(end) { return }
    repeat {
      try item(&self)
      _ = next()
    } while take(",")
    guard take(end) else { throw unexpected("a comma or the closing \(end) of the \(whole)") }
  }

  private mutating func literal() throws(JSONFault) -> JSONValue.Kind {
    for (word, kind) in [("true", JSONValue.Kind.boolean(true)), ("false", .boolean(false)), ("null", .null)]
    where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return kind
    }
    throw unexpected("a value")
  }

  // MARK: Numbers

  /// Reads a whole number that lies in a range.
  package mutating func integer(in range: ClosedRange<Int>) throws(JSONFault) -> Int {
    guard let byte = next(), byte == UInt8(ascii: "-") || isAtDigit else { throw unexpected("a number") }
    let start = position
    let text = try number()
    guard let value = JSONValue.integer(text), range.contains(value) else {
      let limits = "from \(range.lowerBound) to \(range.upperBound)"
      throw fault("\(excerpt(text)) is no whole number \(limits)", "write one", at: start)
    }
    return value
  }

  private mutating func number() throws(JSONFault) -> String {
    let start = position
    _ = take("-")
    if !take("0") { try digits("a digit") }
    if take(".") { try digits("a digit after the decimal point") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits("a digit of the exponent")
    }
    if isAtDigit { throw fault("a number starts with 0", "write numbers without leading zeros") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private var isAtDigit: Bool { peek.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false }

  private mutating func digits(_ expected: String) throws(JSONFault) {
    guard isAtDigit else { throw unexpected(expected) }
    while isAtDigit { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  // MARK: Strings

  /// Reads a string.
  package mutating func string() throws(JSONFault) -> [UInt8] {
    guard next() == UInt8(ascii: "\"") else { throw unexpected("a string") }
    let start = position
    position += 1
    var content: [UInt8] = []
    while true {
      let run = position
      while let byte = peek, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
      if run < position { content += bytes[run..<position] }
      guard let byte = peek else { throw fault("a string is not closed", "end it with a double quote", at: start) }
      guard byte >= 0x20 else { throw fault("a control character inside a string", "escape it, or close the string") }
      position += 1
      if byte == UInt8(ascii: "\"") { return content }
      try escape(into: &content)
    }
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONFault) {
    let escapes = (names: StaticString("\"\\/bfnrt"), bytes: StaticString("\"\\/\u{8}\u{C}\n\r\t"))
    for index in 0..<escapes.names.utf8CodeUnitCount where peek == escapes.names.utf8Start[index] {
      position += 1
      return content.append(escapes.bytes.utf8Start[index])
    }
    guard take("u") else { throw unexpected("one of \"\\/bfnrtu after a backslash") }
    let start = position - 2
    var code = try hexadecimal()
    if code & 0xFC00 == 0xD800, take("\\"), take("u") {
      let low = try hexadecimal()
      code = low & 0xFC00 == 0xDC00 ? 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF : code
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw fault("half of a surrogate pair", "write both halves, or the character itself", at: start)
    }
    content += scalar.utf8
  }

  private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      switch peek {
      case let byte? where isAtDigit: value = value << 4 | UInt32(byte & 0xF)
      case let byte? where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20):
        value = value << 4 | UInt32(byte & 0xF) + 9
      default: throw unexpected("four hexadecimal digits after \\u")
      }
      position += 1
    }
    return value
  }

  // MARK: Faults

  /// Returns a fault of what has just been read.
  package func fault(_ problem: String, _ remedy: String = "") -> JSONFault { fault(problem, remedy, at: position) }

  private func fault(_ problem: String, _ remedy: String, at offset: Int) -> JSONFault {
    JSONFault(place: text.place(of: offset), path: way, problem: problem, remedy: remedy)
  }

  private func unexpected(_ expected: String) -> JSONFault {
    guard let byte = peek else { return fault("the text ends before \(expected)", "complete the file") }
    return fault("\(Self.name(byte)) instead of \(expected)", "correct the JSON here")
  }

  private var way: String {
    path.reduce("") { way, step in
      switch step {
      case .key(let key): JSONFields.path(way, to: String(decoding: key, as: UTF8.self))
      case .index(let index): "\(way)[\(index)]"
      }
    }
  }

  private static func name(_ byte: UInt8) -> String {
    (0x21..<0x7F).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
  }
}
