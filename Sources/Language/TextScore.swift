internal import Foundation
internal import Networks
internal import Tasks
internal import Tensors

/// The nats that a model gives the tokens of a text, and the bytes that it counts them by.
///
/// bits per byte = Σ nats / (ln 2 · bytes), which compares models of different tokenizers.
public struct TextScore: Hashable, Codable, Sendable {
  /// The sum of −ln p of the scored tokens.
  public var nats: Double
  /// The number of scored tokens.
  public var tokens: Int
  /// The bytes of the whole text, in UTF-8.
  public var bytes: Int

  /// Creates a score.
  public init(nats: Double, tokens: Int, bytes: Int) { (self.nats, self.tokens, self.bytes) = (nats, tokens, bytes) }

  /// Bits per byte; not a number of an empty text.
  public var bitsPerByte: Double { nats / M_LN2 / Double(bytes) }

  /// The score of both texts.
  public static func + (a: TextScore, b: TextScore) -> TextScore {
    TextScore(nats: a.nats + b.nats, tokens: a.tokens + b.tokens, bytes: a.bytes + b.bytes)
  }
}

extension LanguageModel {
  /// Scores ids after a context that is read and not scored.
  ///
  /// A text longer than the window is read in windows that overlap by half, so that each token sees at least half a window
  /// before it; the first id is scored only after a context.
  ///
  /// `context` says what stands before the text, cut on the left to half a window. `window` is the most tokens that are
  /// read at once, or `nil` for the model's longest, at most 1,024.
  /// - Returns: −ln p of each id; 0 for a first id without context.
  public func negativeLogProbabilities(of ids: [Int], after context: [Int] = [], window: Int? = nil) -> [Double] {
    let window = min(window ?? 1_024, decoder.configuration.longest)
    let before = Array(context.suffix(window / 2))
    let all = before + ids
    guard all.count > 1 else { return ids.map { _ in 0 } }
    var scores = [Double](repeating: 0, count: all.count)
    var scored = max(1, before.count)
    while scored < all.count {
      let start = scored == max(1, before.count) ? 0 : max(0, scored - window / 2)
      let stop = min(all.count, start + window)
      let part = Tensor(Array(all[start..<stop]), shape: [1, stop - start]).moved(to: decoder.device)
      let own: [Float] = withoutGradient {
        let features = decoder.features(of: part.narrowed(1, from: 0, length: stop - start - 1))
        // Only what is scored goes through the head: logits of a window of a large vocabulary fill memory.
        let first = scored - start - 1
        let asked = features.narrowed(1, from: first, length: stop - start - 1 - first)
        let labels = part.narrowed(1, from: scored - start, length: stop - scored)
        return Loss.crossEntropy(decoder.logits(of: asked).converted(to: .float32), labels, .softmax)
          .scalars(Float.self)
      }
      for (index, nats) in own.enumerated() { scores[scored + index] = Double(nats) }
      scored = stop
    }
    return Array(scores.dropFirst(before.count))
  }

  /// Scores a text after the model's beginning token, if it has one, or after a context.
  public func score(_ text: String, after context: [Int]? = nil, window: Int? = nil) -> TextScore {
    let ids = tokenizer.encode(text, parsing: .ordinary)
    let before = context ?? [tokenizer.specials.beginning].compactMap { $0 }
    let nats = negativeLogProbabilities(of: ids, after: before, window: window)
    return TextScore(
      nats: nats.reduce(0, +), tokens: before.isEmpty ? max(0, ids.count - 1) : ids.count, bytes: text.utf8.count)
  }
}
