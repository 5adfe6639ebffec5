internal import Foundation
public import Randomness

/// Draws the next token of one text from the logits of a model.
public struct TokenSampler: Sendable {
  /// A drawn token.
  public struct Draw: Hashable, Sendable {
    /// The token.
    public let id: Int
    /// Its log-probability in the model's own distribution, which no setting changes.
    public let logProbability: Double

    init(id: Int, logProbability: Double) { (self.id, self.logProbability) = (id, logProbability) }
  }

  private let settings: SamplingSettings
  private var generator: Generator
  /// Whether each token is in the text, where that counts.
  private var isSeen: [Bool] = []

  /// Creates a sampler for a text of `vocabulary` tokens that begins with `prompt`.
  public init(_ settings: SamplingSettings, vocabulary: Int, prompt: [Int], using generator: Generator) {
    (self.settings, self.generator) = (settings, generator)
    guard settings.repetitionPenalty != 1 else { return }
    isSeen = Array(repeating: false, count: vocabulary)
    for id in prompt { isSeen[id] = true }
  }

  /// Draws a token.
  public mutating func draw(_ logits: UnsafeBufferPointer<Float>) -> Draw {
    if isPlain { return drawnPlainly(logits) }
    let normalizer = Self.logSumExp(logits)
    let id = settings.temperature == 0 ? greatest(logits) : drawn(from: candidates(logits))
    note(id)
    return Draw(id: id, logProbability: Double(logits[id]) - normalizer)
  }

  /// Whether a token is drawn from all, by nothing but temperature.
  private var isPlain: Bool {
    settings.temperature > 0 && isSeen.isEmpty && settings.topK == 0 && settings.topP == 1 && settings.minP == 0
  }

  /// Draws from all tokens: what `drawn(from: candidates(…))` does, without a list of them.
  private mutating func drawnPlainly(_ logits: UnsafeBufferPointer<Float>) -> Draw {
    let count = logits.count
    let (top, temperature) = (Double(logits.max() ?? 0) / settings.temperature, settings.temperature)
    let share = generator.uniform()
    let (id, total) = withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { weights in
      var total = 0.0
      for id in 0..<count {
        weights[id] = exp(Double(logits[id]) / temperature - top)
        total += weights[id]
      }
      var left = share * total
      for id in 0..<count {
        left -= weights[id]
        if left < 0 { return (id, total) }
      }
      return (weights.prefix(count).lastIndex { $0 > 0 } ?? 0, total)
    }
    // At temperature 1 the weights are those of the model's own distribution.
    let normalizer = temperature == 1 ? top + log(total) : Self.logSumExp(logits)
    return Draw(id: id, logProbability: Double(logits[id]) - normalizer)
  }

  /// Notes a token that the text has now, drawn by somebody else.
  public mutating func note(_ id: Int) {
    if !isSeen.isEmpty { isSeen[id] = true }
  }

  /// Returns the distribution that tokens are drawn from: of each token that the filters leave, in the order of ids.
  public func distribution(_ logits: UnsafeBufferPointer<Float>) -> [(id: Int, probability: Double)] {
    guard settings.temperature > 0 else { return [(greatest(logits), 1)] }
    let kept = candidates(logits)
    let total = kept.reduce(0) { $0 + $1.weight }
    return kept.map { ($0.id, $0.weight / total) }
  }

  static func logSumExp(_ logits: UnsafeBufferPointer<Float>) -> Double {
    let top = logits.max() ?? 0
    var sum = 0.0
    for logit in logits { sum += Double(exp(logit - top)) }
    return Double(top) + log(sum)
  }

  private func penalized(_ logit: Float, _ id: Int) -> Double {
    guard !isSeen.isEmpty, isSeen[id] else { return Double(logit) }
    return logit > 0 ? Double(logit) / settings.repetitionPenalty : Double(logit) * settings.repetitionPenalty
  }

  private func greatest(_ logits: UnsafeBufferPointer<Float>) -> Int {
    var best = (id: 0, logit: -Double.infinity)
    for id in logits.indices {
      let logit = penalized(logits[id], id)
      if logit > best.logit { best = (id, logit) }
    }
    return best.id
  }

  private struct Candidate {
    let id: Int
    /// Its probability, up to a factor that all share.
    let weight: Double
  }

  /// The tokens that the filters leave, in the order of ids.
  private func candidates(_ logits: UnsafeBufferPointer<Float>) -> [Candidate] {
    var scaled = logits.indices.map { penalized(logits[$0], $0) / settings.temperature }
    let top = scaled.max() ?? 0
    for id in scaled.indices { scaled[id] = exp(scaled[id] - top) }  // 1 for the most likely
    var kept = scaled.enumerated().map { Candidate(id: $0.offset, weight: $0.element) }
    if settings.topK > 0, settings.topK < kept.count {
      let least = Self.greatest(settings.topK, of: scaled)
      kept.removeAll { $0.weight < least }
    }
    if settings.topP < 1 { kept = nucleus(of: kept) }
    if settings.minP > 0 { kept.removeAll { $0.weight < settings.minP } }
    return kept
  }

  /// The `rank`-th greatest of some numbers, of which there are more.
  private static func greatest(_ rank: Int, of numbers: [Double]) -> Double {
    var (kept, least): ([Double], Double) = ([], -.infinity)
    for number in numbers where number > least {
      kept.append(number)
      if kept.count == 2 * rank {
        kept.sort(by: >)
        kept.removeLast(rank)
        least = kept[rank - 1]
      }
    }
    return kept.sorted(by: >)[rank - 1]
  }

  /// The fewest most likely tokens that have the probability `topP` together.
  private func nucleus(of candidates: [Candidate]) -> [Candidate] {
    let total = candidates.reduce(0) { $0 + $1.weight }
    // Tokens below this have less than 1 − topP together, so none of them is in: few are left to be sorted.
    let least = (1 - settings.topP) * total / Double(candidates.count)
    let likely = candidates.filter { $0.weight >= least }.sorted { ($1.weight, $0.id) < ($0.weight, $1.id) }
    var sum = 0.0
    let kept = likely.prefix { candidate in
      defer { sum += candidate.weight }
      return sum < settings.topP * total
    }
    return kept.sorted { $0.id < $1.id }
  }

  private mutating func drawn(from candidates: [Candidate]) -> Int {
    let total = candidates.reduce(0) { $0 + $1.weight }
    var left = generator.uniform() * total
    for candidate in candidates {
      left -= candidate.weight
      if left < 0 { return candidate.id }
    }
    return candidates.last { $0.weight > 0 }?.id ?? 0
  }
}
