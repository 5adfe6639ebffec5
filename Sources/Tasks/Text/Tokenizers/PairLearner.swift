/// A learner, which finds the commonest pair of neighbours, merges it everywhere, and counts on.
struct PairLearner {
  /// A pair that may be the commonest: its count, when it was put here, and its number.
  private struct Candidate {
    var count: Int
    var key: UInt64
    var number: Int

    func precedes(_ other: Candidate) -> Bool { count != other.count ? count > other.count : key < other.key }
  }

  private var words: [[UInt32]]
  private let counts: [Int]
  /// The number of each pair, its two symbols as the key.
  private var numbers: [UInt64: Int] = [:]
  private var keys: [UInt64] = []
  private var totals: [Int] = []
  /// The words in which each pair occurs, or did.
  private var places: [[Int32]] = []
  private var heap: [Candidate] = []

  /// Creates the learner of these pieces.
  /// - Parameter symbols: the symbol of each byte.
  init(_ pieces: PieceCounts, symbols: [UInt32]) {
    counts = pieces.counts
    words = (0..<counts.count).map { number in pieces.pieces.strings[number].map { symbols[Int($0)] } }
    for (word, symbols) in words.enumerated() {
      for (left, right) in zip(symbols, symbols.dropFirst()) { change(left, right, by: counts[word], in: word) }
    }
    for (key, number) in numbers { push(Candidate(count: totals[number], key: key, number: number)) }
  }

  /// Learns tokens until there are `size`, and returns the merges by the tokens they join.
  mutating func learn(_ tokens: inout [[UInt8]], size: Int, minimumCount: Int) -> [(UInt32, UInt32)] {
    var merges: [(UInt32, UInt32)] = []
    var ids = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { ($1, UInt32($0)) })
    while tokens.count < size, var top = pop() {
      guard top.count == totals[top.number] else {
        top.count = totals[top.number]
        if top.count > 0 { push(top) }
        continue
      }
      guard top.count >= minimumCount else { break }
      let (left, right) = (UInt32(top.key >> 32), UInt32(truncatingIfNeeded: top.key))
      let token = tokens[Int(left)] + tokens[Int(right)]
      let id = ids[token] ?? UInt32(tokens.count)
      if ids.updateValue(id, forKey: token) == nil { tokens.append(token) }
      merges.append((left, right))
      merge(top.number, left, right, into: id)
    }
    return merges
  }

  private mutating func merge(_ pair: Int, _ left: UInt32, _ right: UInt32, into token: UInt32) {
    var grown: Set<Int> = []
    let words = places[pair]
    places[pair] = []
    var last: Int32 = -1
    for word in words where word != last {
      last = word
      merge(in: Int(word), left, right, into: token, &grown)
    }
    totals[pair] = 0
    grown.remove(pair)
    for number in grown.sorted() where totals[number] > 0 {
      push(Candidate(count: totals[number], key: keys[number], number: number))
    }
  }

  private mutating func merge(
    in word: Int, _ left: UInt32, _ right: UInt32, into token: UInt32, _ grown: inout Set<Int>
  ) {
    var symbols = words[word]
    words[word] = []
    let count = counts[word]
    var (read, write) = (0, 0)
    while read < symbols.count {
      if symbols[read] == left, read + 1 < symbols.count, symbols[read + 1] == right {
        if write > 0 {
          change(symbols[write - 1], left, by: -count, in: word)
          grown.insert(change(symbols[write - 1], token, by: count, in: word))
        }
        if read + 2 < symbols.count {
          change(right, symbols[read + 2], by: -count, in: word)
          grown.insert(change(token, symbols[read + 2], by: count, in: word))
        }
        symbols[write] = token
        read += 2
      } else {
        symbols[write] = symbols[read]
        read += 1
      }
      write += 1
    }
    symbols.removeLast(symbols.count - write)
    words[word] = symbols
  }

  @discardableResult
  private mutating func change(_ left: UInt32, _ right: UInt32, by count: Int, in word: Int) -> Int {
    let key = UInt64(left) << 32 | UInt64(right)
    let number = numbers[key] ?? totals.count
    if number == totals.count {
      numbers[key] = number
      keys.append(key)
      totals.append(0)
      places.append([])
    }
    totals[number] += count
    if count > 0 { places[number].append(Int32(word)) }
    return number
  }

  // MARK: The heap

  private mutating func push(_ candidate: Candidate) {
    heap.append(candidate)
    var index = heap.count - 1
    while index > 0, heap[index].precedes(heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func pop() -> Candidate? {
    guard let top = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return top }
    heap[0] = last
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1].precedes(heap[child]) { child += 1 }
      guard heap[child].precedes(heap[index]) else { break }
      heap.swapAt(index, child)
      index = child
    }
    return top
  }
}
