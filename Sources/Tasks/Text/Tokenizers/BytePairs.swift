/// Byte-pair encoding of one piece: its symbols and the order in which they merge.
struct BytePairs: Sendable {
  var symbols: Symbols
  var merges = PairTable()
  /// With `ignore_merges` the tokens that a whole piece is looked up in first, and their ids.
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

  /// Whether a text has a ▁ after something else. Where no token that merges make has, no merge crosses such a place.
  static func hasInnerMark(_ text: some Collection<UInt8>) -> Bool {
    let mark: [UInt8] = [0xE2, 0x96, 0x81]
    var rest = text[...]
    while rest.starts(with: mark) { rest = rest.dropFirst(3) }
    while let start = rest.firstIndex(of: mark[0]) {
      rest = rest[start...]
      if rest.starts(with: mark) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
