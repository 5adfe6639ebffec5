/// From tokens back to text.
struct TokenDecoder: Sendable {
  /// The way in which bytes make a text.
  enum Joining: Sendable, Equatable {
    /// All bytes are joined; each maximal part that is no UTF-8 becomes one U+FFFD.
    case byteLevel
    /// Tokens `<0x00>` to `<0xFF>` that follow each other are joined; if they are no UTF-8, each becomes one U+FFFD. So many
    /// spaces at the start of the text are left out.
    case fallback(strippedSpaces: Int)
  }

  let joining: Joining
  /// The bytes of each id; none for ids without a token.
  private var pieces = ByteStrings()
  /// The byte that each id stands for, or -1.
  private var bytes: [Int16] = []
  private var isSpecial: [Bool] = []

  /// Creates the decoder of a vocabulary.
  /// - Parameters:
  ///   - normalizer: what tokens went through that are matched in normalized text.
  ///   - replacements: strings of tokens that stand for others, as ▁ for a space; of fallback only.
  init(
    _ joining: Joining, table: TokenTable, added: [AddedToken], normalizer: Normalizer = Normalizer(),
    replacements: [(old: [UInt8], new: [UInt8])] = []
  ) {
    self.joining = joining
    isSpecial = Array(repeating: false, count: table.size)
    var normalized: [Int: [UInt8]] = [:]
    for token in added {
      isSpecial[token.id] = token.isSpecial
      if token.isNormalized { normalized[token.id] = normalizer.normalized(token.content) }
    }
    for id in 0..<table.size {
      let text = normalized[id].map { $0[...] } ?? table.text(of: id) ?? []
      switch joining {
      case .byteLevel:
        bytes.append(-1)
        pieces.append(ByteAlphabet.bytes(of: text) ?? Array(text))
      case .fallback:
        var piece = Array(text)
        for (old, new) in replacements {
          piece = piece.withUnsafeBufferPointer { Normalizer.replacing(old, with: new, in: $0) } ?? piece
        }
        bytes.append(Self.byte(of: piece))
        pieces.append(piece)
      }
    }
  }

  /// Returns the byte of a token `<0x41>`, or -1.
  private static func byte(of token: [UInt8]) -> Int16 {
    guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else { return -1 }
    let digits = token[3...4].map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard let high = digits[0], let low = digits[1] else { return -1 }
    return Int16(high << 4 | low)
  }

  /// Returns what one id adds to a text, or `nil` if it adds nothing.
  func piece(of id: Int, skippingSpecials: Bool) -> (bytes: ArraySlice<UInt8>, byte: UInt8?)? {
    guard isSpecial.indices.contains(id), !(skippingSpecials && isSpecial[id]) else { return nil }
    return (pieces[id], bytes[id] < 0 ? nil : UInt8(bytes[id]))
  }

  /// Adds the bytes of one id.
  func append(_ id: Int, skippingSpecials: Bool, to text: inout [UInt8]) {
    guard isSpecial.indices.contains(id), !(skippingSpecials && isSpecial[id]) else { return }
    text.append(contentsOf: pieces.bytes[pieces.range(id)])
  }

  /// Returns what a run of byte tokens becomes.
  static func text(ofRun run: [UInt8]) -> [UInt8] {
    if String(validating: run, as: UTF8.self) != nil { return run }
    return run.flatMap { _ in "\u{FFFD}".utf8 }
  }
}
