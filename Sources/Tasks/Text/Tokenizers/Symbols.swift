/// The symbols that a piece is made of before anything merges.
struct Symbols: Sendable {
  static let none = UInt32.max

  /// The symbol of each byte, or of each scalar below 128; `none` where the vocabulary lacks it.
  var low: ContiguousArray<UInt32>
  /// The symbols of the other scalars.
  var others: [UInt32: UInt32] = [:]
  var isByteLevel: Bool
  /// The tokens `<0x00>` to `<0xFF>`, into which a scalar that the vocabulary lacks falls apart if it has all of them, or
  /// `nil` where none does.
  var fallback: ContiguousArray<UInt32>?
  /// The token of a symbol that the vocabulary lacks, or `nil` where such a symbol is left out.
  var unknown: UInt32?
  /// Whether one token stands for several of them in a row.
  var isFusingUnknown = false
  /// Symbols from `firstHidden` on are no tokens: what they become unless they merge.
  var hidden: [[UInt32]] = []
  var firstHidden = UInt32.max

  /// Writes the symbols of a piece of valid UTF-8.
  func write(_ text: UnsafePointer<UInt8>, from start: Int, to end: Int, into symbols: inout ContiguousArray<UInt32>) {
    symbols.removeAll(keepingCapacity: true)
    var isUnknownOpen = false
    var index = start
    while index < end {
      let length = isByteLevel ? 1 : Self.length(text[index])
      let symbol =
        isByteLevel || text[index] < 0x80 ? low[Int(text[index])] : self.symbol(Scanner.value(text, index))
      if symbol != Self.none {
        close(&isUnknownOpen, &symbols)
        symbols.append(symbol)
      } else if let fallback, (index..<(index + length)).allSatisfy({ fallback[Int(text[$0])] != Self.none }) {
        // The reference leaves what is unknown open here: it comes after these bytes.
        for place in index..<(index + length) { symbols.append(fallback[Int(text[place])]) }
      } else {
        if !isFusingUnknown { close(&isUnknownOpen, &symbols) }
        isUnknownOpen = true
      }
      index += length
    }
    close(&isUnknownOpen, &symbols)
  }

  private func close(_ isOpen: inout Bool, _ symbols: inout ContiguousArray<UInt32>) {
    if isOpen, let unknown { symbols.append(unknown) }
    isOpen = false
  }

  /// Puts tokens in the place of hidden symbols.
  func reveal(_ symbols: inout ContiguousArray<UInt32>) {
    guard !hidden.isEmpty, symbols.contains(where: { $0 >= firstHidden }) else { return }
    symbols = ContiguousArray(symbols.flatMap { $0 < firstHidden ? [$0] : hidden[Int($0 - firstHidden)] })
  }

  private func symbol(_ scalar: Int) -> UInt32 { others[UInt32(scalar)] ?? Self.none }

  @inline(__always) private static func length(_ first: UInt8) -> Int {
    first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  }
}

extension Symbols {
  /// Returns the symbols of byte-level vocabularies: bytes.
  static func bytes(of table: TokenTable) -> Symbols {
    Symbols(
      low: ContiguousArray((0...255).map { table.id(of: ByteAlphabet.token(of: [UInt8($0)])) ?? none }),
      isByteLevel: true)
  }

  /// Returns the symbols of other vocabularies: the scalars that are tokens.
  static func scalars(of table: TokenTable) -> Symbols {
    var symbols = Symbols(low: ContiguousArray(repeating: none, count: 128), isByteLevel: false)
    for (id, text) in table.all {
      guard let scalar = scalar(of: text) else { continue }
      symbols.set(scalar, id)
    }
    return symbols
  }

  mutating func set(_ scalar: UInt32, _ symbol: UInt32) {
    if scalar < 0x80 { low[Int(scalar)] = symbol } else { others[scalar] = symbol }
  }

  func has(_ scalar: UInt32) -> Bool { (scalar < 0x80 ? low[Int(scalar)] : others[scalar] ?? Self.none) != Self.none }

  /// Returns the scalar that a text is, or `nil` if it is longer or empty.
  static func scalar(of text: ArraySlice<UInt8>) -> UInt32? {
    guard let first = text.first, length(first) == text.count else { return nil }
    return text.withUnsafeBufferPointer { $0.baseAddress.map { UInt32(Scanner.value($0, 0)) } }
  }

  /// Returns the tokens `<0x00>` to `<0xFF>`; `none` for those that the vocabulary lacks.
  static func fallback(of table: TokenTable) -> ContiguousArray<UInt32> {
    ContiguousArray((0...255).map { table.id(of: byteToken(UInt8($0)).utf8) ?? none })
  }

  static func byteToken(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x\(digits.count < 2 ? "0" : "")\(digits)>"
  }
}
