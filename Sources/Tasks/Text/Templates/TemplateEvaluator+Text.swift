internal import Foundation

/// Texts of values, and what is done with texts.
extension TemplateEvaluator {
  /// Returns a value as an output writes it: as Python's `str` does, and nothing for what is not defined.
  mutating func text(of value: TemplateData) throws(TokenizerError) -> String {
    switch value {
    case .undefined: return ""
    case .string(let text): return text
    default:
      var text = ""
      try write(value, into: &text)
      return text
    }
  }

  /// Writes a value as Python's `repr` does.
  private mutating func write(_ value: TemplateData, into text: inout String) throws(TokenizerError) {
    try step()
    let start = text.utf8.count
    switch value {
    case .undefined: text += "Undefined"
    case .none: text += "None"
    case .boolean(let flag): text += flag ? "True" : "False"
    case .integer(let number): text += "\(number)"
    case .number(let number): text += number.isInfinite ? (number < 0 ? "-inf" : "inf") : "\(number)"
    case .string(let string): text += Self.quoted(string)
    case .list(let list):
      text += "["
      for (index, item) in list.items.enumerated() {
        if index > 0 { text += ", " }
        try write(item, into: &text)
      }
      text += "]"
    case .object(let object):
      text += "{"
      for (index, member) in object.members.enumerated() {
        text += (index > 0 ? ", " : "") + Self.quoted(member.key) + ": "
        try write(member.value, into: &text)
      }
      text += "}"
    case .namespace: text += "<Namespace>"
    case .macro, .function: text += "<\(value.name)>"
    }
    try charge(text.utf8.count - start)
  }

  private static func quoted(_ string: String) -> String {
    let quote: Unicode.Scalar =
      string.unicodeScalars.contains("'") && !string.unicodeScalars.contains("\"") ? "\"" : "'"
    var text = String(quote)
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\\", quote: text += "\\\(scalar)"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: text += "\\x" + hexadecimal(scalar.value, digits: 2)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + String(quote)
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  // MARK: JSON

  /// Returns a value as JSON, scalars as they are and nothing escaped for HTML, as Python's `json.dumps` writes it.
  mutating func json(_ value: TemplateData, indent: Int?, sorted isSorted: Bool = false) throws(TokenizerError)
    -> String
  {
    var text = ""
    try writeJSON(value, indent, isSorted, level: 0, into: &text)
    return text
  }

  private mutating func writeJSON(
    _ value: TemplateData, _ indent: Int?, _ isSorted: Bool, level: Int, into text: inout String
  ) throws(TokenizerError) {
    try step()
    let start = text.utf8.count
    func newline(_ level: Int) -> String { indent.map { "\n" + String(repeating: " ", count: $0 * level) } ?? "" }
    let comma = indent == nil ? ", " : ","
    switch value {
    case .none: text += "null"
    case .boolean(let flag): text += flag ? "true" : "false"
    case .integer(let number): text += "\(number)"
    case .number(let number):
      text += number.isNaN ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : "\(number)"
    case .string(let string): text += Self.jsonQuoted(string)
    case .list(let list):
      text += "["
      for (index, item) in list.items.enumerated() {
        text += (index > 0 ? comma : "") + newline(level + 1)
        try writeJSON(item, indent, isSorted, level: level + 1, into: &text)
      }
      text += (list.items.isEmpty ? "" : newline(level)) + "]"
    case .object(let object):
      text += "{"
      let members =
        isSorted ? object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : object.members
      for (index, member) in members.enumerated() {
        text += (index > 0 ? comma : "") + newline(level + 1) + Self.jsonQuoted(member.key) + ": "
        try writeJSON(member.value, indent, isSorted, level: level + 1, into: &text)
      }
      text += (members.isEmpty ? "" : newline(level)) + "}"
    case .undefined, .namespace, .macro, .function: throw error("\(value.name) has no JSON")
    }
    try charge(text.utf8.count - start)
  }

  private static func jsonQuoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case _ where scalar.value < 0x20: text += "\\u" + hexadecimal(scalar.value, digits: 4)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  // MARK: Cutting and joining

  /// Returns a text without spaces, or without scalars of a set, at its ends.
  static func trimmed(_ text: String, _ set: String?, start: Bool = true, end: Bool = true) -> String {
    let scalars = Set((set ?? "").unicodeScalars)
    func isCut(_ scalar: Unicode.Scalar) -> Bool {
      // Python's strip also takes the separators U+001C to U+001F.
      set == nil ? scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value) : scalars.contains(scalar)
    }
    var view = text.unicodeScalars[...]
    if start { view = view.drop(while: isCut) }
    if end { while let last = view.last, isCut(last) { view.removeLast() } }
    return String(view)
  }

