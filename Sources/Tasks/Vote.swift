/// The election of answers among candidates, one from each augmentation or sample.
///
/// Equal grids count together; the order is by count, then by mean confidence, then by who came first.
/// - Source: the voting of Jolicoeur-Martineau 2025, "Less is More: Recursive Reasoning with Tiny Networks", ARC.
public struct Vote: Sendable {
  /// A grid with its votes.
  public struct Candidate: Hashable, Sendable {
    /// The answer.
    public let grid: Grid
    /// The sum of the weights of its votes; with the default weight 1, their number.
    public let count: Double
    /// The mean confidence of its votes.
    public let confidence: Double
  }

  private var order: [Grid: Int] = [:]
  private var tally: [(grid: Grid, weight: Double, votes: Int, confidence: Double)] = []

  /// An election without votes.
  public init() {}

  /// Counts a vote. A confidence that is not finite is the lowest.
  public mutating func add(_ grid: Grid, confidence: Double = 0, weight: Double = 1) {
    let index = order[grid] ?? tally.count
    if index == tally.count {
      order[grid] = index
      tally.append((grid, 0, 0, 0))
    }
    tally[index].weight += weight
    tally[index].votes += 1
    tally[index].confidence += confidence.isFinite ? confidence : -.greatestFiniteMagnitude
  }

  /// All candidates, the best first.
  public var ranking: [Candidate] {
    let candidates = tally.map {
      Candidate(grid: $0.grid, count: $0.weight, confidence: $0.confidence / Double($0.votes))
    }
    return candidates.enumerated().sorted { first, second in
      let (a, b) = (first.element, second.element)
      return (a.count, a.confidence, second.offset) > (b.count, b.confidence, first.offset)
    }
    .map(\.element)
  }

  /// The best different answers, two as ARC allows unless told otherwise.
  public func attempts(_ count: Int = 2) -> [Grid] {
    ranking.prefix(count).map(\.grid)
  }
}
