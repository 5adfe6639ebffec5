extension SourceLanguage {
  /// Returns the beginning of a text up to where the block ends that it is in: what a model wrote on after a function is cut off.
  ///
  /// With blocks by indentation, a block ends before the first line that is indented less than its own first; with braces, at the
  /// closing brace of the block itself, which does not belong to it.
  public func firstBlock(of text: String) -> String {
    switch blocks {
    case .none: text
    case .indentation, .end: Self.indented(text)
    case .braces: braced(text)
    }
  }

  private static func indented(_ text: String) -> String {
    var kept: [Substring] = []
    var least: Int?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let indent = line.prefix { $0 == " " || $0 == "\t" }.count
      if line.allSatisfy(\.isWhitespace) {
        kept.append(line)
        continue
      }
      if let least, indent < least { break }
      least = least ?? indent
      kept.append(line)
    }
    while kept.last?.allSatisfy(\.isWhitespace) == true { kept.removeLast() }
    return kept.joined(separator: "\n")
  }

  private func braced(_ text: String) -> String {
    let map = LexicalMap(text, self)
    var depth = 0
    for (offset, byte) in map.bytes.enumerated() where map.parts[offset] == .code {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") {
        depth -= 1
        if depth < 0 {
          return String(decoding: map.bytes[..<offset], as: UTF8.self).trimmingSuffix(while: \.isWhitespace)
        }
      }
    }
    return text
  }
}
