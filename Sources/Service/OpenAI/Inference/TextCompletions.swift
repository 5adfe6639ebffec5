internal import Foundation
internal import Hummingbird
internal import JSON
internal import Tasks

/// `POST /v1/completions`: how texts go on, and how likely texts are.
///
/// With `echo` and `max_tokens` 0 the log-probability of each token of the prompt is told, which programs that measure models ask for.
struct TextCompletions<Host: ModelHost>: Sendable {
  let host: Host
  let clock: ServiceClock

  /// What a request asks.
  private struct Ask: Sendable {
    var options: GenerationOptions
    var text: ModelText
    /// The prompts: their tokens, and their texts as given.
    var prompts: [(ids: [Int], text: String)]
    var maxTokens: Int
    /// Whether answers begin with their prompts.
    var echoes: Bool
    /// The number of likeliest tokens told at each place, or `nil` if no log-probabilities are told.
    var alternatives: Int?

    func order(_ prompt: [Int]) throws -> SampleOrder {
      var order = options.order(prompt, maxTokens: try text.room(after: prompt, wanted: maxTokens, param: "prompt"))
      order.topSampledTokens = alternatives ?? 0
      order.wantsPromptLogProbabilities = echoes && alternatives != nil
      order.topPromptTokens = order.wantsPromptLogProbabilities ? alternatives ?? 0 : 0
      return order
    }
  }

  /// Returns the reply to a request.
  func reply(to body: [UInt8]) async throws -> Response {
    let ask = try await read(body)
    let orders = try ask.prompts.map { try ask.order($0.ids) }
    let head: JSONTree = [
      "id": .string("cmpl-\(clock.identifier())"), "object": "text_completion", "created": .integer(clock.seconds()),
      "model": .string(ask.options.model), "system_fingerprint": nil,
    ]
    if ask.options.isStreamed {
      return EventStream.response { try await stream(ask, orders[0], head: head, to: $0) }
    }
    let replies = try await replies(to: orders, from: ask.options.model)
    var choices: [JSONTree] = []
    var count = 0
    for (prompt, reply) in zip(ask.prompts, replies) {
      for answer in try answers(ask, prompt, reply) {
        count += answer.count
        choices.append(choice(ask, choices.count, answer))
      }
    }
    let read = ask.prompts.reduce(0) { $0 + $1.ids.count }
    return .json(head.with(["choices": .list(choices), "usage": usage(prompt: read, completion: count)]))
  }

  // MARK: Reading

  private func read(_ body: [UInt8]) async throws -> Ask {
    let fields = try JSONFields(JSONValue(body))
    let options = try GenerationOptions(fields)
    let text = try await host.text(of: options.model)
    let prompts = try Self.prompts(fields, text.tokenizer)
    let maxTokens = try fields.whole("max_tokens", in: 0...10_000_000) ?? 16
    let echoes = try fields.boolean("echo") ?? false
    let alternatives = try fields.whole("logprobs", in: 0...20)
    guard try fields.string("suffix") ?? "" == "" else {
      throw OpenAIError.invalid("suffix", "suffix: this server does not write what stands between two texts")
    }
    try fields.end()
    guard prompts.count * options.drawn <= 4096 else {
      throw OpenAIError.invalid(
        "n", "n: \(options.drawn) answers to each of \(prompts.count) prompts are more than 4096; send fewer at once")
    }
    guard !options.isStreamed || prompts.count == 1 else {
      throw OpenAIError.invalid("stream", "stream: one prompt at a time is streamed, and there are \(prompts.count)")
    }
    guard !(options.isStreamed && echoes) else {
      throw OpenAIError.invalid("echo", "echo: a stream tells what is new; leave it out")
    }
    return Ask(
      options: options, text: text, prompts: prompts, maxTokens: maxTokens, echoes: echoes, alternatives: alternatives)
  }

  private static func prompts(_ fields: JSONFields, _ tokenizer: Tokenizer) throws -> [(ids: [Int], text: String)] {
    func encoded(_ text: String) -> (ids: [Int], text: String) {
      (tokenizer.encode(text, addingSpecials: true), text)
    }
    func decoded(_ ids: [Int], _ path: String) throws -> (ids: [Int], text: String) {
      if let id = ids.first(where: { $0 < 0 || $0 >= tokenizer.vocabularySize }) {
        throw OpenAIError.invalid("prompt", "\(path): \(id) is no token; there are \(tokenizer.vocabularySize)")
      }
      return (ids, tokenizer.decode(ids, skippingSpecials: true))
    }
    let prompts: [(ids: [Int], text: String)]
    if let value = fields["prompt"] {
      if let text = value.string {
        prompts = [encoded(text)]
      } else if let texts = value.strings {
        prompts = texts.map(encoded)
      } else if let ids = value.integers {
        prompts = [try decoded(ids, "prompt")]
      } else if let lists = value.items?.map(\.integers), !lists.contains(where: { $0 == nil }) {
        prompts = try lists.enumerated().map { try decoded($1 ?? [], "prompt[\($0)]") }
      } else {
        throw OpenAIError.invalid(
          "prompt", "prompt: a text, a list of texts, a list of tokens or a list of such lists is expected")
      }
    } else {
      prompts = [encoded("")]
    }
    guard (1...2048).contains(prompts.count) else {
      throw OpenAIError.invalid("prompt", "prompt: \(prompts.count) prompts are not from 1 to 2048")
    }
    if let place = prompts.firstIndex(where: \.ids.isEmpty) {
      throw OpenAIError.invalid("prompt", "prompt: prompt \(place) has no tokens, and there is nothing to go on from")
    }
    return prompts
  }

