/// A finder of added tokens in a text: the leftmost, and of those that begin there the longest.
struct AddedTokens: Sendable {
  /// A part of a text: an added token, by its place in the list, or the text between two of them.
  struct Part {
    var range: Range<Int>
    var token: Int?
  }

  let tokens: [AddedToken]
  /// The strings that are looked for, each with the place of its token.
  private var index = ByteStringIndex()
  private var places: [Int] = []
  /// For each first byte the lengths of strings, the longest first.
  private var lengths: [[Int]] = Array(repeating: [], count: 256)
  /// Whether a string begins with a byte, and with two; the latter by both, as one number.
  private var firsts = [Bool](repeating: false, count: 256)
  private var seconds: [Bool] = []

  var isEmpty: Bool { places.isEmpty }

  /// Creates the finder of these tokens.
  /// - Parameter strings: what to look for, and the place of its token in `tokens`.
  init(_ tokens: [AddedToken], strings: [(string: [UInt8], place: Int)]) {
    self.tokens = tokens
    if !strings.isEmpty { seconds = [Bool](repeating: false, count: 1 << 16) }
    for (string, place) in strings where !string.isEmpty && index.insert(string).isNew {
      places.append(place)
      let first = Int(string[0])
      firsts[first] = true
      if !lengths[first].contains(string.count) { lengths[first].append(string.count) }
      for second in string.count > 1 ? Int(string[1])...Int(string[1]) : 0...255 { seconds[first << 8 | second] = true }
    }
    for first in 0..<256 { lengths[first].sort(by: >) }
  }

  /// Returns the parts of a text, in order, without empty ones.
  func parts(of text: UnsafeBufferPointer<UInt8>, parsing: AddedTokenParsing) -> [Part] {
    guard !isEmpty, parsing != .none else { return text.isEmpty ? [] : [Part(range: 0..<text.count)] }
    var parts: [Part] = []
    var (rest, index) = (0, 0)
    while let (start, end, place) = next(in: text, from: index) {
      index = end
      let token = tokens[place]
      if parsing == .ordinary, token.isSpecial { continue }
      if token.isSingleWord, Self.isWord(before: start, text) || Self.isWord(at: end, text) { continue }
      let left = token.stripsLeft ? max(rest, Self.spaces(before: start, text)) : start
      let right = token.stripsRight ? Self.spaces(after: end, text) : end
      if rest < left { parts.append(Part(range: rest..<left)) }
      parts.append(Part(range: left..<right, token: place))
      (rest, index) = (right, right)
    }
    if rest < text.count { parts.append(Part(range: rest..<text.count)) }
    return parts
  }

  /// Returns the first string that is found from a byte on.
  func next(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (start: Int, end: Int, place: Int)? {
    firsts.withUnsafeBufferPointer { firsts in
      var index = start
      while index < text.count {
        let first = Int(text[index])
        let second = index + 1 < text.count ? Int(text[index + 1]) : nil
        if firsts[first], second.map({ seconds[first << 8 | $0] }) ?? true {
          for length in lengths[first] where index + length <= text.count {
            let string = UnsafeBufferPointer(rebasing: text[index..<(index + length)])
            if let number = self.index.number(of: string) { return (index, index + length, places[number]) }
          }
        }
        index += 1
      }
      return nil
    }
  }

  // MARK: Neighbours

  private static func spaces(before start: Int, _ text: UnsafeBufferPointer<UInt8>) -> Int {
    var index = start
    while let scalar = scalar(at: before(index, text), text), scalar.properties.isWhitespace {
      index = before(index, text)
    }
    return index
  }

  private static func spaces(after end: Int, _ text: UnsafeBufferPointer<UInt8>) -> Int {
    var index = end
    while let scalar = scalar(at: index, text), scalar.properties.isWhitespace { index += UTF8.width(scalar) }
    return index
  }

  private static func isWord(before start: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    isWord(at: before(start, text), text)
  }

  /// Returns where the scalar before a byte begins; -1 before the first.
  private static func before(_ start: Int, _ text: UnsafeBufferPointer<UInt8>) -> Int {
    var index = start - 1
    while index > 0, text[index] & 0xC0 == 0x80 { index -= 1 }
    return index
  }

  /// Returns whether a scalar is `\w`: alphabetic, a mark, a decimal digit, a connector or a joiner.
  private static func isWord(at index: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let scalar = scalar(at: index, text) else { return false }
    if scalar.properties.isAlphabetic || scalar.properties.isJoinControl { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
    default: return false
    }
  }

  private static func scalar(at index: Int, _ text: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
    guard text.indices.contains(index), let start = text.baseAddress else { return nil }
    return Unicode.Scalar(UInt32(Scanner.value(start, index)))
  }
}
