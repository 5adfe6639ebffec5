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
    let stack = adapters.contains { $0 != nil } ? AdapterStack(adapters) : nil
    return withoutGradient { write(prompts, settings, stack, each) }
  }

  private func check(_ adapters: [AdapterSet?], _ prompts: Int) throws(LanguageError) {
    guard adapters.isEmpty || adapters.count == prompts else {
      throw LanguageError("adapters", "there are \(adapters.count) for \(prompts) prompts; give one, or nil, for each")
    }
    if let problem = adapters.lazy.compactMap({ $0?.problem(in: decoder) }).first {
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
    _ prompts: [[Int]], _ settings: SamplingSettings, _ stack: AdapterStack?, _ each: (Int, Int, String) -> Void
  ) -> [[Completion]] {
    let (vocabulary, longest) = (decoder.configuration.vocabulary, decoder.configuration.longest)
    let root = Generator(seed: settings.seed)
    struct Row {
      let prompt: Int
      let completion: Int
      var sampler: TokenSampler
      var draft: CompletionDraft
      var length: Int
    }
    var rows = prompts.enumerated().flatMap { prompt, ids in
      (0..<settings.count).map { completion in
        Row(
          prompt: prompt, completion: completion,
          sampler: TokenSampler(
            settings, vocabulary: vocabulary, prompt: ids, using: root.child(prompt).child(completion)),
          draft: CompletionDraft(settings, tokenizer, ends: ends), length: ids.count)
      }
    }
    var cache = KeyValueCache()
    var decoder = stack?.placed(in: decoder, rows: Array(prompts.indices)) ?? decoder
    var logits = decoder.read(prompts, &cache)  // [prompts, vocabulary]
    if settings.count > 1 {
      let index = rows.map(\.prompt)
      if let stack { decoder = stack.placed(in: self.decoder, rows: index) }
      cache = cache.rows(at: index)
      logits = logits.gathered(0, at: Tensor(index, shape: [index.count]).moved(to: logits.device))
    }
    var done: [[Completion?]] = prompts.map { _ in Array(repeating: nil, count: settings.count) }
    while true {
      let numbers = logits.converted(to: .float32).scalars(Float.self)
      var next: [Int] = []
      var kept: [Int] = []
      numbers.withUnsafeBufferPointer { numbers in
        for row in rows.indices {
          let own = UnsafeBufferPointer(rebasing: numbers[(row * vocabulary)..<((row + 1) * vocabulary)])
          let draw = rows[row].sampler.draw(own)
          rows[row].length += 1
          let isLast = rows[row].draft.ids.count + 1 >= settings.maxTokens || rows[row].length >= longest
          let text = rows[row].draft.append(draw, isLast: isLast)
          let (prompt, completion) = (rows[row].prompt, rows[row].completion)
          if !text.isEmpty { each(prompt, completion, text) }
          if rows[row].draft.finish != nil {
            done[prompt][completion] = rows[row].draft.completion
          } else {
            next.append(draw.id)
            kept.append(row)
          }
        }
      }
      if kept.isEmpty { break }
      if kept.count < rows.count {
        rows = kept.map { rows[$0] }
        cache = cache.rows(at: kept)
        if let stack { decoder = stack.placed(in: self.decoder, rows: rows.map(\.prompt)) }
      }
      let tokens = Tensor(next, shape: [next.count, 1]).moved(to: decoder.device)
      let features = decoder.features(of: tokens, cache: &cache)
      logits = decoder.logits(of: features.selected(1, 0))  // [rows, vocabulary]
    }
    return done.map { $0.compactMap { $0 } }
  }
}

extension CausalDecoder {
  /// Reads prompts, shorter ones padded on the left, and returns the logits after each: [prompts, vocabulary].
  fileprivate func read(_ prompts: [[Int]], _ cache: inout KeyValueCache) -> Tensor {
    let length = prompts.map(\.count).max() ?? 0
    let padded = prompts.flatMap { Array(repeating: 0, count: length - $0.count) + $0 }
    let tokens = Tensor(padded, shape: [prompts.count, length]).moved(to: device)
    var mask: Tensor?
    if prompts.contains(where: { $0.count < length }) {
      let marks = prompts.flatMap { prompt in (0..<length).map { $0 < length - prompt.count ? 0 : 1 } }
      mask = Tensor(marks, shape: [prompts.count, length]).moved(to: device)
    }
    let features = features(of: tokens, mask: mask, cache: &cache)
    return logits(of: features.selected(1, length - 1))
  }
}