  private func replies(to orders: [SampleOrder], from model: String) async throws -> [Tinker_SampleResponse] {
    try await withThrowingTaskGroup(of: (Int, Tinker_SampleResponse).self) { group in
      for (place, order) in orders.enumerated() {
        group.addTask { (place, try await host.sample(order, from: model)) }
      }
      var replies = Array(repeating: Tinker_SampleResponse(), count: orders.count)
      for try await (place, reply) in group { replies[place] = reply }
      return replies
    }
  }

  // MARK: Writing

  /// An answer: the tokens that are told, with the prompt's if it is echoed.
  private struct Answer {
    var text: String
    var tokens: [ScoredToken]
    var count: Int
    var finish: SampledPiece.Finish

    /// The mean of the log-probabilities of what was drawn.
    func likelihood(drawn: Int) -> Double {
      tokens.suffix(drawn).reduce(0) { $0 + $1.logProbability.told } / Double(max(1, drawn))
    }
  }

  private func answers(
    _ ask: Ask, _ prompt: (ids: [Int], text: String), _ reply: Tinker_SampleResponse
  ) throws -> [Answer] {
    let before =
      ask.echoes && ask.alternatives != nil ? try ScoredToken.prompt(prompt.ids, reply) : []
    let drawn = try (0..<ask.options.drawn).map { index in
      // An order of no tokens may be answered by no sequences.
      let piece =
        index < reply.sequences.count
        ? try SampledPiece(reply.sequences[index], choice: index)
        : SampledPiece(choice: index, tokens: [], finish: .length)
      var decoder = AnswerDecoder(ask.text, after: prompt.ids, stops: ask.options.stops)
      var delta = decoder.append(piece.tokens)
      delta += decoder.finish()
      let answer = Answer(
        text: (ask.echoes ? prompt.text : "") + delta.text, tokens: before + delta.tokens, count: decoder.count,
        finish: decoder.isStopped ? .stop : piece.finish ?? .length)
      return (answer, answer.likelihood(drawn: delta.tokens.count))
    }
    guard drawn.count > ask.options.count else { return drawn.map(\.0) }
    return drawn.sorted { $0.1 > $1.1 }.prefix(ask.options.count).map(\.0)
  }

  private func choice(_ ask: Ask, _ index: Int, _ answer: Answer) -> JSONTree {
    [
      "index": .integer(index), "text": .string(answer.text),
      "logprobs": ask.alternatives == nil
        ? nil : CompletionScores(answer.tokens, ask.text.tokenizer, alternatives: ask.alternatives ?? 0).tree,
      "finish_reason": .string(answer.finish.rawValue),
    ]
  }

  private func stream(
    _ ask: Ask, _ order: SampleOrder, head: JSONTree, to send: (JSONTree) async throws -> Void
  ) async throws {
    var places = Array(repeating: ask.prompts[0].text.unicodeScalars.count, count: ask.options.count)
    func chunk(_ choice: Int, _ delta: AnswerDecoder.Delta, _ finish: SampledPiece.Finish?) async throws {
      var scores: JSONTree = nil
      if let count = ask.alternatives, !delta.tokens.isEmpty {
        let told = CompletionScores(delta.tokens, ask.text.tokenizer, alternatives: count, from: places[choice])
        (scores, places[choice]) = (told.tree, told.end)
      }
      let choice: JSONTree = [
        "index": .integer(choice), "text": .string(delta.text), "logprobs": scores,
        "finish_reason": JSONTree(finish?.rawValue),
      ]
      let event = head.with(["choices": [choice]])
      try await send(ask.options.includesUsage ? event.with(["usage": nil]) : event)
    }
    var decoders = (0..<ask.options.count).map { _ in
      AnswerDecoder(ask.text, after: order.prompt, stops: ask.options.stops)
    }
    try await decoders.follow(host.pieces(of: order, from: ask.options.model)) { choice, delta in
      if !delta.isEmpty { try await chunk(choice, delta, nil) }
    } finish: { choice, finish in
      try await chunk(choice, AnswerDecoder.Delta(), finish)
    }
    guard ask.options.includesUsage else { return }
    let count = decoders.reduce(0) { $0 + $1.count }
    try await send(head.with(["choices": [], "usage": usage(prompt: order.prompt.count, completion: count)]))
  }
}
