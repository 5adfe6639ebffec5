/// A decoder of tokens as they come, which holds back what may still change: a scalar that is not complete, or byte tokens
/// that another may follow.
///
/// The texts that it returns, joined, are what `Tokenizer.decode` returns for all ids.
public struct StreamingDecoder: Sendable {
  private let decoder: TokenDecoder
  private let skippingSpecials: Bool
  /// Bytes that are no text yet.
  private var held: [UInt8] = []
  /// Spaces at the start that are still to be left out.
  private var strippable = 0

  /// Creates a decoder at the start of a text.
  ///
  /// `skippingSpecials` says whether special tokens are left out.
  public init(_ tokenizer: Tokenizer, skippingSpecials: Bool = true) {
    self.init(tokenizer.decoder, skippingSpecials: skippingSpecials)
  }

  init(_ decoder: TokenDecoder, skippingSpecials: Bool) {
    self.decoder = decoder
    self.skippingSpecials = skippingSpecials
    if case .fallback(let spaces) = decoder.joining { strippable = spaces }
  }

  /// Takes one more id and returns the text that is certain by now; empty if none is.
  public mutating func append(_ id: Int) -> String {
    guard let (bytes, byte) = decoder.piece(of: id, skippingSpecials: skippingSpecials) else { return "" }
    switch decoder.joining {
    case .byteLevel:
      held += bytes
      let tail = Self.incompleteTail(of: held)
      defer { held.removeFirst(held.count - tail) }
      return String(decoding: held.dropLast(tail), as: UTF8.self)
    case .fallback:
      if let byte {
        held.append(byte)
        return ""
      }
      let run = TokenDecoder.text(ofRun: held)
      held = []
      return stripped(run + bytes)
    }
  }

  /// Ends the text and returns what was held back.
  public mutating func finish() -> String {
    let rest = held
    held = []
    switch decoder.joining {
    case .byteLevel: return String(decoding: rest, as: UTF8.self)
    case .fallback: return stripped(TokenDecoder.text(ofRun: rest))
    }
  }

  private mutating func stripped(_ text: [UInt8]) -> String {
    var text = text[...]
    while strippable > 0, let first = text.first {
      guard first == UInt8(ascii: " ") else {
        strippable = 0
        break
      }
      text = text.dropFirst()
      strippable -= 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns the number of bytes at the end that begin a scalar and could go on.
  static func incompleteTail(of bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let first = bytes[bytes.count - count]
      if first & 0xC0 == 0x80 { continue }
      let length = first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1
      guard length > count else { return 0 }
      guard count > 1 else { return count }
      let allowed: ClosedRange<UInt8> =
        switch first {
        case 0xE0: 0xA0...0xBF
        case 0xED: 0x80...0x9F
        case 0xF0: 0x90...0xBF
        case 0xF4: 0x80...0x8F
        default: 0x80...0xBF
        }
      return allowed.contains(bytes[bytes.count - count + 1]) ? count : 0
    }
    return 0
  }
}
