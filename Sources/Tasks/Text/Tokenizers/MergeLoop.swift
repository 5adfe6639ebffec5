/// The merge loop of byte-pair encoding: of all neighbours that merge, those of the lowest rank do, the leftmost first;
/// again and again until none are left.
///
/// - Source: Sennrich, Haddow, Birch 2016, "Neural Machine Translation of Rare Words with Subword Units", Algorithm 1.
struct MergeLoop {
  /// The symbols of a piece, before and after.
  var symbols: ContiguousArray<UInt32> = []
  private var merges: ContiguousArray<PairTable.Merge> = []
  private var next: ContiguousArray<Int32> = []
  private var previous: ContiguousArray<Int32> = []
  /// Rank and place of each merge that may be possible, the least at the top.
  private var heap: ContiguousArray<UInt64> = []

  /// Up to so many symbols the least rank is looked for one by one, which is faster there.
  static let scanLimit = 48

  /// Merges the symbols.
  mutating func run(_ table: PairTable) {
    guard symbols.count > 1, table.count > 0 else { return }
    if symbols.count <= Self.scanLimit { scan(table) } else { drain(table) }
  }

  private mutating func scan(_ table: PairTable) {
    var count = symbols.count
    while merges.count < count { merges.append(.none) }
    symbols.withUnsafeMutableBufferPointer { symbols in
      merges.withUnsafeMutableBufferPointer { merges in
        for index in 0..<(count - 1) { merges[index] = table.merge(symbols[index], symbols[index + 1]) }
        while count > 1 {
          var (best, rank) = (0, UInt32.max)
          for index in 0..<(count - 1) where merges[index].rank < rank { (best, rank) = (index, merges[index].rank) }
          if rank == .max { break }
          symbols[best] = merges[best].token
          count -= 1
          for index in (best + 1)..<max(count, best + 1) {
            symbols[index] = symbols[index + 1]
            merges[index] = merges[index + 1]
          }
          if best + 1 < count { merges[best] = table.merge(symbols[best], symbols[best + 1]) }
          if best > 0 { merges[best - 1] = table.merge(symbols[best - 1], symbols[best]) }
        }
      }
    }
    symbols.removeLast(symbols.count - count)
  }

  /// Merges a piece of any length: n symbols take n log n steps.
  private mutating func drain(_ table: PairTable) {
    let count = symbols.count
    merges = ContiguousArray(repeating: .none, count: count)
    next = ContiguousArray(unsafeUninitializedCapacity: count) { buffer, filled in
      for index in 0..<count { buffer[index] = Int32(index + 1) }
      filled = count
    }
    previous = ContiguousArray(unsafeUninitializedCapacity: count) { buffer, filled in
      for index in 0..<count { buffer[index] = Int32(index - 1) }
      filled = count
    }
    heap.removeAll(keepingCapacity: true)
    for index in 0..<(count - 1) {
      merges[index] = table.merge(symbols[index], symbols[index + 1])
      if merges[index].rank != .max { heap.append(Self.entry(merges[index].rank, index)) }
    }
    for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
    while let top = heap.first {
      let index = Int(top & 0xFFFF_FFFF)
      // What is stale here was merged, or has other neighbours by now.
      guard merges[index].rank == UInt32(top >> 32) else {
        pop()
        continue
      }
      symbols[index] = merges[index].token
      let gone = Int(next[index])
      merges[gone] = .none
      next[index] = next[gone]
      merges[index] = .none
      pop()
      if next[index] < count {
        previous[Int(next[index])] = Int32(index)
        refresh(index, Int(next[index]), table)
      }
      if previous[index] >= 0 { refresh(Int(previous[index]), index, table) }
    }
    var (index, filled) = (0, 0)
    while index < count {
      symbols[filled] = symbols[index]
      filled += 1
      index = Int(next[index])
    }
    symbols.removeLast(count - filled)
  }

  private mutating func refresh(_ left: Int, _ right: Int, _ table: PairTable) {
    merges[left] = table.merge(symbols[left], symbols[right])
    guard merges[left].rank != .max else { return }
    heap.append(Self.entry(merges[left].rank, left))
    rise(heap.count - 1)
  }

  private static func entry(_ rank: UInt32, _ index: Int) -> UInt64 { UInt64(rank) << 32 | UInt64(index) }

  private mutating func pop() {
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    heap[0] = last
    sink(0)
  }

  private mutating func rise(_ start: Int) {
    heap.withUnsafeMutableBufferPointer { heap in
      var index = start
      let entry = heap[index]
      while index > 0, heap[(index - 1) / 2] > entry {
        heap[index] = heap[(index - 1) / 2]
        index = (index - 1) / 2
      }
      heap[index] = entry
    }
  }

  private mutating func sink(_ start: Int) {
    heap.withUnsafeMutableBufferPointer { heap in
      var index = start
      let entry = heap[index]
      while true {
        var child = 2 * index + 1
        guard child < heap.count else { break }
        if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
        guard heap[child] < entry else { break }
        heap[index] = heap[child]
        index = child
      }
      heap[index] = entry
    }
  }
}
