internal import Foundation

extension PolicyLoss {
  /// The loss of one sequence: its value, its slope at each log-probability, and what it says of the two policies.
  public struct Value: Sendable {
    /// The loss.
    public var loss = 0.0
    /// d loss / d L of each token.
    public var slopes: [Double] = []
    /// What is told of the tokens that count.
    public var drift = PolicyDrift()
  }

  /// Returns the loss of a sequence whose tokens have these log-probabilities.
  ///
  /// `inputs` has the numbers of each token that `kind` needs, by name.
  public func callAsFunction(_ logProbabilities: [Double], _ inputs: [String: [Double]]) -> Value {
    var value = Value()
    value.slopes.reserveCapacity(logProbabilities.count)
    guard kind != .crossEntropy else {
      for (own, weight) in zip(logProbabilities, inputs["weights"] ?? []) {
        value.loss -= weight * own
        value.slopes.append(-weight)
      }
      return value
    }
    let (sampled, advantages) = (inputs["logprobs"] ?? [], inputs["advantages"] ?? [])
    let mask = kind == .gspo ? inputs["sequence_ratio_mask"] ?? [] : nil
    let shared = mask.map { Self.ratio(logProbabilities, sampled, where: $0) }
    for (place, own) in logProbabilities.enumerated() {
      let (gap, advantage) = (own - sampled[place], advantages[place])
      let ratio = shared ?? exp(gap)
      let (loss, slope) = term(own, gap, ratio, advantage)
      value.loss += loss
      value.slopes.append(slope)
      // A prompt has neither an advantage nor a sampler's log-probability.
      let counts = mask.map { $0[place] != 0 } ?? (advantage != 0 || sampled[place] != 0)
      if counts { value.drift.add(gap: gap, ratio: ratio, isClipped: isClipped(ratio, advantage)) }
    }
    return value
  }

  /// The loss of a token and its slope.
  private func term(_ own: Double, _ gap: Double, _ ratio: Double, _ advantage: Double) -> (Double, Double) {
    let clipped = min(max(ratio, unclipped.lowerBound), unclipped.upperBound)
    switch kind {
    case .crossEntropy: return (0, 0)
    case .importanceSampling: return (-ratio * advantage, -ratio * advantage)
    case .ppo, .gspo:
      return (
        -min(ratio * advantage, clipped * advantage), isClipped(ratio, advantage) ? 0 : -ratio * advantage
      )
    case .cispo: return (-clipped * own * advantage, -clipped * advantage)
    case .dro: return (-(own * advantage - penalty / 2 * gap * gap), -(advantage - penalty * gap))
    }
  }

  /// Whether the clip changes what a token adds to the loss.
  private func isClipped(_ ratio: Double, _ advantage: Double) -> Bool {
    switch kind {
    case .crossEntropy, .importanceSampling, .dro: false
    case .ppo, .gspo:
      advantage > 0 && ratio > unclipped.upperBound || advantage < 0 && ratio < unclipped.lowerBound
    case .cispo: !unclipped.contains(ratio)
    }
  }

  /// The ratio of a sequence, exp(mean(L − q)) over the tokens of a mask; 1 if it has none.
  private static func ratio(_ own: [Double], _ sampled: [Double], where mask: [Double]) -> Double {
    let gaps = mask.indices.filter { mask[$0] != 0 }.map { own[$0] - sampled[$0] }
    return gaps.isEmpty ? 1 : exp(gaps.reduce(0, +) / Double(gaps.count))
  }
}

/// How far the model that learns is from the one that sampled, over the tokens that count: those with an advantage or a
/// log-probability of the sampler, or those of the mask of `gspo`.
public struct PolicyDrift: Hashable, Sendable {
  /// The number of tokens that count.
  public private(set) var tokens = 0
  private var gaps = 0.0
  private var largest = 0.0
  private var ratios = 0.0
  private var clipped = 0

  /// Creates the drift of no tokens.
  public init() {}

  mutating func add(gap: Double, ratio: Double, isClipped: Bool) {
    tokens += 1
    gaps += abs(gap)
    largest = max(largest, abs(gap))
    ratios += ratio
    clipped += isClipped ? 1 : 0
  }

  mutating func add(_ other: PolicyDrift) {
    tokens += other.tokens
    gaps += other.gaps
    largest = max(largest, other.largest)
    ratios += other.ratios
    clipped += other.clipped
  }

  /// Mean and largest |L − q|, the mean ratio and the share of clipped tokens; those of equal policies where no token counts.
  public var metrics: [String: Double] {
    let count = Double(max(tokens, 1))
    return [
      "logprob_gap:mean": gaps / count, "logprob_gap:max": largest,
      "ratio:mean": tokens == 0 ? 1 : ratios / count, "clip_fraction:mean": Double(clipped) / count,
    ]
  }
}
