/// A vote among candidate answers, one from each view or sample.
///
/// Equal answers are counted together; the order is by count, then by mean confidence, then by arrival.
/// - Source: the voting of Jolicoeur-Martineau 2025, "Less is More: Recursive Reasoning with Tiny Networks", ARC.
public struct Vote<Answer: Hashable & Sendable>: Sendable {
  private var order: [Answer: Int] = [:]
  private var tally: [(answer: Answer, weight: Double, votes: Int, confidence: Double)] = []

  /// Creates a vote without answers.
  public init() {}

  /// Adds an answer. A confidence that is not finite is the lowest.
  public mutating func add(_ answer: Answer, confidence: Double = 0, weight: Double = 1) {
    let index = order[answer] ?? tally.count
    if index == tally.count {
      order[answer] = index
      tally.append((answer, 0, 0, 0))
    }
    tally[index].weight += weight
    tally[index].votes += 1
    tally[index].confidence += confidence.isFinite ? confidence : -.greatestFiniteMagnitude
  }

  /// All candidates, the best first.
  public var ranking: [Candidate<Answer>] {
    let candidates = tally.map {
      Candidate(answer: $0.answer, count: $0.weight, confidence: $0.confidence / Double($0.votes))
    }
    return candidates.enumerated().sorted { first, second in
      let (a, b) = (first.element, second.element)
      return (a.count, a.confidence, second.offset) > (b.count, b.confidence, first.offset)
    }
    .map(\.element)
  }

  /// Returns the best distinct answers, by default two as ARC allows.
  public func attempts(_ count: Int = 2) -> [Answer] {
    ranking.prefix(count).map(\.answer)
  }
}
