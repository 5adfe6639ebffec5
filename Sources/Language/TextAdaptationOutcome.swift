internal import Tasks

/// What an adaptation gained and lost, and the model that came of it.
public struct TextAdaptationOutcome: Sendable {
  /// The adapted model.
  public let adapted: LanguageModel
  /// The adaptation.
  public let adaptation: TextAdaptation
  /// Numbers that were trained.
  public let parameters: Int
  /// Tokens that one epoch learns.
  public let tokens: Int
  /// The step whose leaves were kept.
  public let best: Int
  /// Held-out bits per byte on the way.
  public let curve: [TextAdaptation.Measurement]
  /// Held-out texts before and after.
  public let heldOut: PairedScores
  /// Held-out texts without adaptation, with the end of the learned text before them.
  public let inContext: PairedScores
  /// Protected texts before and after.
  public let protected: PairedScores
  /// Seconds from start to end.
  public let seconds: Double

  init(
    _ adaptation: TextAdaptation, adapted: LanguageModel, parameters: Int, tokens: Int, best: Int,
    curve: [TextAdaptation.Measurement], heldOut: PairedScores, inContext: [TextScore], protected: PairedScores,
    seconds: Double
  ) {
    (self.adaptation, self.adapted, self.parameters, self.tokens) = (adaptation, adapted, parameters, tokens)
    (self.best, self.curve, self.heldOut, self.protected, self.seconds) = (best, curve, heldOut, protected, seconds)
    self.inContext = PairedScores(before: heldOut.before, after: inContext, seed: adaptation.plan.seed)
  }

  /// A token of a text, and the nats that it took before and after.
  public struct Token: Hashable, Codable, Sendable {
    /// Its text.
    public let text: String
    /// −ln p before.
    public let before: Double
    /// −ln p after.
    public let after: Double
  }

  /// The tokens of a held-out text, at most so many, with what each took before and after.
  public func tokens(of index: Int, most: Int = 200) -> [Token] {
    let (document, model) = (adaptation.scored[index], adaptation.model)
    let ids = Array(model.tokenizer.encode(document.text, parsing: .ordinary).prefix(most))
    let context =
      [model.tokenizer.specials.beginning].compactMap { $0 }
      + model.tokenizer.encode(document.prompt, parsing: .ordinary)
    let before = model.negativeLogProbabilities(of: ids, after: context)
    let after = adapted.negativeLogProbabilities(of: ids, after: context)
    return ids.indices.map {
      Token(text: model.tokenizer.decode([ids[$0]]), before: before[$0], after: after[$0])
    }
  }
}
