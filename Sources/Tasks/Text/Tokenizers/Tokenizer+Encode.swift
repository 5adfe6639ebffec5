extension Tokenizer {
  /// Returns the ids of a text.
  ///
  /// `addingSpecials` says whether the tokens that frame a text are added, as a beginning of text. Not to a rendered
  /// chat template, which has them already. `parsing` says which added tokens are seen in the text. Text that somebody
  /// else wrote is encoded with `.ordinary`.
  public func encode(
    _ text: String, addingSpecials: Bool = false, parsing: AddedTokenParsing = .all
  ) -> [Int] {
    var text = text
    return text.withUTF8 { text in
      var run = EncodingRun(self, bytes: text.count)
      if addingSpecials { run.ids += postProcessor.prefix }
      for part in rawTokens.parts(of: text, parsing: parsing) {
        if let token = part.token {
          run.ids.append(addedTokens[token].id)
        } else {
          run.encode(UnsafeBufferPointer(rebasing: text[part.range]), isFirst: part.range.lowerBound == 0, parsing)
        }
      }
      if addingSpecials { run.ids += postProcessor.suffix }
      return run.ids
    }
  }

  /// Returns the pieces into which the normalizer and the pre-tokenizer cut a text, without looking for added tokens.
  ///
  /// Byte-level pieces are spelled in their alphabet.
  func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var text = text
    text.withUTF8 { text in
      let normalized = normalizer.normalized(text) ?? Array(text)
      normalized.withUnsafeBufferPointer { text in
        preTokenizer.cut(text, isFirst: true) { text, start, end, _ in
          let piece = UnsafeBufferPointer(start: text + start, count: end - start)
          pieces.append(
            String(decoding: preTokenizer.isByteLevel ? ByteAlphabet.token(of: piece) : Array(piece), as: UTF8.self))
        }
      }
    }
    return pieces
  }
}

/// One text on its way to ids, and the memory that this takes.
struct EncodingRun {
  let tokenizer: Tokenizer
  var ids: [Int] = []
  /// The bytes that are taken out of the text before it is cut, or `nil`: marks that no added token may reach across.
  var erased: [UInt8]?
  private var loop = MergeLoop()
  private var cache: PieceCache

  init(_ tokenizer: Tokenizer, bytes: Int) {
    self.tokenizer = tokenizer
    cache = PieceCache(for: bytes)
    ids.reserveCapacity(bytes / 4 + 4)
  }

  /// Encodes a text between two added tokens.
  mutating func encode(_ text: UnsafeBufferPointer<UInt8>, isFirst: Bool, _ parsing: AddedTokenParsing) {
    if let normalized = tokenizer.normalizer.normalized(text) {
      normalized.withUnsafeBufferPointer { encode(normalized: $0, isFirst: isFirst, parsing) }
    } else {
      encode(normalized: text, isFirst: isFirst, parsing)
    }
  }

  private mutating func encode(
    normalized text: UnsafeBufferPointer<UInt8>, isFirst: Bool, _ parsing: AddedTokenParsing
  ) {
    let tokenizer = tokenizer
    for part in tokenizer.normalizedTokens.parts(of: text, parsing: parsing) {
      if let token = part.token {
        ids.append(tokenizer.addedTokens[token].id)
      } else {
        let text = UnsafeBufferPointer(rebasing: text[part.range])
        let isFirst = isFirst && part.range.lowerBound == 0
        if let erased, let rest = Normalizer.replacing(erased, with: [], in: text) {
          rest.withUnsafeBufferPointer { cut($0, isFirst: isFirst) }
        } else {
          cut(text, isFirst: isFirst)
        }
      }
    }
  }

  private mutating func cut(_ text: UnsafeBufferPointer<UInt8>, isFirst: Bool) {
    let preTokenizer = tokenizer.preTokenizer
    preTokenizer.cut(text, isFirst: isFirst) { piece($0, $1, $2, end: $3) }
  }

  /// Encodes a piece that ends where `stop` says, in a text that ends at `end`.
  @inline(__always) private mutating func piece(_ text: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, end: Int) {
    guard stop - start <= PieceCache.longest else {
      tokenizer.pairs.encode(text, from: start, to: stop, with: &loop)
      for symbol in loop.symbols { ids.append(Int(symbol)) }
      return
    }
    let key = PieceCache.key(text, start, stop, end: end)
    let place = cache.place(of: key)
    let entry = cache[place]
    if entry.low == key.low, entry.high == key.high, entry.length == key.length {
      ids.append(Int(entry.tokens.0))
      if entry.count > 1 { ids.append(Int(entry.tokens.1)) }
      if entry.count > 2 { ids.append(Int(entry.tokens.2)) }
      if entry.count > 3 { ids.append(Int(entry.tokens.3)) }
      return
    }
    tokenizer.pairs.encode(text, from: start, to: stop, with: &loop)
    for symbol in loop.symbols { ids.append(Int(symbol)) }
    cache.keep(loop.symbols, of: key, at: place)
  }
}
