public import Randomness

/// One round of speculative sampling: which of some drafted tokens are kept, and the one that follows them.
///
/// A drafted x is kept with probability min(1, p(x) / q(x)); after the first that is not, one is drawn from
/// max(p − q, 0), normalized; after all of them, one from p. What comes out is distributed as p alone would draw it,
/// whatever q is.
/// - Source: Leviathan, Kalman, Matias 2023, "Fast Inference from Transformers via Speculative Decoding", Algorithm 1.
///   <https://arxiv.org/abs/2211.17192>
public enum SpeculativeStep {
  /// A distribution over some tokens; the others have probability 0.
  public typealias Distribution = [(id: Int, probability: Double)]

  /// Returns the tokens of a round: those that are kept, and one more.
  ///
  /// `drafted` holds tokens in order, with the distribution that each was drawn from. `target` is the distribution after
  /// so many of them are kept.
  public static func tokens(
    _ drafted: [(id: Int, from: Distribution)], target: (_ kept: Int) -> Distribution,
    using generator: inout Generator
  ) -> [Int] {
    var kept: [Int] = []
    for draft in drafted {
      let p = target(kept.count)
      let q = draft.from.first { $0.id == draft.id }?.probability ?? 0
      let own = p.first { $0.id == draft.id }?.probability ?? 0
      guard generator.uniform() * q < own else {
        var proposed: [Int: Double] = [:]
        for entry in draft.from { proposed[entry.id] = entry.probability }
        let rest = p.map { (id: $0.id, probability: max(0, $0.probability - proposed[$0.id, default: 0])) }
        return kept + [draw(from: rest.contains { $0.probability > 0 } ? rest : p, using: &generator)]
      }
      kept.append(draft.id)
    }
    return kept + [draw(from: target(kept.count), using: &generator)]
  }

  /// Draws a token; probabilities need not sum to 1.
  static func draw(from distribution: Distribution, using generator: inout Generator) -> Int {
    var left = generator.uniform() * distribution.reduce(0) { $0 + $1.probability }
    for entry in distribution {
      left -= entry.probability
      if left < 0 { return entry.id }
    }
    return distribution.last { $0.probability > 0 }?.id ?? 0
  }
}
