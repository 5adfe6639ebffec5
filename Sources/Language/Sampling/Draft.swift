internal import Networks
internal import Randomness
internal import Tensors

/// Where drafted tokens come from.
public enum Draft: Sendable {
  /// What followed the last `match` tokens where they stood before in the text.
  /// - Source: Saxena 2023, "Prompt Lookup Decoding".
  case lookup(match: Int = 3)
  /// A smaller model of the same tokenizer.
  case model(LanguageModel)
}

/// A source of drafted tokens, at a text.
struct Drafter {
  private let draft: Draft
  private var cache = KeyValueCache()

  init(_ draft: Draft) { self.draft = draft }

  /// Drafts at most `count` tokens after a text.
  mutating func tokens(
    _ count: Int, after ids: [Int], _ sampler: TokenSampler, using generator: inout Generator
  ) -> [(id: Int, from: SpeculativeStep.Distribution)] {
    switch draft {
    case .lookup(let match): return Self.lookup(count, after: ids, match: match)
    case .model(let model): return sampled(count, after: ids, model, sampler, &generator)
    }
  }

  private static func lookup(
    _ count: Int, after ids: [Int], match: Int
  ) -> [(id: Int, from: SpeculativeStep.Distribution)] {
    guard ids.count > match else { return [] }
    let end = ids.suffix(match)
    for start in (0..<(ids.count - match)).reversed() where ids[start..<(start + match)].elementsEqual(end) {
      return ids[(start + match)...].prefix(count).map { ($0, [($0, 1)]) }
    }
    return []
  }

  private mutating func sampled(
    _ count: Int, after ids: [Int], _ model: LanguageModel, _ sampler: TokenSampler, _ generator: inout Generator
  ) -> [(id: Int, from: SpeculativeStep.Distribution)] {
    // What it read of tokens that were not kept is forgotten.
    cache = cache.truncated(to: min(cache.count, ids.count - 1))
    var (sampler, unread) = (sampler, Array(ids[cache.count...]))
    var drafted: [(id: Int, from: SpeculativeStep.Distribution)] = []
    for _ in 0..<count {
      let distribution = model.distributions(after: unread, &cache, last: 1) { [sampler] _, logits in
        sampler.distribution(logits)
      }[0]
      let id = SpeculativeStep.draw(from: distribution, using: &generator)
      drafted.append((id, distribution))
      sampler.note(id)
      unread = [id]
    }
    return drafted
  }
}

extension LanguageModel {
  /// Reads ids after those of a cache, and returns what `body` makes of the logits after each of the last ones.
  func distributions<Result>(
    after ids: [Int], _ cache: inout KeyValueCache, last: Int,
    _ body: (Int, UnsafeBufferPointer<Float>) -> Result
  ) -> [Result] {
    let tokens = Tensor(ids, shape: [1, ids.count]).moved(to: decoder.device)
    let features = decoder.features(of: tokens, cache: &cache).narrowed(1, from: ids.count - last, length: last)
    let numbers = decoder.logits(of: features).converted(to: .float32).scalars(Float.self)
    let vocabulary = decoder.configuration.vocabulary
    return numbers.withUnsafeBufferPointer { numbers in
      (0..<last).map { body($0, UnsafeBufferPointer(rebasing: numbers[($0 * vocabulary)..<(($0 + 1) * vocabulary)])) }
    }
  }
}
