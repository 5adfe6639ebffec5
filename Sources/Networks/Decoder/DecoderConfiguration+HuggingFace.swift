public import Foundation
internal import JSON
internal import Tensors

extension DecoderConfiguration {
  /// Reads `config.json` of a Hugging Face folder, in the spelling of transformers 5 or in that of older files. A key that is
  /// absent has the default of the family's class there.
  /// - Throws: `DecoderFileError` that names the key.
  public init(huggingFace url: URL) throws(DecoderFileError) {
    self = try JSONFields.read(url) { fields throws(JSONFault) in try DecoderConfiguration(huggingFace: fields) }
    if let problem { throw DecoderFileError(file: url.lastPathComponent, problem: problem) }
  }

  private init(huggingFace fields: JSONFields) throws(JSONFault) {
    let type = try fields.string("model_type") ?? ""
    let names: [String: Family] = [
      "gpt2": .gpt2, "llama": .llama, "qwen2": .qwen2, "qwen3": .qwen3, "gemma3_text": .gemma3,
    ]
    guard let family = names[type] else {
      throw fields.fault(
        "model_type", "\"\(type)\" is not known; known are \(names.keys.sorted().joined(separator: ", "))")
    }
    self.init()
    self.family = family
    try read(fields)
    if family == .gpt2 { try readGPT2(fields) } else { try readLlama(fields) }
    if family == .qwen2 || family == .qwen3 { try readQwen(fields) }
    if family == .gemma3 { try readGemma(fields) }
  }

  /// What all families have.
  private mutating func read(_ f: JSONFields) throws(JSONFault) {
    begin = try f.integer("bos_token_id")
    ends = try f.integers("eos_token_id")
    padding = try f.integer("pad_token_id")
    isTied = try f.boolean("tie_word_embeddings") ?? (family == .gpt2 || family == .gemma3)
    switch try f.string("dtype", "torch_dtype") {
    case "bfloat16"?: storage = .bfloat16
    case "float64"?: storage = .float64
    default: storage = .float32  // half precision is read as float32, and written so
    }
  }

  private mutating func readGPT2(_ f: JSONFields) throws(JSONFault) {
    vocabulary = try f.integer("vocab_size") ?? 50257
    width = try f.integer("n_embd") ?? 768
    layers = try f.integer("n_layer") ?? 12
    heads = try f.integer("n_head") ?? 12
    guard heads > 0, width > 0, width <= 1 << 20 else { throw f.fault("n_head", "it and n_embd must be positive") }
    keyValueHeads = heads
    guard width % heads == 0 else { throw f.fault("n_embd", "\(width) does not divide into \(heads) heads") }
    headWidth = width / heads
    innerWidth = try f.integer("n_inner") ?? 4 * width
    longest = try f.integer("n_positions") ?? 1024
    (rotary, norm, joinsProjections, isGated) = (nil, .layer, true, false)
    (attentionBiases, hasInnerBiases) = (.all, true)
    epsilon = try f.number("layer_norm_epsilon") ?? 1e-5
    activation = try f.activation("activation_function") ?? .geluTanh
    if try f.boolean("scale_attn_weights") == false { attentionScale = 1 }
    scalesByLayer = try f.boolean("scale_attn_by_inverse_layer_idx") ?? false
    if try f.boolean("add_cross_attention") == true { throw f.fault("add_cross_attention", "it is not supported") }
  }

  private mutating func readLlama(_ f: JSONFields) throws(JSONFault) {
    let sizes = Self.classSizes(family)
    vocabulary = try f.integer("vocab_size") ?? sizes.vocabulary
    width = try f.integer("hidden_size") ?? sizes.width
    layers = try f.integer("num_hidden_layers") ?? sizes.layers
    heads = try f.integer("num_attention_heads") ?? sizes.heads
    // Only Llama takes as many as there are heads; the others have a number of their own.
    keyValueHeads = try f.integer("num_key_value_heads") ?? sizes.keyValueHeads ?? heads
    innerWidth = try f.integer("intermediate_size") ?? sizes.innerWidth
    longest = try f.integer("max_position_embeddings") ?? sizes.longest
    guard heads > 0 else { throw f.fault("num_attention_heads", "it must be positive") }
    if let given = try f.integer("head_dim") ?? sizes.headWidth {
      headWidth = given
    } else {
      guard width % heads == 0 else { throw f.fault("hidden_size", "\(width) does not divide into \(heads) heads") }
      headWidth = width / heads
    }
    epsilon = try f.number("rms_norm_eps") ?? 1e-6
    activation = try f.activation(family == .gemma3 ? "hidden_activation" : "hidden_act") ?? .silu
    let hasBiases = try f.boolean("attention_bias") ?? false
    attentionBiases = family == .qwen2 ? .queryKeyValue : hasBiases ? .all : .none
    hasInnerBiases = family == .llama ? try f.boolean("mlp_bias") ?? false : false
    guard family != .gemma3 else { return }
    rotary = try RotarySettings(huggingFace: f, base: 10_000)
  }

