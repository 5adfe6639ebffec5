/// Byte strings, one after the other in one block of memory.
struct ByteStrings: Sendable {
  private(set) var bytes: ContiguousArray<UInt8> = []
  private var ends: ContiguousArray<Int> = [0]

  var count: Int { ends.count - 1 }

  subscript(index: Int) -> ArraySlice<UInt8> { ArraySlice(bytes[range(index)]) }

  func range(_ index: Int) -> Range<Int> { ends[index]..<ends[index + 1] }

  func text(_ index: Int) -> String { String(decoding: bytes[range(index)], as: UTF8.self) }

  mutating func append(_ string: some Sequence<UInt8>) {
    bytes.append(contentsOf: string)
    ends.append(bytes.count)
  }

  mutating func append(_ string: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: string)
    ends.append(bytes.count)
  }
}

/// Byte strings numbered in the order in which they came, and the way back from a string to its number.
///
/// Bytes and not `String`s, because two tokens that are canonically equivalent are two tokens.
struct ByteStringIndex: Sendable {
  private(set) var strings = ByteStrings()
  /// Open addressing with linear probing: the number of a string and one, or 0.
  private var slots = ContiguousArray<UInt32>(repeating: 0, count: 16)

  var count: Int { strings.count }

  /// Returns the number of a string, or `nil` if it is not there.
  func number(of string: UnsafeBufferPointer<UInt8>) -> Int? {
    let slot = slots[slot(of: string)]
    return slot == 0 ? nil : Int(slot) - 1
  }

  func number(of string: some Sequence<UInt8>) -> Int? {
    string.withContiguousStorageIfAvailable { number(of: $0) }
      ?? Array(string).withUnsafeBufferPointer { number(of: $0) }
  }

  /// Adds a string, unless it is there, and returns its number.
  mutating func insert(_ string: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
    let place = slot(of: string)
    if slots[place] != 0 { return (Int(slots[place]) - 1, false) }
    strings.append(string)
    slots[place] = UInt32(strings.count)
    if strings.count * 2 > slots.count { grow() }
    return (strings.count - 1, true)
  }

  mutating func insert(_ string: some Sequence<UInt8>) -> (number: Int, isNew: Bool) {
    Array(string).withUnsafeBufferPointer { insert($0) }
  }

  private func slot(of string: UnsafeBufferPointer<UInt8>) -> Int {
    let mask = slots.count - 1
    var place = hash(string) & mask
    return strings.bytes.withUnsafeBufferPointer { bytes in
      while slots[place] != 0 {
        let range = strings.range(Int(slots[place]) - 1)
        if range.count == string.count, bytes[range].elementsEqual(string) { break }
        place = (place + 1) & mask
      }
      return place
    }
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = ContiguousArray(repeating: 0, count: mask + 1)
    strings.bytes.withUnsafeBufferPointer { bytes in
      for number in 0..<strings.count {
        var place = hash(UnsafeBufferPointer(rebasing: bytes[strings.range(number)])) & mask
        while slots[place] != 0 { place = (place + 1) & mask }
        slots[place] = UInt32(number + 1)
      }
    }
  }

  private func hash(_ string: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(string))
    return hasher.finalize()
  }
}
