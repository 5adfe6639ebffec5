extension TableReader {
  static let quote = UInt8(ascii: "\"")
  static let tab = UInt8(ascii: "\t")
  static let feed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  static func isNewline(_ byte: UInt8) -> Bool {
    byte == feed || byte == carriageReturn
  }

  /// A line of names: not only numbers and missing values. A line of nothing but missing values also counts as names.
  static func isHeader(_ fields: [TableNumber]) -> Bool {
    let isData = fields.allSatisfy { $0 != .notANumber } && fields.contains { $0 != .missing }
    return !isData
  }

  /// The tab, else the semicolon, else the comma: a comma may stand in a decimal fraction or a name of the other two.
  static func separator(of bytes: [UInt8]) -> UInt8 {
    var isQuoted = false
    var found: Set<UInt8> = []
    for byte in bytes {
      if byte == quote { isQuoted.toggle() }
      if isQuoted { continue }
      if isNewline(byte) {
        // Blank lines before the first record do not decide.
        if found.isSubset(of: [tab]) { found = [] } else { break }
      }
      if byte > UInt8(ascii: " ") || byte == tab { found.insert(byte) }
    }
    return [tab, UInt8(ascii: ";")].first(where: found.contains) ?? UInt8(ascii: ",")
  }
}
