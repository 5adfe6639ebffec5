internal import Foundation
internal import Randomness

/// The scores of the same texts before and after a change.
public struct PairedScores: Hashable, Codable, Sendable {
  /// Each text's score before.
  public let before: [TextScore]
  /// Each text's score after.
  public let after: [TextScore]
  /// The rise of bits per byte, over all texts together; negative where the change helped.
  public let rise: Double
  /// A 95 % interval of the rise, or `nil` of fewer than eight texts: a bootstrap of few texts is too narrow.
  public let interval: ClosedRange<Double>?

  /// The fewest texts that have an interval.
  public static let fewestTexts = 8

  /// Pairs scores. The interval is a percentile bootstrap over texts, 2,000 draws.
  /// - Source: Efron, Tibshirani 1993, "An Introduction to the Bootstrap", Section 13.3.
  public init(before: [TextScore], after: [TextScore], seed: UInt64 = 0) {
    (self.before, self.after) = (before, after)
    let pairs = zip(before, after).map { ($1.nats - $0.nats, Double($0.bytes)) }
    func rise(_ picked: [(Double, Double)]) -> Double {
      let (nats, bytes) = picked.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
      return nats / M_LN2 / max(bytes, 1)
    }
    self.rise = rise(pairs)
    guard pairs.count >= Self.fewestTexts else {
      interval = nil
      return
    }
    var generator = Generator(seed: seed).child("bootstrap")
    let rises = (0..<2_000).map { _ in
      rise(pairs.indices.map { _ in pairs[generator.integer(in: 0..<pairs.count)] })
    }.sorted()
    interval = rises[49]...rises[1_949]
  }

  /// The bits per byte of all texts before.
  public var bitsBefore: Double { Self.total(before).bitsPerByte }
  /// The bits per byte of all texts after.
  public var bitsAfter: Double { Self.total(after).bitsPerByte }

  private static func total(_ scores: [TextScore]) -> TextScore {
    scores.reduce(TextScore(nats: 0, tokens: 0, bytes: 0), +)
  }
}
