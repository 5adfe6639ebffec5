internal import Networks
internal import Randomness
internal import Tensors

/// What speculation saved.
public struct SpeculationCount: Hashable, Codable, Sendable {
  /// Passes of the model; the first reads the prompt too.
  public var passes = 0
  /// Tokens that were drafted.
  public var drafted = 0
  /// Drafted tokens that were kept.
  public var kept = 0

  /// Creates a count of nothing.
  public init() {}
}

extension LanguageModel {
  /// Completes a prompt, checking several drafted tokens in one pass: of the same distribution as `complete`, in fewer
  /// passes. At temperature 0 the tokens are the same.
  ///
  /// `tokens` is the number that is drafted a pass. `each` is told the text that became certain.
  /// - Throws: `LanguageError` as `complete`, and for a draft model of another vocabulary.
  public func complete(
    _ prompt: [Int], _ settings: SamplingSettings, drafting draft: Draft, tokens: Int = 4,
    each: (String) -> Void = { _ in }
  ) throws(LanguageError) -> (completion: Completion, count: SpeculationCount) {
    try check([prompt], settings)
    if case .model(let other) = draft, other.decoder.configuration.vocabulary != decoder.configuration.vocabulary {
      throw LanguageError(
        other.name,
        "it has \(other.decoder.configuration.vocabulary) tokens and \(name) "
          + "\(decoder.configuration.vocabulary): a draft needs the same tokenizer")
    }
    return withoutGradient { speculate(prompt, settings, draft, tokens, each) }
  }

  private func speculate(
    _ prompt: [Int], _ settings: SamplingSettings, _ draft: Draft, _ tokens: Int, _ each: (String) -> Void
  ) -> (completion: Completion, count: SpeculationCount) {
    var generator = Generator(seed: settings.seed).child("speculation")
    var sampler = TokenSampler(
      settings, vocabulary: decoder.configuration.vocabulary, prompt: prompt, using: generator.split())
    var writing = CompletionDraft(settings, tokenizer, ends: ends)
    var (drafter, cache, ids, count) = (Drafter(draft), KeyValueCache(), prompt, SpeculationCount())
    guard settings.maxTokens > 0 else { return (writing.completion, count) }
    while writing.finish == nil {
      let room = min(
        tokens, settings.maxTokens - writing.ids.count - 1, decoder.configuration.longest - ids.count - 1)
      let drafted = room > 0 ? drafter.tokens(room, after: ids, sampler, using: &generator) : []
      // The last token that was kept has not been read yet; the drafted ones are read with it.
      let unread = Array(ids[cache.count...]) + drafted.map(\.id)
      var seen = sampler
      let found = distributions(after: unread, &cache, last: drafted.count + 1) { place, logits in
        if place > 0 { seen.note(drafted[place - 1].id) }
        return (seen.distribution(logits), TokenSampler.logSumExp(logits), Array(logits))
      }
      let next = SpeculativeStep.tokens(drafted, target: { found[$0].0 }, using: &generator)
      (count.passes, count.drafted) = (count.passes + 1, count.drafted + drafted.count)
      count.kept += next.count - 1
      for (place, id) in next.enumerated() where writing.finish == nil {
        ids.append(id)
        sampler.note(id)
        let logProbability = Double(found[place].2[id]) - found[place].1
        let isLast = writing.ids.count + 1 >= settings.maxTokens || ids.count >= decoder.configuration.longest
        let text = writing.append(.init(id: id, logProbability: logProbability), isLast: isLast)
        if !text.isEmpty { each(text) }
      }
      cache = cache.truncated(to: min(cache.count, ids.count - 1))
    }
    return (writing.completion, count)
  }
}