  private mutating func readQwen(_ f: JSONFields) throws(JSONFault) {
    hasQueryKeyNorms = family == .qwen3
    let types = try f.slidingLayers(of: layers)
    guard try f.boolean("use_sliding_window") ?? false, let window = try f.integer("sliding_window") else { return }
    let first = try f.integer("max_window_layers") ?? 28
    slidingLayers = types ?? Array(min(max(first, 0), max(layers, 0))..<max(layers, 0))
    self.window = slidingLayers.isEmpty ? nil : window
  }

  private mutating func readGemma(_ f: JSONFields) throws(JSONFault) {
    (gainOffset, hasPostNorms, hasQueryKeyNorms) = (1, true, true)
    if f["hidden_activation"] == nil { activation = .geluTanh }
    embeddingScale = Double(max(width, 0)).squareRoot()
    let scalar = try f.number("query_pre_attn_scalar") ?? 256
    guard scalar > 0 else { throw f.fault("query_pre_attn_scalar", "it must be positive, not \(scalar)") }
    attentionScale = 1 / scalar.squareRoot()
    logitCap = try f.number("final_logit_softcapping")
    if try f.boolean("use_bidirectional_attention") == true {
      throw f.fault("use_bidirectional_attention", "it is not supported")
    }
    let pattern = try f.integer("sliding_window_pattern", "_sliding_window_pattern") ?? 6
    guard pattern > 0 else { throw f.fault("sliding_window_pattern", "it must be positive") }
    guard (1...Self.mostLayers).contains(layers) else { return }  // said by `problem`
    slidingLayers = try f.slidingLayers(of: layers) ?? (0..<layers).filter { ($0 + 1) % pattern != 0 }
    window = try f.integer("sliding_window") ?? 4096
    let nested = try f.object("rope_parameters")
    rotary = try RotarySettings(huggingFace: f, nested: nested?.object("full_attention"), base: 1_000_000)
    if let sliding = try nested?.object("sliding_attention") {
      slidingRotary = try RotarySettings(huggingFace: f, nested: sliding, base: 10_000)
    } else {
      slidingRotary = RotarySettings(base: try f.number("rope_local_base_freq") ?? 10_000)
    }
  }

  /// The defaults of the classes of transformers.
  private static func classSizes(
    _ family: Family
  ) -> (
    vocabulary: Int, width: Int, layers: Int, heads: Int, keyValueHeads: Int?, innerWidth: Int, longest: Int,
    headWidth: Int?
  ) {
    switch family {
    case .gpt2, .llama: (32000, 4096, 32, 32, nil, 11008, 2048, nil)
    case .qwen2: (151936, 4096, 32, 32, 32, 22016, 32768, nil)
    case .qwen3: (151936, 4096, 32, 32, 32, 22016, 32768, 128)
    case .gemma3: (262208, 2304, 26, 8, 4, 9216, 131072, 256)
    }
  }
}

extension JSONFields {
  /// A whole number, or a list of some.
  fileprivate func integers(_ key: String) throws(JSONFault) -> [Int] {
    guard let value = self[key] else { return [] }
    guard let integers = value.integers ?? value.integer.map({ [$0] }) else {
      throw fault(key, "\(value.name) instead of whole numbers")
    }
    return integers
  }

  /// A nonlinearity by its name in transformers.
  fileprivate func activation(_ key: String) throws(JSONFault) -> DecoderConfiguration.Activation? {
    guard let name = try string(key) else { return nil }
    switch name {
    case "silu", "swish": return .silu
    case "gelu": return .gelu
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": return .geluTanh
    default: throw fault(key, "\"\(name)\" is not known; known are silu, gelu, gelu_new, gelu_pytorch_tanh")
    }
  }

  /// The layers that `layer_types` calls sliding.
  fileprivate func slidingLayers(of count: Int) throws(JSONFault) -> [Int]? {
    guard let value = self["layer_types"] else { return nil }
    guard let types = value.strings else { throw fault("layer_types", "\(value.name) instead of a list of strings") }
    guard types.count == count else { throw fault("layer_types", "it names \(types.count) layers of \(count)") }
    if let unknown = types.first(where: { $0 != "sliding_attention" && $0 != "full_attention" }) {
      throw fault("layer_types", "it names \"\(unknown)\"; known are full_attention and sliding_attention")
    }
    return types.indices.filter { types[$0] == "sliding_attention" }
  }
}
