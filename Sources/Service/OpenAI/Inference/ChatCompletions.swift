internal import Foundation
internal import Hummingbird
internal import JSON
internal import Tasks

/// `POST /v1/chat/completions`: a model's answers to a chat.
///
/// Tools are shown to the model by its template; what it writes to call one comes back as the text that it is.
struct ChatCompletions<Host: ModelHost>: Sendable {
  let host: Host
  let clock: ServiceClock

  /// What a request asks.
  private struct Ask: Sendable {
    var options: GenerationOptions
    var text: ModelText
    var order: SampleOrder
    /// The number of likeliest tokens told at each place, or `nil` if no log-probabilities are told.
    var alternatives: Int?

    func decoder() -> AnswerDecoder {
      AnswerDecoder(
        text, after: order.prompt, stops: order.stopTexts, leavingOutFirstSpace: text.isPlain)
    }
  }

  /// Returns the reply to a request.
  func reply(to body: [UInt8]) async throws -> Response {
    let ask = try await read(body)
    let id = "chatcmpl-\(clock.identifier())"
    if ask.options.isStreamed { return EventStream.response { try await stream(ask, id: id, to: $0) } }
    let reply = try await host.sample(ask.order, from: ask.options.model)
    var count = 0
    let choices = try reply.sequences.enumerated().map { index, sequence in
      let piece = try SampledPiece(sequence, choice: index)
      var decoder = ask.decoder()
      var answer = decoder.append(piece.tokens)
      answer += decoder.finish()
      count += decoder.count
      let finish = decoder.isStopped ? .stop : piece.finish ?? .length
      return [
        "index": .integer(index),
        "message": ["role": "assistant", "content": .string(answer.text), "refusal": nil],
        "logprobs": logProbabilities(answer.tokens, ask), "finish_reason": .string(finish.rawValue),
      ] as JSONTree
    }
    return .json(
      head("chat.completion", id, ask).with([
        "choices": .list(choices), "usage": usage(prompt: ask.order.prompt.count, completion: count),
      ]))
  }

  // MARK: Reading

  private func read(_ body: [UInt8]) async throws -> Ask {
    let fields = try JSONFields(JSONValue(body))
    let options = try GenerationOptions(fields)
    let text = try await host.text(of: options.model)
    let chat = try ChatMessages(fields)
    _ = (try fields.boolean("parallel_tool_calls"), fields["tool_choice"])
    let newer = try fields.whole("max_completion_tokens", in: 1...10_000_000)
    let older = try fields.whole("max_tokens", in: 1...10_000_000)
    let top = try fields.whole("top_logprobs", in: 0...20)
    let wantsLogProbabilities = try fields.boolean("logprobs") ?? false
    guard top == nil || wantsLogProbabilities else {
      throw OpenAIError.invalid("top_logprobs", "top_logprobs: set logprobs to true to be told them")
    }
    try fields.end()
    let prompt = try text.encoded(chat.messages, tools: chat.tools, asking: true).ids
    var order = options.order(
      prompt, maxTokens: try text.room(after: prompt, wanted: newer ?? older, param: "messages"))
    order.topSampledTokens = top ?? 0
    if text.isPlain { order.stopTexts.append(PlainChat.stop) }
    return Ask(options: options, text: text, order: order, alternatives: wantsLogProbabilities ? top ?? 0 : nil)
  }

  // MARK: Writing

  private func stream(_ ask: Ask, id: String, to send: (JSONTree) async throws -> Void) async throws {
    let head = head("chat.completion.chunk", id, ask)
    func chunk(_ choice: Int, _ delta: JSONTree, _ scores: JSONTree = nil, _ finish: String? = nil) async throws {
      let choice: JSONTree = [
        "index": .integer(choice), "delta": delta, "logprobs": scores, "finish_reason": JSONTree(finish),
      ]
      let event = head.with(["choices": [choice]])
      try await send(ask.options.includesUsage ? event.with(["usage": nil]) : event)
    }
    var decoders = (0..<ask.options.count).map { _ in ask.decoder() }
    for choice in decoders.indices { try await chunk(choice, ["role": "assistant", "content": ""]) }
    try await decoders.follow(host.pieces(of: ask.order, from: ask.options.model)) { choice, delta in
      if !delta.isEmpty {
        try await chunk(choice, ["content": .string(delta.text)], logProbabilities(delta.tokens, ask))
      }
    } finish: { choice, finish in
      try await chunk(choice, [:], nil, finish.rawValue)
    }
    guard ask.options.includesUsage else { return }
    let count = decoders.reduce(0) { $0 + $1.count }
    try await send(
      head.with(["choices": [], "usage": usage(prompt: ask.order.prompt.count, completion: count)]))
  }

  private func head(_ object: String, _ id: String, _ ask: Ask) -> JSONTree {
    [
      "id": .string(id), "object": .string(object), "created": .integer(clock.seconds()),
      "model": .string(ask.options.model), "system_fingerprint": nil,
    ]
  }

  private func logProbabilities(_ tokens: [ScoredToken], _ ask: Ask) -> JSONTree {
    guard let count = ask.alternatives else { return nil }
    func entry(_ id: Int, _ logProbability: Double?) -> JSONTree {
      let bytes = ask.text.tokenizer.bytes(of: id) ?? []
      return [
        "token": .string(String(decoding: bytes, as: UTF8.self)), "logprob": .number(logProbability.told),
        "bytes": .list(bytes.map { .integer(Int($0)) }),
      ]
    }
    let content = tokens.map { token in
      entry(token.id, token.logProbability).with([
        "top_logprobs": .list(token.top.prefix(count).map { entry($0.id, $0.logProbability) })
      ])
    }
    return ["content": .list(content), "refusal": nil]
  }
}
