public import Networks
internal import Randomness
internal import Tensors

extension LanguageModel {
  /// Draws continuations for several orders, each with settings and an adapter of its own, all in one batch.
  ///
  /// A prompt is read once for all its continuations, and for all orders that have it and the adapter in common. Continuation c of an
  /// order is a function of the order's seed and c: the first completion that `complete` gives its prompt alone. An order that cannot
  /// be done is refused without costing the others.
  public func sample(
    _ orders: [SamplingOrder], adapters: [AdapterSet] = []
  ) -> [Result<SampledOrder, LanguageError>] {
    let decoder = decoder.withOwnHead
    let misfits = adapters.map { $0.problem(in: decoder) }
    var results: [Result<SampledOrder, LanguageError>] = orders.map { order in
      problem(of: order, misfits).map { .failure($0) } ?? .success(SampledOrder())
    }
    let able = orders.indices.filter { if case .success = results[$0] { true } else { false } }
    for group in groups(of: able, orders) {
      let sampled = withoutGradient { drawn(group.map { orders[$0] }, adapters, decoder) }
      for (order, result) in zip(group, sampled) {
        results[order] = result.isFinite ? .success(result) : .failure(Self.diverged)
      }
    }
    return results
  }

  /// The error of an adapter whose numbers have grown beyond all bounds.
  static let diverged = LanguageError(
    "the adapter",
    "the model's log-probabilities are not finite: it has diverged; go on from an earlier state, at a lower rate")

  /// The most tokens whose keys and values are in memory at once.
  private var tokensInMemory: Int {
    let c = decoder.configuration
    return (1 << 27) / (2 * c.layers * c.keyValueHeads * c.headWidth)
  }

  /// Orders that are written together, longer prompts first: as many as the memory has room for, or one.
  private func groups(of able: [Int], _ orders: [SamplingOrder]) -> [[Int]] {
    var (groups, rows, length): ([[Int]], Int, Int) = ([], 0, 0)
    for index in able.sorted(by: { (orders[$1].prompt.count, $0) < (orders[$0].prompt.count, $1) }) {
      let own = orders[index]
      let longest = max(length, own.prompt.count + min(own.settings.maxTokens, decoder.configuration.longest))
      if !groups.isEmpty, (rows + own.settings.count) * longest <= tokensInMemory {
        groups[groups.count - 1].append(index)
        (rows, length) = (rows + own.settings.count, longest)
      } else {
        groups.append([index])
        (rows, length) = (
          own.settings.count, own.prompt.count + min(own.settings.maxTokens, decoder.configuration.longest)
        )
      }
    }
    return groups
  }

  private func problem(of order: SamplingOrder, _ misfits: [String?]) -> LanguageError? {
    if let problem = order.settings.problem { return problem }
    let (vocabulary, longest) = (decoder.configuration.vocabulary, decoder.configuration.longest)
    if let adapter = order.adapter {
      guard misfits.indices.contains(adapter) else {
        return LanguageError("adapter \(adapter)", "there are \(misfits.count); name one of them")
      }
      if let misfit = misfits[adapter] { return LanguageError("adapter \(adapter)", misfit) }
    }
    for (name, count) in [
      ("topk_prompt_logprobs", order.topPromptTokens), ("topk_sample_logprobs", order.topSampledTokens),
    ] {
      guard (0...vocabulary).contains(count) else {
        return LanguageError(name, "it is \(count); give 0 to \(vocabulary), the number of tokens")
      }
    }
    if order.prompt.isEmpty { return LanguageError("prompt", "it is empty, and \(name) needs a token to begin with") }
    if let id = order.prompt.first(where: { !(0..<vocabulary).contains($0) }) {
      return LanguageError("prompt", "it has the token \(id), and \(name) has \(vocabulary)")
    }
    if let end = order.ends?.first(where: { !(0..<vocabulary).contains($0) }) {
      return LanguageError("stop", "it has the token \(end), and \(name) has \(vocabulary)")
    }
    if order.prompt.count > longest {
      return LanguageError("prompt", "it has \(order.prompt.count) tokens, and \(name) reads \(longest)")
    }
    return nil
  }

