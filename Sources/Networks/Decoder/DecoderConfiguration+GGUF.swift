public import Tensors

extension DecoderConfiguration {
  /// Reads the metadata of a GGUF file.
  /// - Throws: `DecoderFileError` that names the key.
  public init(_ gguf: GGUF) throws(DecoderFileError) {
    let architecture = gguf.metadata["general.architecture"]?.text ?? ""
    guard let family = Family(rawValue: architecture) else {
      throw DecoderFileError(
        file: gguf.name,
        problem: "general.architecture \"\(architecture)\" is not known; known are "
          + Family.allCases.map(\.rawValue).joined(separator: ", "))
    }
    self.init()
    self.family = family
    let keys = GGUFKeys(file: gguf, prefix: architecture)
    try readSizes(keys)
    try readForm(keys)
    begin = gguf.metadata["tokenizer.ggml.bos_token_id"]?.integer
    ends = gguf.metadata["tokenizer.ggml.eos_token_id"]?.integer.map { [$0] } ?? []
    padding = gguf.metadata["tokenizer.ggml.padding_token_id"]?.integer
    isTied = gguf.shape(of: "output.weight") == nil
    if let problem { throw DecoderFileError(file: gguf.name, problem: problem) }
    // Rows of queries and keys lie there in pairs, whatever share of them turns.
    guard family != .llama || headWidth % 2 == 0 else {
      throw DecoderFileError(file: gguf.name, problem: "heads of \(headWidth) features are no pairs")
    }
  }

  private mutating func readSizes(_ keys: GGUFKeys) throws(DecoderFileError) {
    width = try keys.size("embedding_length")
    layers = try keys.size("block_count")
    longest = try keys.size("context_length")
    innerWidth = try keys.size("feed_forward_length")
    heads = try keys.size("attention.head_count")
    keyValueHeads = keys.has("attention.head_count_kv") ? try keys.size("attention.head_count_kv") : heads
    guard heads > 0 else { throw keys.refuse("attention.head_count", "must be positive") }
    if keys.has("attention.key_length") {
      headWidth = try keys.size("attention.key_length")
    } else {
      guard width % heads == 0 else { throw keys.refuse("embedding_length", "does not divide into \(heads) heads") }
      headWidth = width / heads
    }
    // The table of tokens says how many there are, whatever the metadata does.
    guard let table = keys.file.shape(of: "token_embd.weight"), table.count == 2 else {
      throw DecoderFileError(file: keys.file.name, problem: "it has no tensor \"token_embd.weight\" of two dimensions")
    }
    vocabulary = table[0]
  }

  private mutating func readForm(_ keys: GGUFKeys) throws(DecoderFileError) {
    guard family != .gpt2 else {
      (rotary, norm, joinsProjections, isGated, activation) = (nil, .layer, true, false, .geluTanh)
      (attentionBiases, hasInnerBiases) = (.all, true)
      epsilon = try keys.number("attention.layer_norm_epsilon") ?? 1e-5
      return
    }
    epsilon = try keys.number("attention.layer_norm_rms_epsilon") ?? 1e-6
    hasQueryKeyNorms = family == .qwen3 || family == .gemma3
    attentionBiases =
      family == .qwen2
      ? .queryKeyValue
      : keys.file.shape(of: "blk.0.attn_output.bias") != nil ? .all : .none
    hasInnerBiases = keys.file.shape(of: "blk.0.ffn_down.bias") != nil
    rotary = try keys.rotary(base: family == .gemma3 ? 1_000_000 : 10_000, headWidth: headWidth)
    guard family == .gemma3 else { return }
    // Constants of the architecture, which older files do not repeat.
    (gainOffset, hasPostNorms, activation, embeddingScale) = (1, true, .geluTanh, Double(width).squareRoot())
    guard (1...Self.mostLayers).contains(layers) else { return }  // said by `problem`
    window = try keys.has("attention.sliding_window") ? keys.size("attention.sliding_window") : nil
    slidingLayers = window == nil ? [] : (0..<layers).filter { ($0 + 1) % 6 != 0 }
    slidingRotary = RotarySettings(base: try keys.number("rope.freq_base_swa") ?? 10_000)
    // Of all sizes, only that of 62 layers scales by the width a head would have without one of its own.
    attentionScale = layers == 62 ? 1 / (Double(width) / Double(heads)).squareRoot() : nil
    logitCap = try keys.number("final_logit_softcapping")
  }
}

/// The keys of an architecture in a GGUF file's metadata.
private struct GGUFKeys {
  let file: GGUF
  let prefix: String

  func refuse(_ key: String, _ problem: String) -> DecoderFileError {
    DecoderFileError(file: file.name, problem: "\(prefix).\(key) \(problem)")
  }

  private subscript(key: String) -> GGUFValue? { file.metadata["\(prefix).\(key)"] }

  func has(_ key: String) -> Bool { self[key] != nil }

  /// A size, which must be there.
  func size(_ key: String) throws(DecoderFileError) -> Int {
    guard let value = self[key] else { throw refuse(key, "is missing") }
    guard let size = value.integer, size >= 0, size <= 1 << 40 else {
      throw refuse(key, "must be a size of one number")
    }
    return size
  }

  func number(_ key: String) throws(DecoderFileError) -> Double? {
    guard let value = self[key] else { return nil }
    guard let number = value.number, number.isFinite else { throw refuse(key, "must be a number") }
    return number
  }

  func text(_ key: String) throws(DecoderFileError) -> String? {
    guard let value = self[key] else { return nil }
    guard let text = value.text else { throw refuse(key, "must be a string") }
    return text
  }

  /// Rotary positions: base and scaling by keys, the frequencies of Llama 3 by a tensor of divisors.
  func rotary(base: Double, headWidth: Int) throws(DecoderFileError) -> RotarySettings {
    var rotary = RotarySettings(base: try number("rope.freq_base") ?? base)
    if has("rope.dimension_count"), headWidth > 0 {
      rotary.share = Double(try size("rope.dimension_count")) / Double(headWidth)
    }
    let factor = try number("rope.scaling.factor") ?? 1
    switch try text("rope.scaling.type") ?? "none" {
    case "none": break
    case "linear": rotary.scaling = factor == 1 ? .none : .linear(factor: factor)
    case "yarn":
      let original = try size(
        has("rope.scaling.original_context_length") ? "rope.scaling.original_context_length" : "context_length")
      var yarn = RotarySettings.Yarn(factor: factor, original: original)
      yarn.fast = try number("rope.scaling.yarn_beta_fast") ?? 32
      yarn.slow = try number("rope.scaling.yarn_beta_slow") ?? 1
      if let own = try number("rope.scaling.attn_factor") {
        yarn.attentionFactor = own * RotarySettings.Yarn.usualAttentionFactor(factor)
      }
      rotary.scaling = .yarn(yarn)
    case let type: throw refuse("rope.scaling.type", "\"\(type)\" is not known; known are none, linear, yarn")
    }
    if let divisors = file.shape(of: "rope_freqs.weight") {
      guard divisors.count == 1, divisors[0] <= 1 << 16, let tensor = file.tensor("rope_freqs.weight") else {
        throw DecoderFileError(file: file.name, problem: "tensor \"rope_freqs.weight\" is no list of divisors")
      }
      guard rotary.scaling == .none else {
        throw refuse("rope.scaling.type", "and rope_freqs.weight exclude each other")
      }
      rotary.scaling = .divided(tensor.scalars(Float.self).map(Double.init))
    }
    return rotary
  }
}
