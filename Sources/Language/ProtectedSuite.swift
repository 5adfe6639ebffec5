internal import Tasks

/// Texts that a model must not lose: passages that it wrote itself before it was adapted, and a user's own.
public struct ProtectedSuite: Codable, Sendable {
  /// A text as the ids that are scored.
  public struct Passage: Hashable, Codable, Sendable {
    /// The name of a user's file, or the number of a passage.
    public let name: String
    /// What is read first.
    public let context: [Int]
    /// What is scored.
    public let ids: [Int]
    /// The bytes of its text.
    public let bytes: Int
  }

  /// The passages.
  public let passages: [Passage]

  /// Samples passages from a model's own distribution, and adds a user's texts, the first 1,024 tokens of each.
  ///
  /// Sampled with a fixed seed they are the same for every adapter of a model, and cover what it says when nothing is asked.
  public init(
    of model: LanguageModel, passages: Int = 24, tokens: Int = 64, texts: [TextDocument] = [], seed: UInt64 = 2_024
  ) throws(LanguageError) {
    var settings = SamplingSettings()
    (settings.maxTokens, settings.count, settings.seed) = (tokens, passages, seed)
    let start = model.tokenizer.specials.beginning ?? model.ends.min() ?? 0
    let written = passages > 0 ? try model.complete([[start]], settings)[0] : []
    let own = written.enumerated().compactMap { index, completion -> Passage? in
      let bytes = model.tokenizer.decode(completion.ids).utf8.count
      return bytes == 0
        ? nil : Passage(name: "passage \(index + 1)", context: [start], ids: completion.ids, bytes: bytes)
    }
    let theirs = texts.map { text in
      let ids = Array(model.tokenizer.encode(text.text, parsing: .ordinary).prefix(1_024))
      return Passage(
        name: text.name, context: [start], ids: ids, bytes: model.tokenizer.decode(ids).utf8.count)
    }
    self.passages = own + theirs.filter { !$0.ids.isEmpty }
  }

  /// Scores every passage.
  public func scores(by model: LanguageModel) -> [TextScore] {
    passages.map { passage in
      let nats = model.negativeLogProbabilities(of: passage.ids, after: passage.context)
      return TextScore(nats: nats.reduce(0, +), tokens: passage.ids.count, bytes: passage.bytes)
    }
  }
}
