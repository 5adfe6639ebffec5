/// The merges of a vocabulary: for two neighbouring tokens, how early they merge and into what.
struct PairTable: Sendable {
  struct Merge {
    /// Lower ranks come first.
    var rank: UInt32
    var token: UInt32
    static let none = Merge(rank: .max, token: .max)
  }

  private struct Slot {
    var key: UInt64
    var merge: Merge
  }

  /// No key is all ones, because no token has that number.
  private static let empty = UInt64.max
  private var slots: ContiguousArray<Slot>
  private var shift: UInt64
  private(set) var count = 0

  init() {
    slots = ContiguousArray(repeating: Slot(key: Self.empty, merge: .none), count: 16)
    shift = 60
  }

  /// What two neighbours merge into; `Merge.none` if they do not.
  @inline(__always) func merge(_ left: UInt32, _ right: UInt32) -> Merge {
    slots.withUnsafeBufferPointer { slots in
      let key = UInt64(left) << 32 | UInt64(right)
      var place = Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift)
      while true {
        let slot = slots[place]
        if slot.key == key { return slot.merge }
        if slot.key == Self.empty { return .none }
        place = (place + 1) & (slots.count - 1)
      }
    }
  }

  /// Sets what two neighbours merge into; a later word counts.
  mutating func set(_ left: UInt32, _ right: UInt32, _ merge: Merge) {
    let place = self.place(of: UInt64(left) << 32 | UInt64(right))
    if slots[place].key == Self.empty { count += 1 }
    slots[place] = Slot(key: UInt64(left) << 32 | UInt64(right), merge: merge)
    guard count * 2 > slots.count else { return }
    let old = slots
    slots = ContiguousArray(repeating: Slot(key: Self.empty, merge: .none), count: old.count * 2)
    shift -= 1
    for slot in old where slot.key != Self.empty { slots[self.place(of: slot.key)] = slot }
  }

  private func place(of key: UInt64) -> Int {
    var place = Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while slots[place].key != key, slots[place].key != Self.empty { place = (place + 1) & (slots.count - 1) }
    return place
  }
}
