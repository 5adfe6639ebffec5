internal import Foundation

/// How alike two texts are, from 0 to 1.
enum TextSimilarity: Hashable, Sendable {
  /// The share of characters that lie in the longest common subsequence, 2 LCS / (m + n).
  ///
  /// - Source: `fuzz.ratio` of rapidfuzz, which OpenAI names as its source; which of its functions is not said.
  case fuzzyMatch
  /// BLEU of up to four words: exp(min(0, 1 - r/c) + ¼ Σ ln pₙ), with pₙ the clipped precision of n words.
  ///
  /// - Source: Papineni, Roukos, Ward, Zhu 2002, "BLEU", equations 2 and 3. <https://aclanthology.org/P02-1040>
  /// - Differs: For one sentence the precisions of two words and more are (matches + 1) / (words + 1), after Lin and Och 2004,
  ///   "ORANGE", section 4; without it a short answer has no score.
  case bleu
  /// The lesser of precision and recall over all runs of one to four words.
  ///
  /// - Source: Wu et al. 2016, "Google's Neural Machine Translation System", section 4.1. <https://arxiv.org/abs/1609.08144>
  case gleu
  /// F (1 - ½ (chunks / matches)³) with F = 10 P R / (R + 9 P), over words in lower case.
  ///
  /// - Source: Banerjee, Lavie 2005, "METEOR", equations 2 to 4. <https://aclanthology.org/W05-0909>
  /// - Differs: Words match if they are the same. Stems and synonyms, which need a dictionary of the language, do not. Words are
  ///   aligned by the longest common runs first, which finds few chunks rather than provably the fewest.
  case meteor
  /// The harmonic mean of precision and recall of runs of this many words, in lower case.
  ///
  /// - Source: Lin 2004, "ROUGE", section 2. <https://aclanthology.org/W04-1013>
  case rouge(Int)
  /// The harmonic mean of precision and recall of the longest common subsequence of words, in lower case.
  ///
  /// - Source: Lin 2004, "ROUGE", section 3.1, equations 2 to 4 with β = 1.
  case rougeL

  /// Creates the measure of this name in OpenAI's API, or `nil` for a name that is none or is not computed here.
  init?(name: String) {
    let names: [String: TextSimilarity] = [
      "fuzzy_match": .fuzzyMatch, "bleu": .bleu, "gleu": .gleu, "meteor": .meteor, "rouge_1": .rouge(1),
      "rouge_2": .rouge(2), "rouge_3": .rouge(3), "rouge_4": .rouge(4), "rouge_5": .rouge(5), "rouge_l": .rougeL,
    ]
    guard let measure = names[name] else { return nil }
    self = measure
  }

  /// Returns how alike a text is to what it should be.
  func score(_ text: String, _ reference: String) -> Double {
    switch self {
    case .fuzzyMatch:
      let (a, b) = (Array(text.unicodeScalars), Array(reference.unicodeScalars))
      return a.isEmpty && b.isEmpty ? 1 : Double(2 * Self.longest(a, b)) / Double(a.count + b.count)
    case .bleu: return Self.bleu(Self.words(text), Self.words(reference))
    case .gleu: return Self.gleu(Self.words(text), Self.words(reference))
    case .meteor: return Self.meteor(Self.words(text.lowercased()), Self.words(reference.lowercased()))
    case .rouge(let n):
      let (own, other) = (Self.terms(text), Self.terms(reference))
      // Texts of fewer words have no runs; they are alike only if they are the same.
      guard max(own.count, other.count) >= n else { return own == other ? 1 : 0 }
      let (a, b) = (Self.runs(own, n), Self.runs(other, n))
      return Self.harmonic(Self.common(a, b), a.values.reduce(0, +), b.values.reduce(0, +))
    case .rougeL:
      let (a, b) = (Self.terms(text), Self.terms(reference))
      return Self.harmonic(Self.longest(a, b), a.count, b.count)
    }
  }

  // MARK: Measures

