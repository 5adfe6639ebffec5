/// A 64-bit hash of values that is the same in every process, by which programs of equal values are told apart from
/// others: two different values share one with a probability of about 2⁻⁶⁴.
public struct Fingerprint: Hashable, Sendable {
  private(set) var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Creates the hash of nothing.
  public init() {}

  /// Adds a word.
  mutating func add(_ word: UInt64) {
    state = (state ^ word) &* 0xD1B5_4A32_D192_ED03
    state ^= state >> 29
  }

  /// Adds bytes.
  mutating func add(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { raw in
      var index = 0
      while index + 8 <= raw.count {
        add(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        index += 8
      }
      var rest: UInt64 = 0
      while index < raw.count {
        rest = rest << 8 | UInt64(raw[index])
        index += 1
      }
      add(rest)
    }
  }

  /// Adds a value.
  public mutating func add(_ value: Value) {
    switch value {
    case .grid(let grid):
      add(UInt64(1 << 16 | grid.height << 8 | grid.width))
      add(grid.cells)
    case .mask(let mask):
      add(UInt64(2 << 16 | mask.height << 8 | mask.width))
      add(mask.cells)
    case .colour(let symbol): add(3 << 16 | UInt64(symbol))
    case .number(let number): add(4 << 32 | UInt64(truncatingIfNeeded: number) & 0xFFFF_FFFF)
    case .boolean(let boolean): add(5 << 16 | (boolean ? 1 : 0))
    case .direction(let direction): add(6 << 16 | UInt64(direction.rawValue))
    case .position(let position):
      add(
        7 << 32 | UInt64(truncatingIfNeeded: position.row) & 0xFFFF
          | (UInt64(truncatingIfNeeded: position.column) & 0xFFFF) << 16)
    case .object(let object):
      add(
        8 << 32 | UInt64(truncatingIfNeeded: object.top) & 0xFFFF | (UInt64(truncatingIfNeeded: object.left) & 0xFFFF)
          << 16)
      add(UInt64(object.height << 8 | object.width))
      add(object.cells)
    case .list(let elements, _):
      add(9 << 16 | UInt64(elements.count))
      for element in elements { add(element) }
    }
  }

  /// The hash of the values.
  public static func of(_ values: [Value]) -> UInt64 {
    var fingerprint = Fingerprint()
    for value in values { fingerprint.add(value) }
    return fingerprint.state
  }
}
