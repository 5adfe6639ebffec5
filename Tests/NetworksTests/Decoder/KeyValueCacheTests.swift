import Networks
import Randomness
import Tensors
import Testing

/// What a cache must not change, for a decoder with every part that could.
@Suite(.enabled(if: Torch.isAvailable)) struct KeyValueCacheTests {
  static let kinds = ["llama", "gpt2", "gemma3", "small"]

  static func configuration(_ kind: String) -> DecoderConfiguration {
    guard kind != "small" else {
      var settings = DecoderSettings()
      (settings.vocabulary, settings.width, settings.heads, settings.layers) = (23, 16, 2, 2)
      return settings.configuration
    }
    var c = DecoderConfiguration()
    (c.vocabulary, c.width, c.layers, c.heads, c.keyValueHeads, c.headWidth) = (23, 16, 3, 4, 2, 6)
    (c.innerWidth, c.longest) = (24, 64)
    if kind == "gpt2" {
      (c.family, c.rotary, c.norm, c.joinsProjections, c.isGated) = (.gpt2, nil, .layer, true, false)
      (c.attentionBiases, c.hasInnerBiases, c.activation, c.isTied) = (.all, true, .geluTanh, true)
      (c.keyValueHeads, c.headWidth) = (4, 4)
    }
    if kind == "gemma3" {
      (c.family, c.gainOffset, c.hasPostNorms, c.hasQueryKeyNorms, c.isTied) = (.gemma3, 1, true, true, true)
      (c.window, c.slidingLayers, c.slidingRotary) = (3, [0, 1], RotarySettings(base: 100))
      (c.embeddingScale, c.logitCap) = (4, 5)
    }
    return c
  }

  static func decoder(_ kind: String) -> CausalDecoder {
    var generator = Generator(seed: 7)
    return CausalDecoder(configuration(kind), using: &generator)
  }

  static func tokens(_ rows: Int, _ length: Int, seed: UInt64 = 1) -> Tensor {
    var generator = Generator(seed: seed)
    return .integers(0..<23, [rows, length], using: &generator)
  }

  @Test(arguments: kinds, [[12], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [5, 1, 4, 2]])
  func piecesGiveWhatOnePassGives(kind: String, pieces: [Int]) {
    let decoder = Self.decoder(kind)
    let tokens = Self.tokens(2, 12)
    withoutGradient {
      let whole = decoder(tokens)
      var cache = KeyValueCache()
      var (parts, start): ([Tensor], Int) = ([], 0)
      for length in pieces {
        parts.append(decoder(tokens.narrowed(1, from: start, length: length), cache: &cache))
        start += length
      }
      #expect(cache.count == 12 && cache.rows == 2)
      #expect(distance(.concatenate(parts, 1), whole) < 2e-5)
    }
  }

  /// A prompt that fills pages, pieces that are attended to page by page and pieces that are not, padding in between.
  @Test func shortPagesOfManyRowsAreOneText() {
    let decoder = Self.decoder("llama")
    // 2 heads of 6 numbers: a page of 700 rows is full after 32 places.
    let text = Self.tokens(2, 40)
    withoutGradient {
      var cache = KeyValueCache()
      _ = decoder(text.narrowed(1, from: 0, length: 4), cache: &cache)
      let rows = Array(repeating: [0, 1], count: 350).flatMap { $0 }
      cache = cache.rows(at: rows)
      let index = Tensor(rows)
      var last = Tensor.zeros([])
      for place in 4..<40 {
        last = decoder(text.narrowed(1, from: place, length: 1).gathered(0, at: index), cache: &cache)
      }
      let whole = decoder(text).narrowed(1, from: 39, length: 1)
      #expect(distance(last[0..<2], whole) < 5e-5 && distance(last[698..<700], whole) < 5e-5)
    }
  }

  @Test(arguments: ["llama", "gemma3", "small"]) func manyPagesAreOneText(kind: String) {
    var c = Self.configuration(kind)
    c.longest = 1024
    var generator = Generator(seed: 7)
    let decoder = CausalDecoder(c, using: &generator)
    let (prefix, ends) = (Self.tokens(1, 300), Self.tokens(3, 320, seed: 2))
    withoutGradient {
      var cache = KeyValueCache()
      _ = decoder(prefix, cache: &cache)
      cache = cache.rows(at: [0, 0, 0])
      var (parts, start): ([Tensor], Int) = ([], 0)
      for length in [1, 5, 290, 1, 3, 20] {
        parts.append(decoder(ends.narrowed(1, from: start, length: length), cache: &cache))
        start += length
      }
      let text = Tensor.concatenate([prefix.expanded([3, 300]), ends], 1)
      #expect(distance(.concatenate(parts, 1), decoder(text).narrowed(1, from: 300, length: 320)) < 5e-5)
      // A draft that is refused ends within the first page, and a row with padding goes on.
      cache = cache.truncated(to: 299).rows(at: [1, 0])
      let next = Self.tokens(2, 2, seed: 5)
      let mask = Tensor([true, true, false, true], shape: [2, 2])
      let own = decoder(next, mask: mask, cache: &cache)
      for (row, first) in [0, 1].enumerated() {
        let alone = Tensor.concatenate(
          [
            prefix.narrowed(1, from: 0, length: 299), next[row..<(row + 1)].narrowed(1, from: first, length: 2 - first),
          ], 1)
        let expected = decoder(alone)[0].narrowed(0, from: 299, length: 2 - first)
        #expect(distance(own[row].narrowed(0, from: first, length: 2 - first), expected) < 5e-5)
      }
    }
  }

  @Test(arguments: kinds) func aForkLeavesTheOtherAsItIs(kind: String) {
    let decoder = Self.decoder(kind)
    let (prompt, left, right) = (Self.tokens(1, 6), Self.tokens(1, 3, seed: 2), Self.tokens(1, 3, seed: 3))
    withoutGradient {
      var cache = KeyValueCache()
      _ = decoder(prompt, cache: &cache)
      var (a, b) = (cache, cache)
      let (fromA, fromB) = (decoder(left, cache: &a), decoder(right, cache: &b))
      #expect(cache.count == 6 && a.count == 9 && b.count == 9)
      for (text, own) in [(left, fromA), (right, fromB)] {
        let whole = decoder(.concatenate([prompt, text], 1)).narrowed(1, from: 6, length: 3)
        #expect(distance(own, whole) < 2e-5)
      }
    }
  }

  @Test(arguments: kinds) func onePrefixServesManyTexts(kind: String) {
    let decoder = Self.decoder(kind)
    let (prefix, ends) = (Self.tokens(1, 5), Self.tokens(3, 4, seed: 2))
    withoutGradient {
      var cache = KeyValueCache()
      _ = decoder(prefix, cache: &cache)
      var shared = cache.rows(at: [0, 0, 0])
      let own = decoder(ends, cache: &shared)
      let whole = decoder(.concatenate([prefix.expanded([3, 5]), ends], 1)).narrowed(1, from: 5, length: 4)
      #expect(distance(own, whole) < 2e-5)
      // Rows in another order continue as they would have.
      var turned = shared.rows(at: [2, 0])
      let next = Self.tokens(2, 1, seed: 4)
      let later = decoder(next, cache: &turned)
      let rows = Tensor.concatenate([prefix.expanded([3, 5]), ends], 1).gathered(0, at: Tensor([2, 0], shape: [2]))
      #expect(distance(later, decoder(.concatenate([rows, next], 1)).narrowed(1, from: 9, length: 1)) < 2e-5)
    }
  }

  @Test(arguments: kinds) func aRefusedDraftIsForgotten(kind: String) {
    let decoder = Self.decoder(kind)
    let (prompt, draft, next) = (Self.tokens(2, 5), Self.tokens(2, 4, seed: 2), Self.tokens(2, 2, seed: 3))
    withoutGradient {
      var cache = KeyValueCache()
      _ = decoder(prompt, cache: &cache)
      _ = decoder(draft, cache: &cache)
      cache = cache.truncated(to: 6)
      let own = decoder(next, cache: &cache)
      let text = Tensor.concatenate([prompt, draft.narrowed(1, from: 0, length: 1), next], 1)
      #expect(distance(own, decoder(text).narrowed(1, from: 6, length: 2)) < 2e-5)
    }
  }

  /// Prompts of 7, 4 and 1 tokens, padded on the left or on the right, then three tokens each.
  @Test(arguments: kinds, [true, false]) func unequalPromptsAreEachAlone(kind: String, padsLeft: Bool) {
    let decoder = Self.decoder(kind)
    let (lengths, longest) = ([7, 4, 1], 7)
    let (all, ends) = (Self.tokens(3, longest), Self.tokens(3, 3, seed: 2))
    func padded(_ row: Int) -> ([Int], [Bool]) {
      let text = all[row].narrowed(0, from: 0, length: lengths[row]).scalars(Int.self)
      let (gap, marks) = (longest - text.count, text.map { _ in true })
      let (filler, none) = (Array(repeating: 0, count: gap), Array(repeating: false, count: gap))
      return padsLeft ? (filler + text, none + marks) : (text + filler, marks + none)
    }
    let rows = lengths.indices.map(padded)
    let tokens = Tensor(rows.flatMap(\.0), shape: [3, longest])
    let mask = Tensor(rows.flatMap(\.1), shape: [3, longest])
    withoutGradient {
      var cache = KeyValueCache()
      let prompts = decoder(tokens, mask: mask, cache: &cache)
      let one = decoder(ends.narrowed(1, from: 0, length: 1), cache: &cache)
      let two = decoder(ends.narrowed(1, from: 1, length: 2), cache: &cache)
      #expect(prompts.isFinite().all().item == 1)
      for row in lengths.indices {
        let text = all[row].narrowed(0, from: 0, length: lengths[row])
        let alone = decoder(Tensor.concatenate([text, ends[row]], 0).unsqueezed(0))[0]
        let at = padsLeft ? longest - lengths[row] : 0
        let own = Tensor.concatenate([prompts[row].narrowed(0, from: at, length: lengths[row]), one[row], two[row]], 0)
        #expect(distance(own, alone) < 2e-5, "row \(row)")
      }
    }
  }

  @Test(arguments: kinds) func aRowOfPaddingIsNotNaN(kind: String) {
    let decoder = Self.decoder(kind)
    let mask = Tensor([false, false, false, true, true, true], shape: [2, 3])
    let (loss, gradient) = valueAndGradient(at: decoder) { $0(Self.tokens(2, 3), mask: mask).squared().mean() }
    #expect(loss.item.isFinite)
    #expect(gradient.tensors.allSatisfy { $0.isFinite().all().item == 1 })
  }
}
