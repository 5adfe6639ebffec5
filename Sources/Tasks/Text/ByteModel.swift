internal import Foundation
internal import Requirements

/// A model of bytes by counting: the probability of a byte after the few before it.
///
/// pₖ(b | c) = (n(c, b) + d(c) pₖ₋₁(b | c′)) / (n(c) + d(c)), p₋₁ = 1/256, in which c are the last k bytes, c′ the last
/// k − 1, n counts and d the number of different bytes that followed c.
/// - Source: Witten, Bell 1991, "The Zero-Frequency Problem", method C; interpolated as in Chen, Goodman 1999, Section 2.6.
public struct ByteModel: Sendable {
  private struct Followers: Sendable {
    var counts: [UInt8: Int] = [:]
    var total = 0
  }

  /// The bytes that a prediction looks at.
  public let order: Int
  /// For each number of bytes looked at, what followed them.
  private var followers: [[UInt32: Followers]]

  /// Counts texts.
  ///
  /// `order` is the number of bytes that a prediction looks at, 0 to 4.
  public init(order: Int = 3, of texts: [[UInt8]]) {
    require((0...4).contains(order), "a byte model of order \(order): its contexts are 0 to 4 bytes")
    self.order = order
    followers = Array(repeating: [:], count: order + 1)
    for text in texts { count(text) }
  }

  /// Counts one more text.
  public mutating func count(_ text: [UInt8]) {
    for (index, byte) in text.enumerated() {
      for length in 0...min(order, index) {
        let key = Self.key(text[(index - length)..<index])
        followers[length][key, default: Followers()].counts[byte, default: 0] += 1
        followers[length][key]!.total += 1
      }
    }
  }

  /// Returns the probability of a byte after others, of which the last few count.
  public func probability(of byte: UInt8, after context: ArraySlice<UInt8>) -> Double {
    (0...min(order, context.count)).reduce(1.0 / 256) { shorter, length in
      guard let seen = followers[length][Self.key(context.suffix(length))] else { return shorter }
      let different = Double(seen.counts.count)
      return (Double(seen.counts[byte] ?? 0) + different * shorter) / (Double(seen.total) + different)
    }
  }

  /// Returns the mean number of bits that the bytes of a window take after its first, each told from those before it.
  public func bits(of window: [UInt8]) -> Double {
    guard window.count > 1 else { return 0 }
    let bits = (1..<window.count).map { -log2(probability(of: window[$0], after: window[..<$0])) }
    return bits.reduce(0, +) / Double(bits.count)
  }

  private static func key(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }
}
