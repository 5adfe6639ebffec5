internal import Randomness

/// The runs of eight tokens of a text, as hashes, by which copies of an answer are found.
///
/// Spaces, how lines are broken, and the marks of comments before them do not count. A copy whose names were changed throughout is another text.
/// - Source: Broder 1997, "On the Resemblance and Containment of Documents", Section 2: containment of w-shinglings.
struct Shingles: Sendable {
  /// The number of tokens in a run.
  static let width = 8
  /// The share of an answer's runs that a text may not reach.
  static let threshold = 0.5

  /// The hash of each run, in order.
  let hashes: [UInt64]
  /// The offsets of each run.
  let ranges: [Range<Int>]
  /// The number of tokens.
  let tokens: Int

  init(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    var (hashes, tokens) = ([UInt64](), [(hash: UInt64, range: Range<Int>)]())
    var (index, isLineStart) = (0, true)
    while index < bytes.count {
      guard bytes[index] > 32 else {
        if bytes[index] == 10 { isLineStart = true }
        index += 1
        continue
      }
      if isLineStart, "#/*>".utf8.contains(bytes[index]) {
        index += 1
        continue
      }
      isLineStart = false
      let start = index
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      let isWord = Identifiers.isWord(bytes[index])
      repeat {
        hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
        index += 1
      } while isWord && index < bytes.count && Identifiers.isWord(bytes[index])
      tokens.append((hash, start..<index))
    }
    var ranges: [Range<Int>] = []
    if tokens.count >= Self.width {
      for first in 0...(tokens.count - Self.width) {
        let run = tokens[first..<(first + Self.width)]
        hashes.append(run.reduce(0x9E37_79B9_7F4A_7C15) { ($0 ^ $1.hash) &* 0xBF58_476D_1CE4_E5B9 ^ ($0 >> 29) })
        ranges.append(tokens[first].range.lowerBound..<tokens[first + Self.width - 1].range.upperBound)
      }
    }
    (self.hashes, self.ranges, self.tokens) = (hashes, ranges, tokens.count)
  }
}

/// What must not be read off: the runs of tokens that make up held-out answers.
struct Answers: Sendable {
  /// For each answer, its runs.
  private(set) var runs: [Set<UInt64>] = []
  private var owners: [UInt64: [Int]] = [:]

  /// Adds an answer. Of a fix only what the text before it does not show is an answer. One of no run is none.
  mutating func add(_ text: String, without shown: String? = nil) {
    var runs = Set(Shingles(text).hashes)
    if let shown { runs.subtract(Shingles(shown).hashes) }
    guard !runs.isEmpty else { return }
    for run in runs { owners[run, default: []].append(self.runs.count) }
    self.runs.append(runs)
  }

  /// Returns the share of each answer's runs that stand in a text, of those answers of which any do.
  func shares(in text: Shingles) -> [Int: Double] {
    var counts: [Int: Int] = [:]
    for hash in Set(text.hashes) {
      for owner in owners[hash] ?? [] { counts[owner, default: 0] += 1 }
    }
    return counts.reduce(into: [:]) { $0[$1.key] = Double($1.value) / Double(runs[$1.key].count) }
  }

  /// Whether half of an answer or more stands in a text.
  func leak(into text: String) -> Bool { shares(in: Shingles(text)).values.contains { $0 >= Shingles.threshold } }

  /// Returns the ranges of a text in which runs of leaking answers stand.
  func leaks(in text: String) -> [Range<Int>] {
    let shingles = Shingles(text)
    let leaking = Set(shares(in: shingles).filter { $0.value >= Shingles.threshold }.keys)
    guard !leaking.isEmpty else { return [] }
    return zip(shingles.hashes, shingles.ranges).filter { hash, _ in
      owners[hash]?.contains(where: leaking.contains) == true
    }
    .map(\.1)
  }
}
