/// A request for samples, as the Tinker client sends it.
struct SampleRequest: Decodable {
  struct Prompt: Decodable { let chunks: [Chunk] }
  struct Chunk: Decodable {
    let type: String
    var tokens: [Int]?
  }
  /// Absent, a text, texts, or ids.
  enum Stop: Decodable {
    case texts([String])
    case ids([Int])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .texts([text])
      } else if let ids = try? container.decode([Int].self) {
        self = .ids(ids)
      } else {
        self = .texts(try container.decode([String].self))
      }
    }
  }
  struct Parameters: Decodable {
    var maxTokens: Int?
    var temperature: Double?
    var topK: Int?
    var topP: Double?
    var seed: Int64?
    var stop: Stop?
  }
  /// A table that asks for log-probabilities of certain tokens: only whether it is there is read.
  struct Targets: Decodable {}

  let samplingSessionID: String
  let seqID: Int
  let prompt: Prompt
  var numSamples: Int?
  var samplingParams: Parameters?
  var promptLogprobs: Bool?
  var topkPromptLogprobs: Int?
  var topkSampleLogprobs: Int?
  var promptAltTokensK: Int?
  var promptLogprobsLastN: Int?
  var targetPromptLogprobs: Targets?

  /// Returns what an engine is to do.
  /// - Throws: `ServiceError` 400 for what cannot be, and for what is not done here, with the reason.
  func order(_ limits: ServiceLimits) throws(ServiceError) -> SampleOrder {
    var tokens: [Int] = []
    for (index, chunk) in prompt.chunks.enumerated() {
      guard chunk.type == "encoded_text", let own = chunk.tokens else {
        throw ServiceError(
          400, "prompt.chunks[\(index)] is of type \(chunk.type.prefix(40)); the models here read encoded_text alone")
      }
      tokens += own
    }
    var order = SampleOrder(prompt: tokens)
    order.count = numSamples ?? 1
    guard (1...limits.sequences).contains(order.count) else {
      throw ServiceError(400, "num_samples is \(order.count); give 1 to \(limits.sequences)")
    }
    let parameters = samplingParams ?? Parameters()
    order.maxTokens = parameters.maxTokens
    if let most = order.maxTokens, most < 1 { throw ServiceError(400, "max_tokens is \(most); give 1 or more") }
    order.temperature = parameters.temperature ?? 1
    guard (0...1e6).contains(order.temperature) else {
      throw ServiceError(400, "temperature is \(order.temperature); give 0 or more")
    }
    order.topK = max(0, parameters.topK ?? 0)
    order.topP = parameters.topP ?? 1
    guard order.topP > 0, order.topP <= 1 else {
      throw ServiceError(400, "top_p is \(order.topP); give more than 0, and 1 at most")
    }
    switch parameters.stop {
    case nil: break
    case .texts(let texts):
      guard !texts.contains("") else { throw ServiceError(400, "stop has an empty text, which stops before it starts") }
      order.stopTexts = texts
      order.stopTokens = []
    case .ids(let ids): order.stopTokens = ids
    }
    order.seed = Self.seed(parameters.seed, sampler: samplingSessionID, number: seqID)
    order.wantsPromptLogProbabilities = promptLogprobs ?? false
    order.topPromptTokens = topkPromptLogprobs ?? 0
    order.topSampledTokens = topkSampleLogprobs ?? 0
    guard (0...100).contains(order.topPromptTokens), (0...100).contains(order.topSampledTokens) else {
      throw ServiceError(400, "topk_prompt_logprobs and topk_sample_logprobs are 0 to 100")
    }
    // A client that asked for these fails without them, with an error that says nothing: it is told here.
    if (promptAltTokensK ?? 0) > 0 {
      throw ServiceError(400, "prompt_alt_tokens_k is not done here; topk_prompt_logprobs is")
    }
    if targetPromptLogprobs != nil {
      throw ServiceError(
        400,
        "target_prompt_logprobs is not done here; forward with cross_entropy and [T, K] targets gives the same numbers")
    }
    order.lastPromptPlaces = promptLogprobsLastN
    if let last = promptLogprobsLastN, last < 0 {
      throw ServiceError(400, "prompt_logprobs_last_n is \(last); give 0 or more")
    }
    return order
  }

  /// The name of a sequence of a sample.
  static func name(of sequence: Int, in number: Int, sampler: String) -> String { "\(sampler):\(number):\(sequence)" }

  /// The seed of a sample: a function of who asks and the number of the request, so that a request that is done again gives the
  /// same; and of the client's own seed, if it has one.
  /// - Source: FNV-1a, Fowler, Noll, Vo 1991, 64 bits.
  static func seed(_ own: Int64?, sampler: String, number: Int) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    if let own { return UInt64(bitPattern: own) }
    for byte in "\(sampler)/\(number)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
