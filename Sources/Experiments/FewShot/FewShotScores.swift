public import MetaLearning

/// One number an episode after each number of adaptation steps: accuracy, or squared error.
public struct FewShotScores: Hashable, Sendable {
  /// Numbers of steps; [0] alone for methods without.
  public let steps: [Int]
  /// True where a higher score is better.
  public let isBetterHigh: Bool
  /// [steps][episode].
  public var scores: [[Double]]

  /// Scores of no episode yet.
  public init(steps: [Int], isBetterHigh: Bool) {
    (self.steps, self.isBetterHigh) = (steps, isBetterHigh)
    scores = steps.map { _ in [] }
  }
}

/// Scores of a number of episodes, said the way that one bad episode cannot hide or spoil.
public struct FewShotPoint: Hashable, Codable, Sendable {
  /// Adaptation steps.
  public let steps: Int
  /// The mean over the episodes that did not diverge, with its 95 % interval.
  public let score: Estimate
  /// The median over all episodes.
  public let median: Double
  /// The share of episodes whose error is no number, or more than ten times what it was before adapting.
  public let diverged: Double
}

extension FewShotScores {
  /// What is reported after each number of steps.
  public var points: [FewShotPoint] {
    steps.indices.map { index in
      let isDiverged = scores[index].indices.map { episode in
        let value = scores[index][episode]
        guard value.isFinite else { return true }
        guard !isBetterHigh, steps[0] == 0, index > 0 else { return false }
        return value > 10 * max(scores[0][episode], 1e-9)
      }
      let kept = zip(scores[index], isDiverged).filter { !$0.1 }.map(\.0)
      return FewShotPoint(
        steps: steps[index], score: Estimate(kept), median: Self.median(scores[index]),
        diverged: Double(isDiverged.count { $0 }) / Double(max(isDiverged.count, 1)))
    }
  }

  /// The mean difference to other scores of the same episodes, after each number of steps that both have.
  public func minus(_ other: FewShotScores) -> [(steps: Int, difference: Estimate)] {
    steps.enumerated().compactMap { index, step in
      // A method without steps has one score, which stands against any number of the other's steps.
      guard let theirs = other.steps == [0] ? 0 : other.steps.firstIndex(of: step) else { return nil }
      let pairs = zip(scores[index], other.scores[theirs]).map { $0 - $1 }
      return (step, Estimate(pairs.filter(\.isFinite)))
    }
  }

  /// The middle number; what is no number counts as the worst.
  private static func median(_ values: [Double]) -> Double {
    let sorted = values.map { $0.isNaN ? .infinity : $0 }.sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
