internal import Foundation
internal import Tensors

extension DecoderConfiguration {
  /// The fields of `config.json`, in the spelling that transformers 4 and 5 both read.
  /// - Throws: `DecoderFileError` for what the family's class cannot say.
  func huggingFaceFields(in file: String) throws(DecoderFileError) -> [String: Any] {
    if let reason = unwritable { throw DecoderFileError(file: file, problem: reason) }
    var fields: [String: Any] = [
      "vocab_size": vocabulary, "tie_word_embeddings": isTied, "use_cache": true,
      "torch_dtype": storage.rawValue,
    ]
    fields["bos_token_id"] = begin
    if !ends.isEmpty { fields["eos_token_id"] = ends.count == 1 ? ends[0] as Any : ends }
    fields["pad_token_id"] = padding
    let own = family == .gpt2 ? gpt2Fields : try llamaFields(in: file)
    return fields.merging(own) { $1 }
  }

  private var gpt2Fields: [String: Any] {
    [
      "model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "n_embd": width, "n_layer": layers,
      "n_head": heads, "n_inner": innerWidth, "n_positions": longest, "layer_norm_epsilon": epsilon,
      "activation_function": activation.huggingFace, "scale_attn_weights": attentionScale == nil,
      "scale_attn_by_inverse_layer_idx": scalesByLayer,
    ]
  }

  private func llamaFields(in file: String) throws(DecoderFileError) -> [String: Any] {
    var fields: [String: Any] = [
      "hidden_size": width, "num_hidden_layers": layers, "num_attention_heads": heads,
      "num_key_value_heads": keyValueHeads, "head_dim": headWidth, "intermediate_size": innerWidth,
      "max_position_embeddings": longest, "rms_norm_eps": epsilon,
      "attention_bias": attentionBiases == .all,
      (family == .gemma3 ? "hidden_activation" : "hidden_act"): activation.huggingFace,
    ]
    if let rotary {
      fields["rope_theta"] = rotary.base
      if rotary.share != 1 { fields["partial_rotary_factor"] = rotary.share }
      fields["rope_scaling"] = try rotary.huggingFaceScaling(in: file) ?? NSNull()
    }
    let types = (0..<layers).map { slides($0) ? "sliding_attention" : "full_attention" }
    switch family {
    case .gpt2: break
    case .llama:
      fields["model_type"] = "llama"
      fields["architectures"] = ["LlamaForCausalLM"]
      fields["mlp_bias"] = hasInnerBiases
    case .qwen2, .qwen3:
      fields["model_type"] = family == .qwen2 ? "qwen2" : "qwen3"
      fields["architectures"] = [family == .qwen2 ? "Qwen2ForCausalLM" : "Qwen3ForCausalLM"]
      fields["use_sliding_window"] = window != nil
      fields["sliding_window"] = window ?? NSNull()
      fields["max_window_layers"] = slidingLayers.first ?? layers
      fields["layer_types"] = types
    case .gemma3:
      fields["model_type"] = "gemma3_text"
      fields["architectures"] = ["Gemma3ForCausalLM"]
      fields["query_pre_attn_scalar"] = gemmaScalar
      fields["final_logit_softcapping"] = logitCap ?? NSNull()
      fields["rope_local_base_freq"] = slidingRotary?.base ?? rotary?.base
      fields["sliding_window"] = window ?? NSNull()
      fields["layer_types"] = types
      // Older versions know the pattern only.
      if let pattern = (1...(layers + 1)).first(where: { pattern in
        slidingLayers == (0..<layers).filter { ($0 + 1) % pattern != 0 }
      }) {
        fields["sliding_window_pattern"] = pattern
      }
    }
    return fields
  }

  /// 1 / attentionScale², a whole number in every published file.
  private var gemmaScalar: Any {
    let scalar = attentionScale.map { 1 / ($0 * $0) } ?? Double(headWidth)
    let whole = scalar.rounded()
    return abs(scalar - whole) < 1e-9 * scalar ? Int(whole) : scalar
  }

  /// What the family's class cannot say, or `nil`.
  private var unwritable: String? {
    // What the class leaves open is as it is here; the rest must be as the class has it.
    var like = self
    switch family {
    case .gpt2:
      (like.rotary, like.slidingRotary, like.window, like.slidingLayers) = (nil, nil, nil, [])
      (like.norm, like.isGated, like.attentionBiases, like.hasInnerBiases) = (.layer, false, .all, true)
      (like.gainOffset, like.hasPostNorms, like.hasQueryKeyNorms) = (0, false, false)
      like.joinsProjections = true
      (like.embeddingScale, like.logitCap, like.keyValueHeads, like.headWidth) = (1, nil, heads, width / heads)
      if attentionScale != 1 { like.attentionScale = nil }
    case .llama, .qwen2, .qwen3:
      (like.slidingRotary, like.norm, like.isGated, like.gainOffset) = (nil, .rms, true, 0)
      (like.hasPostNorms, like.hasQueryKeyNorms, like.embeddingScale) = (false, family == .qwen3, 1)
      (like.logitCap, like.attentionScale, like.scalesByLayer) = (nil, nil, false)
      if like.rotary == nil { like.rotary = RotarySettings() }
      if family == .llama { (like.window, like.slidingLayers) = (nil, []) } else { like.hasInnerBiases = false }
      if family == .qwen2 { like.attentionBiases = .queryKeyValue }
      if family != .qwen2, attentionBiases == .queryKeyValue { like.attentionBiases = .none }
    case .gemma3:
      (like.norm, like.isGated, like.gainOffset, like.hasPostNorms) = (.rms, true, 1, true)
      (like.hasQueryKeyNorms, like.hasInnerBiases, like.scalesByLayer) = (true, false, false)
      like.embeddingScale = Double(width).squareRoot()
      if like.rotary == nil { like.rotary = RotarySettings() }
      if attentionBiases == .queryKeyValue { like.attentionBiases = .none }
      like.slidingRotary = slidingRotary.map { RotarySettings(base: $0.base) }
    }
    return like == self ? nil : "a \(family.rawValue) of transformers cannot be of this form; choose another family"
  }
}

extension DecoderConfiguration.Activation {
  /// The name in transformers.
  fileprivate var huggingFace: String {
    switch self {
    case .silu: "silu"
    case .gelu: "gelu"
    case .geluTanh: "gelu_pytorch_tanh"
    }
  }
}
