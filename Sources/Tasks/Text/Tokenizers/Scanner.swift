/// A scanner, which finds where the pieces of a text end by each of the splitting rules.
///
/// Written by hand, a function a rule, because Swift's `Regex` counts in Characters and takes a hundred times as long. Works
/// on valid UTF-8, on scalars: a combining mark is a unit of its own.
struct Scanner {
  let text: UnsafePointer<UInt8>
  private let pages: UnsafePointer<UInt16>
  private let blocks: UnsafePointer<UInt8>

  /// Calls `body` with a scanner of a text.
  static func with<R>(_ text: UnsafeBufferPointer<UInt8>, _ body: (Scanner) -> R) -> R {
    let classes = ScalarClasses.unicode16
    var nothing: UInt8 = 0
    return classes.pages.withUnsafeBufferPointer { pages in
      classes.blocks.withUnsafeBufferPointer { blocks in
        withUnsafePointer(to: &nothing) { nothing in
          body(Scanner(text: text.baseAddress ?? nothing, pages: pages.baseAddress!, blocks: blocks.baseAddress!))
        }
      }
    }
  }

  /// The class of the scalar at a byte, and its length.
  @inline(__always) func scalar(at index: Int) -> (kind: UInt8, length: Int) {
    let first = text[index]
    if first < 0x80 { return (blocks[Int(first)], 1) }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    let value = Self.value(text, index)
    return (blocks[Int(pages[value >> 8]) << 8 | value & 0xFF], length)
  }

  /// The scalar at a byte of valid UTF-8.
  @inline(__always) static func value(_ text: UnsafePointer<UInt8>, _ index: Int) -> Int {
    let first = Int(text[index])
    if first < 0x80 { return first }
    let second = Int(text[index + 1] & 0x3F)
    if first < 0xE0 { return (first & 0x1F) << 6 | second }
    let third = Int(text[index + 2] & 0x3F)
    if first < 0xF0 { return (first & 0x0F) << 12 | second << 6 | third }
    return (first & 0x07) << 18 | second << 12 | third << 6 | Int(text[index + 3] & 0x3F)
  }

  /// The end of a run of scalars of one class.
  @inline(__always) private func run(of kind: UInt8, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end {
      let next = scalar(at: index)
      guard next.kind == kind else { break }
      index += next.length
    }
    return index
  }

  // MARK: Rules

  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
  /// - Source: GPT-2.
  @inline(__always) func gpt2(from start: Int, to end: Int) -> Int {
    let first = text[start]
    if first == UInt8(ascii: "'"), let end = contraction(from: start, to: end, ignoringCase: false) { return end }
    var index = start
    if first == UInt8(ascii: " "), start + 1 < end { index += 1 }
    let head = scalar(at: index)
    if head.kind != ScalarClasses.space { return run(of: head.kind, from: index + head.length, to: end) }
    return spaces(from: start, to: end)
  }

  /// The rule of Llama 3 and, with `digits` 1, of Qwen 2 and 3:
  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
  @inline(__always) func llama3(from start: Int, to end: Int, digits: Int) -> Int {
    let first = text[start]
    if first == UInt8(ascii: "'"), let end = contraction(from: start, to: end, ignoringCase: true) { return end }
    let head = scalar(at: start)
    if head.kind == ScalarClasses.letter { return run(of: head.kind, from: start + head.length, to: end) }
    if head.kind == ScalarClasses.number {
      var index = start + head.length
      for _ in 1..<max(digits, 1) where index < end {
        let next = scalar(at: index)
        guard next.kind == ScalarClasses.number else { break }
        index += next.length
      }
      return index
    }
    let second = start + head.length
    let next = second < end ? scalar(at: second) : (ScalarClasses.space, 0)
    if next.0 == ScalarClasses.letter, !isNewline(first) { return run(of: next.0, from: second + next.1, to: end) }
    if head.kind == ScalarClasses.other { return newlines(from: run(of: head.kind, from: second, to: end), to: end) }
    if first == UInt8(ascii: " "), next.0 == ScalarClasses.other {
      return newlines(from: run(of: next.0, from: second + next.1, to: end), to: end)
    }
    let last = run(of: ScalarClasses.space, from: start, to: end)
    var newline = last
    while newline > start {
      if isNewline(text[newline - 1]) { return newline }
      newline -= 1
    }
    return spaces(from: start, to: end)
  }

  /// A number on its own, or a run of them when `isEach` is false; and all between two numbers.
  @inline(__always) func digits(from start: Int, to end: Int, each isEach: Bool) -> Int {
    let head = scalar(at: start)
    if head.kind == ScalarClasses.number {
      return isEach ? start + head.length : run(of: head.kind, from: start + head.length, to: end)
    }
    var index = start + head.length
    while index < end {
      let next = scalar(at: index)
      if next.kind == ScalarClasses.number { break }
      index += next.length
    }
    return index
  }

  /// Returns the end of what comes before a string, the string included if `isMerged`, else both on their own.
  func literal(_ string: [UInt8], merged isMerged: Bool, from start: Int, to end: Int) -> Int {
    var index = start
    while index + string.count <= end {
      if string.indices.allSatisfy({ text[index + $0] == string[$0] }) {
        return isMerged || index == start ? index + string.count : index
      }
      index += 1
    }
    return end
  }

  /// ▁s and what follows them, up to the next ▁ that does not follow one of some bytes.
  @inline(__always) func marked(from start: Int, to end: Int, exceptAfter bytes: [Bool]) -> Int {
    var index = start
    while true {
      while isMark(index, end) { index += 3 }
      while index < end, !isMark(index, end) { index += 1 }
      guard index < end, index > start, bytes[Int(text[index - 1])] else { return index }
    }
  }

  /// One ▁ and what follows it, up to the next ▁.
  @inline(__always) func eachMark(from start: Int, to end: Int) -> Int {
    var index = isMark(start, end) ? start + 3 : start
    while index < end, !isMark(index, end) { index += 1 }
    return index
  }

  // MARK: Parts of rules

  @inline(__always) private func isMark(_ index: Int, _ end: Int) -> Bool {
    index + 2 < end && text[index] == 0xE2 && text[index + 1] == 0x96 && text[index + 2] == 0x81
  }

  /// `\s+(?!\S)|\s+`: a run of spaces without its last one, if something that can be seen follows.
  @inline(__always) private func spaces(from start: Int, to end: Int) -> Int {
    var index = start
    var last = start
    while index < end {
      let next = scalar(at: index)
      guard next.kind == ScalarClasses.space else { return last > start ? last : index }
      last = index
      index += next.length
    }
    return index
  }

  @inline(__always) private func newlines(from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, isNewline(text[index]) { index += 1 }
    return index
  }

  @inline(__always) private func isNewline(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Returns the end of `'s|'t|'re|'ve|'m|'ll|'d`, or `nil` if none is there. Without case ſ is an s too.
  private func contraction(from start: Int, to end: Int, ignoringCase: Bool) -> Int? {
    let fold: UInt8 = ignoringCase ? 0x20 : 0
    guard start + 1 < end else { return nil }
    switch text[start + 1] | fold {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    default: break
    }
    guard start + 2 < end else { return nil }
    switch (text[start + 1] | fold, text[start + 2] | fold) {
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return start + 3
    default: return ignoringCase && text[start + 1] == 0xC5 && text[start + 2] == 0xBF ? start + 3 : nil
    }
  }
}
