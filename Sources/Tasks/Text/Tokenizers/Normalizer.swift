internal import Foundation

/// The steps that a text goes through before it is cut.
struct Normalizer: Sendable {
  enum Step: Sendable, Equatable {
    /// Unicode's canonical composition.
    case composition
    case replace([UInt8], with: [UInt8])
    /// Puts a string before a text that is not empty.
    case prepend([UInt8])
  }

  var steps: [Step] = []

  /// Returns the text after all steps, or `nil` if it stays as it is.
  func normalized(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var result: [UInt8]?
    for step in steps {
      let next = result.map { $0.withUnsafeBufferPointer { Self.apply(step, to: $0) } } ?? Self.apply(step, to: text)
      if let next { result = next }
    }
    return result
  }

  func normalized(_ text: String) -> [UInt8] {
    let text = Array(text.utf8)
    return text.withUnsafeBufferPointer { normalized($0) } ?? text
  }

  private static func apply(_ step: Step, to text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    switch step {
    case .composition: return composed(text)
    case .replace(let old, let new): return replacing(old, with: new, in: text)
    case .prepend(let string): return text.isEmpty ? nil : string + text
    }
  }

  /// Returns the text with every occurrence of a string replaced, from the left.
  static func replacing(_ old: [UInt8], with new: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let first = old.first, text.contains(first) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + text.count / 2)
    var index = 0
    while index < text.count {
      if text[index] == first, index + old.count <= text.count, text[index..<(index + old.count)].elementsEqual(old) {
        result += new
        index += old.count
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  /// Returns the text composed, or `nil` if that changes nothing.
  ///
  /// Nothing before a scalar that is inert touches what comes from it on, so only the stretches are composed that hold other
  /// scalars, each from the inert scalar before them.
  private static func composed(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let start = text.baseAddress else { return nil }
    var result: [UInt8] = []
    // What is done; where the last inert scalar begins; whether one that is not inert came since.
    var (done, inert, isStretch) = (0, 0, false)
    func compose(to end: Int) {
      // Decomposed first, because a Hangul syllable and a final consonant are not joined otherwise.
      let stretch = String(decoding: text[inert..<end], as: UTF8.self).decomposedStringWithCanonicalMapping
        .precomposedStringWithCanonicalMapping
      result += text[done..<inert]
      result += stretch.utf8
      done = end
    }
    var index = 0
    while index < text.count {
      let byte = start[index]
      if byte < 0xCC || isInert(UInt32(Scanner.value(start, index))) {  // below 0xCC are the scalars below U+0300
        if isStretch { compose(to: index) }
        (inert, isStretch) = (index, false)
      } else {
        isStretch = true
      }
      index += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }
    if isStretch { compose(to: text.count) }
    guard done > 0 else { return nil }
    result += text[done...]
    return result
  }

  /// Whether a scalar is the same under composition whatever stands beside it. True of fewer than it could be.
  ///
  /// U+11A7 and U+11C3 have to be among them: the standard library takes them for final consonants of Hangul.
  static func isInert(_ scalar: UInt32) -> Bool {
    switch scalar {
    case ..<0x300, 0x1176...0x11A7, 0x11C3...0x11FF, 0x388...0x482, 0x48A...0x590, 0x5D0...0x5EA, 0x620...0x64A,
      0x1E00...0x1EFF, 0x2010...0x2027,
      0x2030...0x2071, 0x2074...0x20C0, 0x2100...0x2125, 0x212C...0x2328, 0x232B...0x24FF, 0x2500...0x2ADB,
      0x3001...0x3029, 0x3041...0x3096,
      0x309B...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xFF01...0xFF60, 0x1F300...0x1FAFF:
      true
    default: false
    }
  }
}
