/// A set of cells as bits of words.
struct Bits: Hashable, Sendable {
  private(set) var words: [UInt64]

  /// Creates the empty set of `count` possible cells.
  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  /// Creates the set of the cells for which a byte satisfies `predicate`.
  init(_ bytes: [UInt8], where predicate: (UInt8) -> Bool) {
    self.init(count: bytes.count)
    for (index, byte) in bytes.enumerated() where predicate(byte) { words[index >> 6] |= 1 << UInt64(index & 63) }
  }

  mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }
  mutating func replace(_ word: Int, _ bits: UInt64) { words[word] = bits }
  func contains(_ index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 != 0 }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// The number of cells in a range of words.
  func count(in range: Range<Int>) -> Int { range.reduce(0) { $0 + words[$1].nonzeroBitCount } }

  /// Whether no cell is in both sets.
  func isDisjoint(_ other: Bits) -> Bool {
    for index in words.indices where words[index] & other.words[index] != 0 { return false }
    return true
  }

  /// The number of cells in both sets.
  func overlap(_ other: Bits) -> Int {
    words.withUnsafeBufferPointer { one in
      other.words.withUnsafeBufferPointer { two in
        var count = 0
        for index in one.indices { count &+= (one[index] & two[index]).nonzeroBitCount }
        return count
      }
    }
  }

  static func & (one: Bits, other: Bits) -> Bits {
    var result = one
    for index in one.words.indices { result.words[index] &= other.words[index] }
    return result
  }

  static func | (one: Bits, other: Bits) -> Bits {
    var result = one
    for index in one.words.indices { result.words[index] |= other.words[index] }
    return result
  }

  /// The cells of this set that are not in another.
  func subtracting(_ other: Bits) -> Bits {
    var result = self
    for index in words.indices { result.words[index] &= ~other.words[index] }
    return result
  }
}
