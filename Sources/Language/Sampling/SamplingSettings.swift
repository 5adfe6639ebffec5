/// How tokens are drawn from a model's distribution.
///
/// Filters apply in the order of `transformers`: repetition penalty, temperature, top-k, top-p, min-p.
public struct SamplingSettings: Hashable, Codable, Sendable {
  /// The divisor of the logits; 0 takes the most likely token.
  public var temperature = 1.0
  /// The number of most likely tokens that are drawn from; 0 for all.
  public var topK = 0
  /// The least probability that the most likely tokens drawn from have together.
  /// - Source: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", Section 3.1 (nucleus sampling).
  public var topP = 1.0
  /// The least probability of a token, as a share of the most likely one's.
  /// - Source: Nguyen et al. 2024, "Turning Up the Heat: Min-p Sampling", Section 3.
  public var minP = 0.0
  /// The divisor of positive logits, and the factor of negative ones, of tokens that the text has already.
  /// - Source: Keskar et al. 2019, "CTRL", Section 4.1.
  public var repetitionPenalty = 1.0
  /// The most tokens of a completion.
  public var maxTokens = 200
  /// Texts at which a completion ends; they are not part of it.
  public var stop: [String] = []
  /// Ids at which a completion ends, beside the model's own.
  public var stopIDs: [Int] = []
  /// The number of completions of each prompt.
  public var count = 1
  /// The seed.
  public var seed: UInt64 = 0

  /// Creates the defaults: the model's own distribution.
  public init() {}

  /// The first setting that cannot be, or `nil` if all can.
  public var problem: LanguageError? {
    let bounds: [(String, Double, ClosedRange<Double>)] = [
      ("temperature", temperature, 0...1e6), ("top-k", Double(topK), 0...1e9), ("top-p", topP, 0...1),
      ("min-p", minP, 0...1), ("repetition-penalty", repetitionPenalty, 1e-6...1e6),
      ("max-tokens", Double(maxTokens), 0...1e9), ("n", Double(count), 1...65_536),
    ]
    for (name, value, range) in bounds where !range.contains(value) {
      return LanguageError(name, "it is \(value); give \(range.lowerBound) to \(range.upperBound)")
    }
    if topP == 0 { return LanguageError("top-p", "it is 0, which leaves no token; give more, or temperature 0") }
    if stop.contains("") { return LanguageError("stop", "an empty text stops before it starts; leave it out") }
    return nil
  }
}
