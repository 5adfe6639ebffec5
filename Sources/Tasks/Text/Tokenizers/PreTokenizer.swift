/// The rules by which a text is cut into the pieces that merges never cross.
struct PreTokenizer: Sendable {
  /// A rule by which a piece is cut further.
  enum Split: Sendable, Equatable {
    case gpt2
    case llama3(digits: Int)
    case digits(each: Bool)
    case literal([UInt8], merged: Bool)
    /// Before each ▁.
    case eachMark
    /// Before each run of ▁ that does not follow one of these bytes. Of no file: where no merge crosses these places, it
    /// changes nothing but the speed.
    case marks(exceptAfter: [Bool])

    /// The rules that files spell as regular expressions.
    static let patterns: [String: Split] = [
      #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: .gpt2,
      pattern(digits: #"\p{N}{1,3}"#): .llama3(digits: 3),
      pattern(digits: #"\p{N}"#): .llama3(digits: 1),
      #"\p{N}"#: .digits(each: true),
      #"\p{N}+"#: .digits(each: false),
    ]

    /// Returns the expression of Llama 3 and Qwen, whose numbers differ.
    static func pattern(digits: String) -> String {
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + digits
        + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    }
  }

  /// The marks that SentencePiece puts for the spaces of a text.
  struct Metaspace: Sendable, Equatable {
    enum Prepending: String, Sendable { case always, first, never }
    var prepending: Prepending

    /// Returns the text with ▁ for spaces, and one before it where it is asked for.
    func apply(to text: UnsafeBufferPointer<UInt8>, isFirst: Bool) -> [UInt8] {
      let text = Normalizer.replacing([0x20], with: PreTokenizer.mark, in: text) ?? Array(text)
      let isPrepending = prepending == .always || prepending == .first && isFirst
      return isPrepending && !text.starts(with: PreTokenizer.mark) ? PreTokenizer.mark + text : text
    }
  }

  /// The mark that stands for a space.
  static let mark = Array("▁".utf8)

  var splits: [Split] = []
  /// Whether the symbols are bytes, spelled in `ByteAlphabet`.
  var isByteLevel = false
  /// Whether a text between added tokens gets a space before it that does not have one.
  var isAddingPrefixSpace = false
  var metaspace: Metaspace?

  /// Calls `body` with the text, the start and the end of each piece, and the end of the text.
  @inline(__always) func cut(
    _ text: UnsafeBufferPointer<UInt8>, isFirst: Bool, _ body: (UnsafePointer<UInt8>, Int, Int, Int) -> Void
  ) {
    if let changed = changed(text, isFirst: isFirst) {
      changed.withUnsafeBufferPointer { cut($0, body) }
    } else {
      cut(text, body)
    }
  }

  private func changed(_ text: UnsafeBufferPointer<UInt8>, isFirst: Bool) -> [UInt8]? {
    guard !text.isEmpty else { return nil }
    if let metaspace { return metaspace.apply(to: text, isFirst: isFirst) }
    return isAddingPrefixSpace && text.first != UInt8(ascii: " ") ? [UInt8(ascii: " ")] + text : nil
  }

  @inline(__always) private func cut(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafePointer<UInt8>, Int, Int, Int) -> Void
  ) {
    Scanner.with(text) { scanner in
      pieces(of: scanner, from: 0, to: text.count) { body(scanner.text, $0, $1, text.count) }
    }
  }

  /// Calls `body` with the start and the end of each piece.
  @inline(__always) private func pieces(
    of scanner: Scanner, from start: Int, to end: Int, _ body: (Int, Int) -> Void
  ) {
    switch (splits.count, splits.first) {
    case (0, _): if start < end { body(start, end) }
    case (1, .gpt2?): cut(start, end, { scanner.gpt2(from: $0, to: $1) }, body)
    case (1, .llama3(let digits)?): cut(start, end, { scanner.llama3(from: $0, to: $1, digits: digits) }, body)
    case (1, .marks(let except)?): cut(start, end, { scanner.marked(from: $0, to: $1, exceptAfter: except) }, body)
    case (2, .digits(each: true)?) where splits[1] == .gpt2:
      cut(start, end, { scanner.digits(from: $0, to: $1, each: true) }) { start, end in
        cut(start, end, { scanner.gpt2(from: $0, to: $1) }, body)
      }
    default: pieces(of: scanner, from: start, to: end, rule: 0, body)
    }
  }

  @inline(__always) private func cut(
    _ start: Int, _ end: Int, _ next: (Int, Int) -> Int, _ body: (Int, Int) -> Void
  ) {
    var index = start
    while index < end {
      let stop = next(index, end)
      body(index, stop)
      index = stop
    }
  }

  /// Returns the pieces of a text by one rule, each a text of its own for the next.
  private func pieces(of scanner: Scanner, from start: Int, to end: Int, rule: Int, _ body: (Int, Int) -> Void) {
    guard rule < splits.count else { return body(start, end) }
    let next: (Int, Int) -> Int =
      switch splits[rule] {
      case .gpt2: { scanner.gpt2(from: $0, to: $1) }
      case .llama3(let digits): { scanner.llama3(from: $0, to: $1, digits: digits) }
      case .digits(let each): { scanner.digits(from: $0, to: $1, each: each) }
      case .literal(let string, let merged): { scanner.literal(string, merged: merged, from: $0, to: $1) }
      case .eachMark: { scanner.eachMark(from: $0, to: $1) }
      case .marks(let except): { scanner.marked(from: $0, to: $1, exceptAfter: except) }
      }
    cut(start, end, next) { pieces(of: scanner, from: $0, to: $1, rule: rule + 1, body) }
  }
}
