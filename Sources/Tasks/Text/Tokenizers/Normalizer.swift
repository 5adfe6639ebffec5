internal import Foundation

/// What happens to a text before it is cut.
struct Normalizer: Sendable {
  enum Step: Sendable, Equatable {
    /// Unicode's canonical composition.
    case composition
    case replace([UInt8], with: [UInt8])
    /// Puts a string before a text that is not empty.
    case prepend([UInt8])
  }

  var steps: [Step] = []

  /// The text after all steps, or `nil` if it stays as it is.
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
    case .composition:
      guard !isComposed(text) else { return nil }
      return Array(String(decoding: text, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
    case .replace(let old, let new): return replacing(old, with: new, in: text)
    case .prepend(let string): return text.isEmpty ? nil : string + text
    }
  }

  /// The text with every occurrence of a string replaced, from the left.
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

  /// Whether a text surely is composed already: it holds only scalars that neither change nor join another.
  static func isComposed(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = text.baseAddress else { return true }
    var index = 0
    while index < text.count {
      let byte = start[index]
      if byte < 0xCC {  // below U+0300
        index += byte < 0x80 ? 1 : 2
        continue
      }
      guard isInert(UInt32(Scanner.value(start, index))) else { return false }
      index += byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }
    return true
  }

  /// Whether a scalar is the same under composition whatever stands beside it. True of fewer than it could be.
  static func isInert(_ scalar: UInt32) -> Bool {
    switch scalar {
    case ..<0x300, 0x388...0x482, 0x48A...0x590, 0x5D0...0x5EA, 0x620...0x64A, 0x1E00...0x1EFF, 0x2010...0x2027,
      0x2030...0x2071, 0x2074...0x20C0, 0x2100...0x2125, 0x212C...0x2328, 0x232B...0x24FF, 0x2500...0x2ADB,
      0x3001...0x3029, 0x3041...0x3096,
      0x309B...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xFF01...0xFF60, 0x1F300...0x1FAFF:
      true
    default: false
    }
  }
}
