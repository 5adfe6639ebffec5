/// The range of a field in the bytes of its file, quotes included and the spaces around it not.
struct TableField: Sendable {
  // 32 bits suffice for any offset in a file of at most 1 GiB, and halve the memory of a large table.
  let start: UInt32
  let end: UInt32

  init(_ range: Range<Int>) {
    start = UInt32(range.lowerBound)
    end = UInt32(range.upperBound)
  }

  /// Whether the field is empty without quotes: `""` is a value that somebody wrote.
  var isBlank: Bool { start == end }

  /// Returns whether quotes surround the field and it holds a byte.
  func isQuoted(in bytes: [UInt8], holding byte: UInt8) -> Bool {
    !isBlank && bytes[Int(start)] == quote && bytes[Int(start)..<Int(end)].contains(byte)
  }

  /// Returns the bytes of the value. An unquoted field never begins with a quote, so that the first byte tells which it
  /// is.
  func content(in bytes: [UInt8]) -> ArraySlice<UInt8> {
    let all = bytes[Int(start)..<Int(end)]
    guard all.first == quote else { return all }
    let inner = all.dropFirst().dropLast()
    return inner.contains(quote) ? ArraySlice(undoubled(inner)) : inner
  }

  /// Returns the value as text.
  func text(in bytes: [UInt8]) -> String {
    String(decoding: content(in: bytes), as: UTF8.self)
  }

  private func undoubled(_ inner: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var isSecond = false
    for byte in inner {
      isSecond = byte == quote && !isSecond
      if byte != quote || !isSecond { result.append(byte) }
    }
    return result
  }
}

private let quote = UInt8(ascii: "\"")
