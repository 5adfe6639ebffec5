public import MetaLearning

/// One number an episode after each number of adaptation steps: accuracy, or squared error.
public struct FewShotScores: Hashable, Sendable {
  /// Numbers of steps; [0] alone for methods without.
  public let steps: [Int]
  /// True where a higher score is better.
  public let isBetterHigh: Bool
  /// [steps][episode].
  public var scores: [[Double]]
  /// [episode]: the score before adapting, whether it was asked for or not; what divergence is measured against.
  public var before: [Double]

  /// Scores of no episode yet.
  public init(steps: [Int], isBetterHigh: Bool) {
    (self.steps, self.isBetterHigh) = (steps, isBetterHigh)
    scores = steps.map { _ in [] }
    before = []
  }
}

/// Scores of a number of episodes, said the way that one bad episode cannot hide or spoil.
public struct FewShotPoint: Hashable, Codable, Sendable {
  /// Adaptation steps.
  public let steps: Int
  /// The mean over the episodes that did not diverge, with its 95 % interval; no number where all did.
  public let score: Estimate
  /// The median over all episodes.
  public let median: Double
  /// The share of episodes whose error is no number, or more than ten times what it was before adapting.
  public let diverged: Double
}

/// How much better or worse one model is than another on the same episodes.
public struct FewShotDifference: Hashable, Codable, Sendable {
  /// Adaptation steps.
  public let steps: Int
  /// The mean of first minus second over the episodes on which neither diverged.
  public let difference: Estimate
  /// How many episodes were left out because one of the two diverged.
  public let leftOut: Int
}

extension FewShotScores {
  /// An error may grow to so many times what it was before adapting; beyond, the episode diverged.
  private static let limit = 10.0

  /// What is reported after each number of steps.
  public var points: [FewShotPoint] {
    steps.indices.map { index in
      let kept = scores[index].indices.filter { !isDiverged(at: index, $0) }
      return FewShotPoint(
        steps: steps[index], score: Estimate(kept.map { scores[index][$0] }), median: Experiments.median(scores[index]),
        diverged: 1 - Double(kept.count) / Double(max(scores[index].count, 1)))
    }
  }

  /// The mean difference to other scores of the same episodes, after each number of steps that both have.
  public func minus(_ other: FewShotScores) -> [FewShotDifference] {
    steps.indices.compactMap { index in
      // A method without steps has one score, which stands against any number of the other's steps.
      guard let theirs = other.steps == [0] ? 0 : other.steps.firstIndex(of: steps[index]) else { return nil }
      let kept = scores[index].indices.filter {
        !isDiverged(at: index, $0) && !other.isDiverged(at: theirs, $0)
      }
      return FewShotDifference(
        steps: steps[index], difference: Estimate(kept.map { scores[index][$0] - other.scores[theirs][$0] }),
        leftOut: scores[index].count - kept.count)
    }
  }

  /// What chooses between models, higher is better: the mean after the last number of steps, in which an episode that
  /// diverged counts as ten times its error before adapting. Leaving it out would reward divergence.
  var selection: Double {
    guard let last = scores.last, !last.isEmpty else { return -.infinity }
    let values = last.indices.map { episode in
      if isBetterHigh { return last[episode].isNaN ? 0 : last[episode] }
      return isDiverged(at: scores.count - 1, episode) ? -Self.limit * before[episode] : -last[episode]
    }
    return values.reduce(0, +) / Double(values.count)
  }

  private func isDiverged(at index: Int, _ episode: Int) -> Bool {
    let value = scores[index][episode]
    guard value.isFinite else { return true }
    return !isBetterHigh && steps[index] > 0 && value > Self.limit * max(before[episode], 1e-9)
  }
}
