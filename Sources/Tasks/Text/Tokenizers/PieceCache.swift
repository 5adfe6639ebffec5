/// The symbols of the short pieces that were met last, so that the words of a text are merged once.
///
/// Bounded: a piece has one place, and whoever comes next takes it. Lives as long as one text is encoded.
struct PieceCache {
  /// The longest piece, in bytes, and the most symbols that an entry holds.
  static let (longest, widest) = (16, 4)

  struct Entry {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var tokens: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    /// The bytes of the piece; 0 for an empty place.
    var length: UInt8 = 0
    var count: UInt8 = 0
  }

  private var entries: ContiguousArray<Entry>
  private let shift: UInt64

  /// Creates a cache that suits a text of so many bytes.
  init(for bytes: Int) {
    let bits = min(14, max(4, Int.bitWidth - (bytes / 8).leadingZeroBitCount))
    entries = ContiguousArray(repeating: Entry(), count: 1 << bits)
    shift = UInt64(64 - bits)
  }

  /// The bytes of a piece of 1 to `longest` bytes, as an entry without symbols. Never reads past `end`.
  @inline(__always) static func key(_ text: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, end: Int) -> Entry {
    let raw = UnsafeRawPointer(text)
    let length = stop - start
    var entry = Entry(length: UInt8(truncatingIfNeeded: length))
    if length >= 8 {
      entry.low = raw.loadUnaligned(fromByteOffset: start, as: UInt64.self)
      entry.high = raw.loadUnaligned(fromByteOffset: stop - 8, as: UInt64.self)
    } else if start + 8 <= end {
      entry.low =
        raw.loadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian & (1 << (UInt64(length) * 8) - 1)
    } else {
      for index in (start..<stop).reversed() { entry.low = entry.low << 8 | UInt64(text[index]) }
    }
    return entry
  }

  @inline(__always) func place(of entry: Entry) -> Int {
    let mixed = (entry.low &* 0x9E37_79B9_7F4A_7C15) ^ (entry.high &* 0xC2B2_AE3D_27D4_EB4F) &+ UInt64(entry.length)
    return Int(((mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9) >> shift)
  }

  subscript(place: Int) -> Entry {
    @inline(__always) get { entries.withUnsafeBufferPointer { $0[place] } }
    @inline(__always) set { entries.withUnsafeMutableBufferPointer { $0[place] = newValue } }
  }

  /// Keeps the symbols of a piece, if they are few enough.
  mutating func keep(_ symbols: ContiguousArray<UInt32>, of key: Entry, at place: Int) {
    guard (1...Self.widest).contains(symbols.count) else { return }
    var entry = key
    symbols.withUnsafeBytes { symbols in
      withUnsafeMutableBytes(of: &entry.tokens) { $0.copyMemory(from: symbols) }
    }
    entry.count = UInt8(symbols.count)
    self[place] = entry
  }
}