  private static func bleu(_ text: [String], _ reference: [String]) -> Double {
    guard !text.isEmpty, !reference.isEmpty else { return text == reference ? 1 : 0 }
    var sum = 0.0
    for n in 1...4 {
      let own = runs(text, n)
      let smoothing = n == 1 ? 0 : 1
      let matches = common(own, runs(reference, n)) + smoothing
      let count = own.values.reduce(0, +) + smoothing
      guard matches > 0 else { return 0 }
      sum += log(Double(matches) / Double(count))
    }
    return exp(min(0, 1 - Double(reference.count) / Double(text.count)) + sum / 4)
  }

  private static func gleu(_ text: [String], _ reference: [String]) -> Double {
    let own = (1...4).map { runs(text, $0) }
    let other = (1...4).map { runs(reference, $0) }
    let matches = zip(own, other).reduce(0) { $0 + common($1.0, $1.1) }
    let longer = max(
      own.reduce(0) { $0 + $1.values.reduce(0, +) }, other.reduce(0) { $0 + $1.values.reduce(0, +) })
    return longer == 0 ? 1 : Double(matches) / Double(longer)
  }

  private static func meteor(_ text: [String], _ reference: [String]) -> Double {
    let (matches, chunks) = alignment(text, reference)
    guard matches > 0 else { return 0 }
    let precision = Double(matches) / Double(text.count)
    let recall = Double(matches) / Double(reference.count)
    let mean = 10 * precision * recall / (recall + 9 * precision)
    return mean * (1 - 0.5 * pow(Double(chunks) / Double(matches), 3))
  }

  /// Returns how many words of two texts match, and in how many runs.
  private static func alignment(_ text: [String], _ reference: [String]) -> (matches: Int, chunks: Int) {
    var isFree = (Array(repeating: true, count: text.count), Array(repeating: true, count: reference.count))
    var (matches, chunks) = (0, 0)
    while true {
      var best = (start: 0, other: 0, count: 0)
      // The length of the common run that ends at each pair, row by row.
      var lengths = Array(repeating: 0, count: reference.count + 1)
      for i in text.indices {
        var diagonal = 0
        for j in reference.indices {
          let length = isFree.0[i] && isFree.1[j] && text[i] == reference[j] ? diagonal + 1 : 0
          diagonal = lengths[j + 1]
          lengths[j + 1] = length
          if length > best.count { best = (i - length + 1, j - length + 1, length) }
        }
      }
      guard best.count > 0 else { return (matches, chunks) }
      for step in 0..<best.count { (isFree.0[best.start + step], isFree.1[best.other + step]) = (false, false) }
      matches += best.count
      chunks += 1
    }
  }

  // MARK: Words

  private static func words(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }

  /// Returns the words without what is neither letter nor digit, in lower case.
  private static func terms(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// Returns how often each run of `n` words occurs.
  private static func runs(_ words: [String], _ n: Int) -> [[String]: Int] {
    guard words.count >= n else { return [:] }
    return (0...(words.count - n)).reduce(into: [:]) { $0[Array(words[$1..<($1 + n)]), default: 0] += 1 }
  }

  private static func common(_ a: [[String]: Int], _ b: [[String]: Int]) -> Int {
    a.reduce(0) { $0 + min($1.value, b[$1.key] ?? 0) }
  }

  /// Returns the harmonic mean of `common / a` and `common / b`; of nothing and nothing, 1.
  private static func harmonic(_ common: Int, _ a: Int, _ b: Int) -> Double {
    a + b == 0 ? 1 : Double(2 * common) / Double(a + b)
  }

  /// Returns the length of the longest common subsequence.
  private static func longest<Item: Equatable>(_ a: [Item], _ b: [Item]) -> Int {
    var lengths = Array(repeating: 0, count: b.count + 1)
    for item in a {
      var diagonal = 0
      for j in b.indices {
        let length = item == b[j] ? diagonal + 1 : max(lengths[j], lengths[j + 1])
        diagonal = lengths[j + 1]
        lengths[j + 1] = length
      }
    }
    return lengths[b.count]
  }
}
