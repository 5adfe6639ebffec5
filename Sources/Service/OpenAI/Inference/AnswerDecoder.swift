internal import Tasks

/// The text of a continuation as its tokens come, up to the first stop text, which is not part of it.
///
/// Text in which a stop text may have begun is held back, as is a character whose bytes have not all come.
struct AnswerDecoder {
  /// Text that is certain, and the tokens of which it is made.
  struct Delta {
    var text = ""
    var tokens: [ScoredToken] = []

    var isEmpty: Bool { text.isEmpty && tokens.isEmpty }
  }

  /// Whether the continuation has ended: at an end of the model's, or at a stop text.
  private(set) var isStopped = false
  /// The number of tokens that came.
  private(set) var count = 0

  private var decoder: StreamingDecoder
  private let stops: [[UInt8]]
  private let ends: Set<Int>
  private var held: [UInt8] = []
  /// The tokens of the held text, and where in it each begins.
  private var waiting: [(token: ScoredToken, start: Int)] = []

  private var leavesOutSpace: Bool

  /// Creates a decoder of what follows a prompt, without the space with which it may begin or with it.
  init(_ text: ModelText, after prompt: [Int], stops: [String], leavingOutFirstSpace: Bool = false) {
    leavesOutSpace = leavingOutFirstSpace
    decoder = StreamingDecoder(text.tokenizer)
    // A tokenizer that leaves out a space at the start of a text would take one of the answer's for it.
    for id in prompt { _ = decoder.append(id) }
    ends = text.ends
    self.stops = stops.map { Array($0.utf8) }.filter { !$0.isEmpty }
  }

  /// Takes tokens and returns the text that is certain by now.
  mutating func append(_ tokens: [ScoredToken]) -> Delta {
    var delta = Delta()
    for token in tokens where !isStopped {
      count += 1
      if ends.contains(token.id) {
        isStopped = true
        release(held.count + 1, into: &delta)
      } else {
        waiting.append((token, held.count))
        hold(decoder.append(token.id))
        settle(into: &delta)
      }
    }
    return delta
  }

  /// Ends the text and returns the rest of it.
  mutating func finish() -> Delta {
    var delta = Delta()
    guard !isStopped else { return delta }
    hold(decoder.finish())
    settle(into: &delta)
    if !isStopped { release(held.count + 1, into: &delta) }
    return delta
  }

  private mutating func hold(_ text: String) {
    held += leavesOutSpace && text.hasPrefix(" ") ? text.utf8.dropFirst() : text.utf8[...]
    if !text.isEmpty { leavesOutSpace = false }
  }

  private mutating func settle(into delta: inout Delta) {
    if let cut = stops.compactMap({ held.place(of: $0) }).min() {
      isStopped = true
      release(cut, into: &delta)
    } else {
      release(held.count - stops.reduce(0) { max($0, held.overlap(with: $1)) }, into: &delta)
    }
  }

  /// Moves bytes of the held text to a delta, with the tokens that begin in them.
  private mutating func release(_ count: Int, into delta: inout Delta) {
    delta.text += String(decoding: held.prefix(count), as: UTF8.self)
    let ready = waiting.prefix { $0.start < count }
    delta.tokens += ready.map(\.token)
    let released = min(count, held.count)
    waiting = waiting.dropFirst(ready.count).map { ($0.token, $0.start - released) }
    held.removeFirst(released)
  }
}

extension [UInt8] {
  /// Returns where the first of these bytes begin that are those of `part`, or `nil` if there are none.
  fileprivate func place(of part: [UInt8]) -> Int? {
    guard part.count <= count else { return nil }
    return (0...(count - part.count)).first { self[$0...].starts(with: part) }
  }

  /// Returns the length of the longest end of these bytes with which `part` begins without being it.
  fileprivate func overlap(with part: [UInt8]) -> Int {
    (1..<Swift.max(1, part.count)).last { $0 <= count && part.starts(with: self.suffix($0)) } ?? 0
  }
}
