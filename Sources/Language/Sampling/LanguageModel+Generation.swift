public import Networks
internal import Randomness
internal import Tensors

extension LanguageModel {
  /// Completes prompts, each as often as the settings say, all in one batch.
  ///
  /// A prompt is read once for all its completions. Rows whose text has ended leave the batch. Completion c of prompt p is a
  /// function of the settings' seed, p and c.
  ///
  /// `adapters` are those of each prompt, `nil` for the model alone, or empty for no adapters: a batch reads the model's matrices
  /// once, whoever's rows are in it. `each` is told the text of a completion that became certain.
  /// - Throws: `LanguageError` for settings that cannot be, a prompt that is empty, has an id that is no token, or fills the
  ///   context, and adapters that are not as many as prompts or not of this model.
  public func complete(
    _ prompts: [[Int]], _ settings: SamplingSettings, adapters: [AdapterSet?] = [],
    each: (_ prompt: Int, _ completion: Int, _ text: String) -> Void = { _, _, _ in }
  ) throws(LanguageError) -> [[Completion]] {
    try check(prompts, settings)
    try check(adapters, prompts.count)
    guard !prompts.isEmpty, settings.maxTokens > 0 else {
      return prompts.map { _ in
        Array(repeating: Completion(text: "", ids: [], logProbabilities: [], finish: .length), count: settings.count)
      }
    }
    return withoutGradient { write(prompts, settings, adapters, each) }
  }

  private func check(_ adapters: [AdapterSet?], _ prompts: Int) throws(LanguageError) {
    guard adapters.isEmpty || adapters.count == prompts else {
      throw LanguageError("adapters", "there are \(adapters.count) for \(prompts) prompts; give one, or nil, for each")
    }
    if let problem = adapters.lazy.compactMap({ $0?.problem(in: decoder.withOwnHead) }).first {
      throw LanguageError("adapters", "\(problem): they are of another model than \(name)")
    }
  }

  func check(_ prompts: [[Int]], _ settings: SamplingSettings) throws(LanguageError) {
    if let problem = settings.problem { throw problem }
    let (vocabulary, longest) = (decoder.configuration.vocabulary, decoder.configuration.longest)
    for (index, prompt) in prompts.enumerated() {
      if let id = prompt.first(where: { !(0..<vocabulary).contains($0) }) {
        throw LanguageError("prompt \(index + 1)", "it has the id \(id), and \(name) has \(vocabulary) tokens")
      }
      if prompt.isEmpty {
        throw LanguageError("prompt \(index + 1)", "it is empty, and \(name) has no token to begin with; give a word")
      }
      guard prompt.count < longest else {
        throw LanguageError(
          "prompt \(index + 1)",
          "it has \(prompt.count) tokens; \(name) reads \(longest) with what it writes: shorten it")
      }
    }
  }

  private func write(
    _ prompts: [[Int]], _ settings: SamplingSettings, _ adapters: [AdapterSet?], _ each: (Int, Int, String) -> Void
  ) -> [[Completion]] {
    let (decoder, root) = (decoder.withOwnHead, Generator(seed: settings.seed))
    let rows = prompts.enumerated().flatMap { prompt, ids in
      (0..<settings.count).map { completion in
        TextRow(
          prompt: prompt,
          sampler: TokenSampler(
            settings, vocabulary: decoder.configuration.vocabulary, prompt: ids,
            using: root.child(prompt).child(completion)),
          draft: CompletionDraft(settings, tokenizer, ends: ends), length: ids.count, most: settings.maxTokens)
      }
    }
    // Without any adapter all rows are of one owner.
    let stack = adapters.contains { $0 != nil } ? AdapterStack(adapters) : nil
    let owners = prompts.indices.map { stack == nil ? 0 : $0 }
    let reader = PromptReader(zip(prompts, owners).map { .init(ids: $0, owner: $1) }, decoder, stack)
    var writer = TextWriter(rows, after: reader, decoder, stack, owners: owners)
    writer.run { each($0 / settings.count, $0 % settings.count, $1) }
    return prompts.indices.map { prompt in
      writer.rows[prompt * settings.count..<(prompt + 1) * settings.count].map(\.draft.completion)
    }
  }
}
