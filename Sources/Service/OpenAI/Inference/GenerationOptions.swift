internal import JSON

/// What a request for text says of how it is drawn, alike for chats and for completions.
struct GenerationOptions: Sendable {
  /// The model.
  let model: String
  /// The number of answers to a prompt.
  let count: Int
  /// The number of answers drawn, of which the likeliest are given.
  let drawn: Int
  /// The divisor of the logits.
  let temperature: Double
  /// The least probability that the likeliest tokens drawn from have together.
  let topP: Double
  /// The number of likeliest tokens drawn from; 0 for all. Not in OpenAI's API, but in that of other servers.
  let topK: Int
  /// The texts before which an answer ends.
  let stops: [String]
  /// The seed.
  let seed: UInt64
  /// Whether the answer comes in parts.
  let isStreamed: Bool
  /// Whether a stream says the number of tokens at its end.
  let includesUsage: Bool

  /// Reads the options of a request.
  /// - Throws: `OpenAIError` or `JSONFault` for what is not understood, or would be without effect.
  init(_ fields: JSONFields) throws {
    guard let model = try fields.string("model") else {
      throw OpenAIError.invalid("model", "you must provide a model parameter")
    }
    self.model = model
    count = try fields.whole("n", in: 1...128) ?? 1
    drawn = try fields.whole("best_of", in: 1...128) ?? count
    temperature = try fields.number("temperature", in: 0...2) ?? 1
    // The likeliest token is drawn from in any case.
    topP = max(1e-9, try fields.number("top_p", in: 0...1) ?? 1)
    topK = max(0, try fields.whole("top_k", in: -1...1_000_000) ?? 0)
    stops = try Self.stops(fields)
    seed = try fields.integer("seed").map { UInt64(bitPattern: Int64($0)) } ?? .random(in: .min ... .max)
    isStreamed = try fields.boolean("stream") ?? false
    let stream = try fields.object("stream_options")
    includesUsage = try stream?.boolean("include_usage") ?? false
    _ = try stream?.boolean("include_obfuscation")
    guard drawn >= count else { throw OpenAIError.invalid("best_of", "best_of: \(drawn) is less than n, \(count)") }
    guard drawn == count || !isStreamed else {
      throw OpenAIError.invalid("best_of", "best_of: the best answers are known at their ends; leave out stream")
    }
    try Self.refuseWhatHasNoEffect(fields)
  }

  /// Returns the order for answers to one prompt.
  func order(_ prompt: [Int], maxTokens: Int?) -> SampleOrder {
    var order = SampleOrder(prompt: prompt)
    (order.count, order.maxTokens, order.seed) = (drawn, maxTokens, seed)
    (order.temperature, order.topP, order.topK) = (temperature, topP, topK)
    order.stopTexts = stops
    return order
  }

  private static func stops(_ fields: JSONFields) throws -> [String] {
    guard let value = fields["stop"] else { return [] }
    guard let stops = value.string.map({ [$0] }) ?? value.strings, stops.count <= 16 else {
      throw OpenAIError.invalid("stop", "stop: a text or a list of at most 16 texts is expected")
    }
    return stops.filter { !$0.isEmpty }
  }

  /// Reads what OpenAI's API knows and this server does not do, which may only be given as what does nothing.
  private static func refuseWhatHasNoEffect(_ fields: JSONFields) throws {
    // Words for the asker's own books: they change no answer.
    for key in [
      "user", "store", "metadata", "service_tier", "safety_identifier", "prompt_cache_key", "prompt_cache_retention",
    ] { _ = fields[key] }
    for key in ["frequency_penalty", "presence_penalty"] {
      guard try fields.number(key) ?? 0 == 0 else { throw unsupported(key) }
    }
    for key in [
      "logit_bias", "functions", "modalities", "audio", "prediction", "reasoning_effort", "web_search_options",
    ] {
      guard let value = fields[key] else { continue }
      let isEmpty = value.members?.isEmpty ?? value.items?.isEmpty ?? false
      guard isEmpty || value.strings == ["text"] else { throw unsupported(key) }
    }
    if let format = try fields.object("response_format"), try format.string("type") != "text" {
      throw unsupported("response_format")
    }
  }

  private static func unsupported(_ key: String) -> OpenAIError {
    .invalid(key, "\(key): this server does not do that; leave it out", code: "unsupported_parameter")
  }
}
