/// Byte-pair encoding of one piece: its symbols and the order in which they merge.
struct BytePairs: Sendable {
  var symbols: Symbols
  var merges = PairTable()
  /// The tokens that a whole piece is looked up in first, and their ids; `nil` without `ignore_merges`.
  var wholes: (index: ByteStringIndex, ids: [UInt32])?

  /// Writes the tokens of a piece into `loop.symbols`.
  func encode(_ text: UnsafePointer<UInt8>, from start: Int, to end: Int, with loop: inout MergeLoop) {
    if let wholes, let number = wholes.index.number(of: UnsafeBufferPointer(start: text + start, count: end - start)) {
      loop.symbols.removeAll(keepingCapacity: true)
      loop.symbols.append(wholes.ids[number])
      return
    }
    symbols.write(text, from: start, to: end, into: &loop.symbols)
    loop.run(merges)
    symbols.reveal(&loop.symbols)
  }

  /// Lets whole pieces that are tokens be tokens, however they would merge.
  mutating func lookUpWholes(in table: TokenTable) {
    var wholes: (index: ByteStringIndex, ids: [UInt32]) = (ByteStringIndex(), [])
    for (id, text) in table.all {
      guard let piece = symbols.isByteLevel ? ByteAlphabet.bytes(of: text) : Array(text) else { continue }
      if wholes.index.insert(piece).isNew { wholes.ids.append(id) }
    }
    self.wholes = wholes
  }

  /// Returns the bytes after which a ▁ stands inside a token. After any other byte no merge reaches across to a ▁.
  static func bytesBeforeMarks(in token: some Collection<UInt8>) -> Set<UInt8> {
    let token = Array(token)
    var bytes: Set<UInt8> = []
    for index in token.indices.dropFirst() where token[index...].starts(with: PreTokenizer.mark) {
      if !token[..<index].reversed().starts(with: PreTokenizer.mark.reversed()) { bytes.insert(token[index - 1]) }
    }
    return bytes
  }
}
