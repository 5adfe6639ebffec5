internal import Requirements
public import Tensors

extension CausalDecoder {
  /// The logits of the token after each.
  ///
  /// `mask` is true (or not 0) at tokens and false at padding, on either side; a row then counts its positions from its first
  /// token, unless `positions` gives them. Logits at padding mean nothing, but are finite.
  /// - Shapes: tokens, mask and positions [..., length] give [..., length, vocabulary].
  public func callAsFunction(_ tokens: Tensor, mask: Tensor? = nil, positions: Tensor? = nil) -> Tensor {
    logits(of: features(of: tokens, mask: mask, positions: positions))
  }

  /// The logits of the token after each of these, which follow those that the cache has read.
  /// - Shapes: tokens, mask and positions [..., length] give [..., length, vocabulary].
  public func callAsFunction(
    _ tokens: Tensor, mask: Tensor? = nil, positions: Tensor? = nil, cache: inout KeyValueCache
  ) -> Tensor {
    logits(of: features(of: tokens, mask: mask, positions: positions, cache: &cache))
  }

  /// What the head turns into logits: the last block's output, normalized.
  /// - Shapes: [..., length] give [..., length, width].
  public func features(of tokens: Tensor, mask: Tensor? = nil, positions: Tensor? = nil) -> Tensor {
    var none: KeyValueCache?
    return features(tokens, mask, positions, &none)
  }

  /// What the head turns into logits, after the tokens that the cache has read: for a prompt, of which only the last logits
  /// count, the head is most of the work.
  /// - Shapes: [..., length] give [..., length, width].
  public func features(
    of tokens: Tensor, mask: Tensor? = nil, positions: Tensor? = nil, cache: inout KeyValueCache
  ) -> Tensor {
    var read: KeyValueCache? = cache
    cache = KeyValueCache()  // the memory has one owner while it grows
    let features = features(tokens, mask, positions, &read)
    if let read { cache = read }
    return features
  }

  /// The logits of these features.
  /// - Shapes: [..., width] give [..., vocabulary].
  public func logits(of features: Tensor) -> Tensor {
    let logits =
      head?(features) ?? embedding.quantized?.product(features) ?? product(features, embedding.weight)
    guard let cap = configuration.logitCap else { return logits }
    return (logits * (1 / cap)).tanh() * cap
  }

  private func features(
    _ tokens: Tensor, _ mask: Tensor?, _ positions: Tensor?, _ cache: inout KeyValueCache?
  ) -> Tensor {
    let c = configuration
    let shape = tokens.shape
    require(!shape.isEmpty && tokens.count > 0, "CausalDecoder: tokens \(shape) hold none; give at least one a row")
    let length = shape[shape.count - 1]
    let past = cache?.count ?? 0
    let places = DecoderPlaces(
      rows: tokens.count / length, length: length, mask: mask, positions: positions, cache: cache,
      device: tokens.device)
    // Padding takes places, but no positions.
    if c.problem(ofLength: past + length) != nil,
      let problem = c.problem(ofLength: places.tokens == nil ? past + length : Int(places.current.max().item) + 1)
    {
      trap("CausalDecoder: \(problem)")
    }

    var h = embedding(tokens)  // [..., length, width]
    if c.embeddingScale != 1 { h = h * Tensor(c.embeddingScale, dtype: h.dtype, device: h.device) }
    if let learned = self.positions {
      let current = places.current.rank == 1 ? places.current.expanded(shape) : places.current.reshaped(shape)
      h = h + learned(current)
    }
    let views = views(
      places, AttentionMask(length: length, past: past, tokens: places.tokens, device: h.device), h.dtype)
    for (layer, block) in blocks.enumerated() {
      let view = c.slides(layer) ? views.sliding : views.full
      if recomputesBlocks, cache == nil, isRecordingGradient {
        h =
          checkpointed([h] + block.tensors, outputs: 1) { inputs in
            var none: KeyValueCache?
            return [block.replacing(Array(inputs.dropFirst()))(inputs[0], view, &none, layer: layer)]
          }[0]
      } else {
        h = block(h, view, &cache, layer: layer)
      }
    }
    cache?.advance(by: length, places)
    return norm(h)
  }

  /// What full and sliding layers see.
  private func views(
    _ places: DecoderPlaces, _ mask: AttentionMask, _ dtype: DType
  ) -> (full: AttentionView, sliding: AttentionView) {
    let c = configuration
    let groups = c.heads / c.keyValueHeads
    func view(_ rotary: RotarySettings?, window: Int?) -> AttentionView {
      let table = rotary.map { settings in
        RotaryFrequencies(settings, headWidth: c.headWidth, longest: c.longest, length: mask.past + mask.length)
          .table(at: places.current, dtype: dtype)
      }
      return AttentionView(rotary: table, bias: mask.bias(window: window, groups: groups, dtype: dtype))
    }
    let full = view(c.rotary, window: nil)
    guard !c.slidingLayers.isEmpty else { return (full, full) }
    return (full, view(c.slidingRotary ?? c.rotary, window: c.window))
  }
}
