internal import Foundation

/// The texts that share the most, and the rarest, words with a question.
///
/// Σ over words of idf(w) · n(w) (k + 1) / (n(w) + k (1 − b + b · length / mean length)), k = 1.2, b = 0.75,
/// idf(w) = ln(1 + (N − n + ½) / (n + ½))
/// - Source: Robertson, Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", Equation 3.15; idf as in
///   Lucene, which is never negative.
struct WordIndex: Sendable {
  private var postings: [String: [(text: Int, count: Int)]] = [:]
  private var lengths: [Double] = []
  private var mean = 1.0

  init(_ texts: [[String: Int]]) {
    lengths = texts.map { Double($0.values.reduce(0, +)) }
    mean = max(1, lengths.reduce(0, +) / Double(max(1, lengths.count)))
    for (index, words) in texts.enumerated() {
      for (word, count) in words { postings[word, default: []].append((index, count)) }
    }
  }

  /// Returns the texts that share a word, the best first; of equals the earlier.
  func ranked(_ words: Set<String>) -> [Int] {
    var scores: [Int: Double] = [:]
    let total = Double(lengths.count)
    for word in words.sorted() {
      guard let list = postings[word] else { continue }
      let with = Double(list.count)
      let rarity = log(1 + (total - with + 0.5) / (with + 0.5))
      for (text, count) in list {
        let n = Double(count)
        scores[text, default: 0] += rarity * n * 2.2 / (n + 1.2 * (0.25 + 0.75 * lengths[text] / mean))
      }
    }
    return scores.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }
}
