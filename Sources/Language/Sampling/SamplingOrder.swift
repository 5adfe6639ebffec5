/// An order for continuations of one prompt.
public struct SamplingOrder: Hashable, Sendable {
  /// The tokens of the prompt.
  public var prompt: [Int]
  /// How tokens are drawn, how many continuations there are, and where they end.
  public var settings: SamplingSettings
  /// The number of its adapter among those that are given, or `nil` for the model alone.
  public var adapter: Int?
  /// The tokens at which a continuation ends, or `nil` for the model's own and those of the settings; none with an empty set.
  public var ends: Set<Int>?
  /// Whether the log-probability of each token of the prompt is wanted.
  public var wantsPromptLogProbabilities = false
  /// The number of most likely tokens that are told at each place of the prompt.
  public var topPromptTokens = 0
  /// The number of most likely tokens that are told at each place of a continuation.
  public var topSampledTokens = 0

  /// Creates an order.
  public init(prompt: [Int], _ settings: SamplingSettings = SamplingSettings(), adapter: Int? = nil) {
    (self.prompt, self.settings, self.adapter) = (prompt, settings, adapter)
  }

  /// Whether anything but the logits after the prompt is wanted of it.
  var asksOfPrompt: Bool { wantsPromptLogProbabilities || topPromptTokens > 0 }
}

/// A token that might stand at a place, and how likely it is in the model's own distribution.
public struct TokenChance: Hashable, Sendable {
  /// The token.
  public let id: Int
  /// Its log-probability.
  public let logProbability: Float

  /// Returns the most likely tokens, the likeliest first, of logits whose log-sum-exp is given; of equals the first.
  static func top(_ count: Int, of logits: UnsafeBufferPointer<Float>, normalizer: Double) -> [TokenChance] {
    guard count > 0 else { return [] }
    var best: [(id: Int, logit: Float)] = []
    for (id, logit) in logits.enumerated() where best.count < count || logit > best[best.count - 1].logit {
      if best.count == count { best.removeLast() }
      best.insert((id, logit), at: best.firstIndex { $0.logit < logit } ?? best.count)
    }
    return best.map { TokenChance(id: $0.id, logProbability: Float(Double($0.logit) - normalizer)) }
  }
}

/// What came of an order.
public struct SampledOrder: Hashable, Sendable {
  /// A continuation.
  public struct Continuation: Hashable, Sendable {
    /// The tokens, with the one, or the text's, that it stopped at.
    public let ids: [Int]
    /// The log-probability of each token in the model's own distribution.
    public let logProbabilities: [Double]
    /// The most likely tokens at each place; empty if none were wanted.
    public let top: [[TokenChance]]
    /// Why it ended.
    public let finish: Completion.Finish
  }

  /// The continuations.
  public internal(set) var continuations: [Continuation] = []
  /// What was wanted of the prompt; empty if nothing was.
  public internal(set) var prompt: [PromptToken] = []
}

/// What a model says of a token of a prompt.
public struct PromptToken: Hashable, Sendable {
  /// The token's log-probability after those before it, or `nil` for the first.
  public let logProbability: Float?
  /// The most likely tokens at its place.
  public let top: [TokenChance]
}
