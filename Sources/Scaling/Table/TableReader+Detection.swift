extension TableReader {
  static let quote = UInt8(ascii: "\"")
  static let tab = UInt8(ascii: "\t")
  static let comma = UInt8(ascii: ",")
  static let semicolon = UInt8(ascii: ";")
  static let feed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  static func isNewline(_ byte: UInt8) -> Bool {
    byte == feed || byte == carriageReturn
  }

  /// Returns whether a line holds names: not only numbers and missing values. A line of nothing but missing values also
  /// counts as names.
  static func isHeader(_ fields: [TableNumber]) -> Bool {
    let isData = fields.allSatisfy { $0 != .notANumber } && fields.contains { $0 != .missing }
    return !isData
  }

  /// Returns the separator that a first line such as `sep=;` declares, or `nil` if there is no such line.
  static func declaredSeparator(of bytes: ArraySlice<UInt8>) -> UInt8? {
    let line = bytes.prefix { !isNewline($0) }.filter { $0 != quote }
    let word = String(decoding: line.prefix(4), as: UTF8.self).lowercased()
    guard word == "sep=", line.count > 4, [tab, semicolon, comma, UInt8(ascii: "|")].contains(line[4]),
      line.dropFirst(4).allSatisfy({ $0 == line[4] || $0 == UInt8(ascii: " ") })
    else { return nil }
    return line[4]
  }

  /// Returns the tab, else the semicolon, else the comma: a comma may stand in a decimal fraction or a name of the
  /// other two.
  static func separator(of bytes: [UInt8]) -> UInt8 {
    var isQuoted = false
    var found: Set<UInt8> = []
    for byte in bytes {
      if byte == quote { isQuoted.toggle() }
      if isQuoted { continue }
      if isNewline(byte) {
        // Blank lines before the first record do not count.
        if found.isSubset(of: [tab]) { found = [] } else { break }
      }
      if byte > UInt8(ascii: " ") || byte == tab { found.insert(byte) }
    }
    return [tab, semicolon].first(where: found.contains) ?? comma
  }
}