  private func drawn(
    _ orders: [SamplingOrder], _ adapters: [AdapterSet], _ decoder: CausalDecoder
  ) -> [SampledOrder] {
    // Only adapters that are used take part; the model alone is one of them.
    let used = Set(orders.map(\.adapter)).sorted { ($0 ?? -1) < ($1 ?? -1) }
    let numbers = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
    let stack = used == [nil] ? nil : AdapterStack(used.map { $0.map { adapters[$0] } })
    let (prompts, promptOf) = distinctPrompts(orders, numbers)
    let reader = PromptReader(prompts, decoder, stack)
    var rows: [TextRow] = []
    for (index, order) in orders.enumerated() {
      let root = Generator(seed: order.settings.seed).child(0)
      let ends = order.ends ?? ends.union(order.settings.stopIDs)
      guard order.settings.maxTokens > 0 else { continue }
      rows += (0..<order.settings.count).map { continuation in
        TextRow(
          prompt: promptOf[index],
          sampler: TokenSampler(
            order.settings, vocabulary: decoder.configuration.vocabulary, prompt: order.prompt,
            using: root.child(continuation)),
          draft: CompletionDraft(stops: order.settings.stop, ends: ends, tokenizer), length: order.prompt.count,
          most: order.settings.maxTokens, top: order.topSampledTokens)
      }
    }
    var written: [TextRow] = []
    let length = orders.map { $0.prompt.count + min($0.settings.maxTokens, decoder.configuration.longest) }.max() ?? 1
    let most = max(tokensInMemory / length, 1)
    for start in stride(from: 0, to: rows.count, by: most) {
      var writer = TextWriter(
        Array(rows[start..<min(start + most, rows.count)]), after: reader, decoder, stack, owners: prompts.map(\.owner))
      writer.run { _, _ in }
      written += writer.rows
    }
    var start = 0
    return orders.enumerated().map { index, order in
      var result = SampledOrder()
      if order.asksOfPrompt {
        result.prompt = reader.told[promptOf[index]].map {
          PromptToken(logProbability: $0.logProbability, top: Array($0.top.prefix(order.topPromptTokens)))
        }
      }
      let count = order.settings.count
      guard order.settings.maxTokens > 0 else {
        result.continuations = Array(
          repeating: .init(ids: [], logProbabilities: [], top: [], finish: .length), count: count)
        return result
      }
      result.continuations = written[start..<(start + count)].map(\.continuation)
      start += count
      return result
    }
  }

  /// The prompts that differ in tokens or adapter, and the number of each order's.
  private func distinctPrompts(
    _ orders: [SamplingOrder], _ numbers: [Int?: Int]
  ) -> (prompts: [PromptReader.Prompt], ofOrder: [Int]) {
    struct Key: Hashable {
      let ids: [Int]
      let owner: Int
    }
    var (prompts, places): ([PromptReader.Prompt], [Key: Int]) = ([], [:])
    let ofOrder = orders.map { order in
      let key = Key(ids: order.prompt, owner: numbers[order.adapter] ?? 0)
      let place = places[key] ?? prompts.count
      if place == prompts.count { prompts.append(.init(ids: key.ids, owner: key.owner)) }
      places[key] = place
      prompts[place].isAsked = prompts[place].isAsked || order.asksOfPrompt
      prompts[place].top = max(prompts[place].top, order.topPromptTokens)
      return place
    }
    return (prompts, ofOrder)
  }
}

extension SampledOrder {
  /// Whether every log-probability is a number.
  fileprivate var isFinite: Bool {
    continuations.allSatisfy { $0.logProbabilities.allSatisfy(\.isFinite) }
      && prompt.dropFirst().allSatisfy { $0.logProbability?.isNaN == false }
  }
}

extension TextRow {
  /// What was written.
  fileprivate var continuation: SampledOrder.Continuation {
    .init(
      ids: draft.ids, logProbabilities: draft.logProbabilities, top: chances, finish: draft.finish ?? .length)
  }
}