  static func ends(_ text: String, with end: String) -> Bool { text.utf8.reversed().starts(with: end.utf8.reversed()) }

  /// Returns the parts of a text between occurrences of another, at most `limit` of which count; all if it is below 0.
  static func pieces(_ text: String, _ separator: String, _ limit: Int) -> [String] {
    let text = Array(text.utf8)
    let separator = Array(separator.utf8)
    var pieces: [String] = []
    var (start, index) = (0, 0)
    while index + separator.count <= text.count, limit < 0 || pieces.count < limit {
      if text[index] == separator[0], text[index..<(index + separator.count)].elementsEqual(separator) {
        pieces.append(String(decoding: text[start..<index], as: UTF8.self))
        index += separator.count
        start = index
      } else {
        index += 1
      }
    }
    return pieces + [String(decoding: text[start...], as: UTF8.self)]
  }

  /// Returns the parts of a text as Python's `split` does: at a separator, or at runs of spaces.
  static func split(
    _ text: String, _ separator: String?, _ limit: Int, error: (String) -> TokenizerError
  ) throws(TokenizerError) -> [String] {
    if let separator {
      guard !separator.isEmpty else { throw error("a split at nothing") }
      return pieces(text, separator, limit)
    }
    guard limit < 0 else { throw error("a split at spaces with a limit is not supported") }
    return text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
  }

  mutating func replacing(
    _ old: String, with new: String, in text: String, atMost limit: Int? = nil
  ) throws(TokenizerError) -> String {
    guard !old.isEmpty else { throw error("a replacement of nothing") }
    let pieces = Self.pieces(text, old, limit ?? -1)
    return try joined(pieces.map { .string($0) }, by: new)
  }

  mutating func joined(_ items: [TemplateData], by separator: String) throws(TokenizerError) -> String {
    var texts: [String] = []
    try charge(items.count.multipliedReportingOverflow(by: separator.utf8.count).partialValue)
    for item in items { texts.append(try text(of: item)) }
    try charge(texts.reduce(0) { $0 + $1.utf8.count })
    return texts.joined(separator: separator)
  }

  // MARK: Dates

  /// Returns a date of Greenwich as C's `strftime` writes it, in English.
  static func formatted(
    _ date: Date, _ format: String, error: (String) -> TokenizerError
  ) throws(TokenizerError) -> String {
    let patterns: [Character: String] = [
      "Y": "yyyy", "y": "yy", "m": "MM", "d": "dd", "B": "MMMM", "b": "MMM", "A": "EEEE", "a": "EEE", "H": "HH",
      "I": "hh", "M": "mm", "S": "ss", "p": "a", "j": "DDD",
    ]
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    formatter.calendar = Calendar(identifier: .gregorian)
    var text = ""
    var isField = false
    for character in format {
      guard isField else {
        if character == "%" { isField = true } else { text.append(character) }
        continue
      }
      isField = false
      if character == "%" {
        text += "%"
      } else {
        guard let pattern = patterns[character] else {
          throw error("the field %\(character) of a date is not supported")
        }
        formatter.dateFormat = pattern
        text += formatter.string(from: date)
      }
    }
    return text
  }
}
