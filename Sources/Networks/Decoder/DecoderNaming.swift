/// The names that a kind of files gives to the parts of a decoder of a family.
///
/// `#` stands for the number of a block. A part of ours that is one matrix may be several of theirs.
struct DecoderNaming {
  /// Their names of our parts, without "weight" and "bias".
  let parts: [String: [String]]
  /// What some files leave out at the front.
  let prefix: String
  /// Whether linear maps of blocks are stored [in, out].
  var transposesLinears = false
  /// Whether rows of queries and keys are interleaved.
  var interleaves = false
  /// What is added to gains.
  var gainOffset = 0.0

  /// The names in a Hugging Face folder.
  static func huggingFace(_ family: DecoderConfiguration.Family) -> DecoderNaming {
    guard family != .gpt2 else {
      return DecoderNaming(
        parts: [
          "embedding": ["transformer.wte"], "positions": ["transformer.wpe"], "norm": ["transformer.ln_f"],
          "head": ["lm_head"], "blocks.#.attentionNorm": ["transformer.h.#.ln_1"],
          "blocks.#.attention.queryKeyValue": ["transformer.h.#.attn.c_attn"],
          "blocks.#.attention.out": ["transformer.h.#.attn.c_proj"], "blocks.#.mlpNorm": ["transformer.h.#.ln_2"],
          "blocks.#.mlp.up": ["transformer.h.#.mlp.c_fc"], "blocks.#.mlp.down": ["transformer.h.#.mlp.c_proj"],
        ], prefix: "transformer.", transposesLinears: true)
    }
    func layer(_ names: String...) -> [String] { names.map { "model.layers.#.\($0)" } }
    let isGemma = family == .gemma3
    return DecoderNaming(
      parts: [
        "embedding": ["model.embed_tokens"], "norm": ["model.norm"], "head": ["lm_head"],
        "blocks.#.attentionNorm": layer("input_layernorm"),
        "blocks.#.attention.query": layer("self_attn.q_proj"), "blocks.#.attention.key": layer("self_attn.k_proj"),
        "blocks.#.attention.value": layer("self_attn.v_proj"), "blocks.#.attention.out": layer("self_attn.o_proj"),
        "blocks.#.attention.queryKeyValue": layer("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
        "blocks.#.attention.queryNorm": layer("self_attn.q_norm"),
        "blocks.#.attention.keyNorm": layer("self_attn.k_norm"),
        "blocks.#.attentionPostNorm": layer("post_attention_layernorm"),
        "blocks.#.mlpNorm": layer(isGemma ? "pre_feedforward_layernorm" : "post_attention_layernorm"),
        "blocks.#.mlp.gate": layer("mlp.gate_proj"), "blocks.#.mlp.up": layer("mlp.up_proj"),
        "blocks.#.mlp.gateUp": layer("mlp.gate_proj", "mlp.up_proj"), "blocks.#.mlp.down": layer("mlp.down_proj"),
        "blocks.#.mlpPostNorm": layer("post_feedforward_layernorm"),
      ], prefix: "model.")
  }

  /// The names in a GGUF file.
  static func gguf(_ family: DecoderConfiguration.Family) -> DecoderNaming {
    func block(_ names: String...) -> [String] { names.map { "blk.#.\($0)" } }
    let isJoined = family == .gpt2
    return DecoderNaming(
      parts: [
        "embedding": ["token_embd"], "positions": ["position_embd"], "norm": ["output_norm"], "head": ["output"],
        "blocks.#.attentionNorm": block("attn_norm"), "blocks.#.attention.query": block("attn_q"),
        "blocks.#.attention.key": block("attn_k"), "blocks.#.attention.value": block("attn_v"),
        "blocks.#.attention.queryKeyValue": isJoined ? block("attn_qkv") : block("attn_q", "attn_k", "attn_v"),
        "blocks.#.attention.out": block("attn_output"), "blocks.#.attention.queryNorm": block("attn_q_norm"),
        "blocks.#.attention.keyNorm": block("attn_k_norm"), "blocks.#.attentionPostNorm": block("post_attention_norm"),
        "blocks.#.mlpNorm": block("ffn_norm"), "blocks.#.mlp.gate": block("ffn_gate"),
        "blocks.#.mlp.up": block("ffn_up"), "blocks.#.mlp.gateUp": block("ffn_gate", "ffn_up"),
        "blocks.#.mlp.down": block("ffn_down"), "blocks.#.mlpPostNorm": block("post_ffw_norm"),
      ], prefix: "", interleaves: family == .llama, gainOffset: family == .gemma3 ? 1 : 0)
  }

  /// The tensors that hold a leaf, or `nil` for a leaf that such files do not have, such as that of an adapter.
  func tensor(of leaf: String, _ shape: [Int], _ c: DecoderConfiguration) -> DecoderTensor? {
    guard let (part, number, parameter) = Self.split(leaf), let theirs = parts[part] else { return nil }
    let isGain = parameter == "gain"
    let suffix = isGain || parameter == "weight" ? "weight" : "bias"
    let queries = c.heads * c.headWidth, keys = c.keyValueHeads * c.headWidth
    let rows =
      switch theirs.count {
      case 3: [queries, keys, keys]
      case 2: [c.innerWidth, c.innerWidth]
      default: [shape[0]]
      }
    let isQueryOrKey = part.hasSuffix("attention.query") || part.hasSuffix("attention.key")
    let joined = part.hasSuffix("queryKeyValue")
    let made = theirs.indices.map { index in
      var form = DecoderTensor.Form.plain
      if transposesLinears, shape.count == 2, part.hasPrefix("blocks") { form = .transposed }
      if interleaves, isQueryOrKey || (joined && index < 2) {
        let isQuery = joined ? index == 0 : part.hasSuffix("query")
        form = .interleaved(heads: isQuery ? c.heads : c.keyValueHeads)
      }
      if isGain, gainOffset != 0 { form = .greater(by: gainOffset) }
      let name = theirs[index].replacing("#", with: number) + ".\(suffix)"
      return DecoderTensor.Part(name: name, rows: rows[index], form: form)
    }
    return DecoderTensor(leaf: leaf, parts: made)
  }

  /// The part, with `#` for the number of its block, that number, and the parameter that a path names.
  private static func split(_ leaf: String) -> (part: String, number: String, parameter: String)? {
    var words = leaf.split(separator: ".").map(String.init)
    guard words.count >= 2, let parameter = words.popLast() else { return nil }
    guard words[0] == "blocks", words.count > 2 else { return (words.joined(separator: "."), "", parameter) }
    let number = words[1]
    words[1] = "#"
    return (words.joined(separator: "."), number, parameter)
  }

  /// Whether a tensor that is there beside those of the leaves is known to mean nothing.
  static func isIgnored(_ name: String, _ c: DecoderConfiguration) -> Bool {
    if c.isTied, name == "lm_head.weight" || name == "output.weight" { return true }
    return name.hasSuffix(".attn.bias") || name.hasSuffix(".attn.masked_bias")
      || name.hasSuffix(".rotary_emb.inv_freq") || name == "rope_freqs.weight"
  }
}
