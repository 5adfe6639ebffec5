public import MetaLearning

/// The scores over a number of episodes, as estimates that one bad episode can neither hide in nor spoil.
public struct ScorePoint: Hashable, Codable, Sendable {
  /// The number of adaptation steps.
  public let steps: Int
  /// The mean score over the episodes that did not diverge, with its 95 % interval; NaN if all did.
  public let score: Estimate
  /// The median over all episodes.
  public let median: Double
  /// The share of episodes whose error is NaN, or more than ten times that before adaptation.
  public let diverged: Double
  /// The share of the queries whose whole output is right, or `nil` if outputs have no parts.
  public let exact: Estimate?
  /// The query loss, or `nil` if the network cannot compute it or an answer is unknown.
  public let loss: Estimate?
}

/// The difference between two models' scores on the same episodes.
public struct ScoreDifference: Hashable, Codable, Sendable {
  /// The number of adaptation steps.
  public let steps: Int
  /// The mean of first minus second over the episodes on which neither diverged.
  public let score: Estimate
  /// The number of episodes that were left out because one of the two diverged.
  public let leftOut: Int
  /// The difference of whole outputs, or `nil` if outputs have no parts.
  public let exact: Estimate?
  /// The difference of the query loss, or `nil` if one of the two is unknown.
  public let loss: Estimate?
}

extension Scores {
  /// The largest ratio of an error to that before adaptation; beyond, the episode diverged.
  private static let limit = 10.0

  /// Returns the estimates of a row after each number of steps.
  func points(of row: Row) -> [ScorePoint] {
    steps.indices.map { index in
      let scores = row.scores[index]
      let kept = scores.indices.filter { !isDiverged(row, at: index, $0) }
      return ScorePoint(
        steps: steps[index], score: Estimate(kept.map { scores[$0] }), median: Experiments.median(scores),
        diverged: 1 - Double(kept.count) / Double(max(scores.count, 1)),
        exact: row.exact.isEmpty ? nil : Estimate(row.exact[index]),
        loss: row.loss.isEmpty || row.loss[index].contains(where: \.isNaN) ? nil : Estimate(row.loss[index]))
    }
  }

  /// Returns the mean difference between two rows of the same episodes, after each number of steps that both have.
  func difference(_ row: Row, minus theirs: Row, of other: Scores) -> [ScoreDifference] {
    steps.indices.compactMap { index in
      // A method without steps has one score, which is compared with that of any number of the other's steps.
      guard let their = other.steps == [0] ? 0 : other.steps.firstIndex(of: steps[index]) else { return nil }
      let (ours, others) = (row.scores[index], theirs.scores[their])
      let kept = ours.indices.filter {
        !isDiverged(row, at: index, $0) && !other.isDiverged(theirs, at: their, $0)
      }
      func paired(_ a: [[Double]], _ b: [[Double]]) -> Estimate? {
        guard !a.isEmpty, !b.isEmpty else { return nil }
        let values = zip(a[index], b[their]).map { $0 - $1 }
        return values.contains(where: \.isNaN) ? nil : Estimate(values)
      }
      return ScoreDifference(
        steps: steps[index], score: Estimate(kept.map { ours[$0] - others[$0] }), leftOut: ours.count - kept.count,
        exact: paired(row.exact, theirs.exact), loss: paired(row.loss, theirs.loss))
    }
  }

  /// The score that selects between models, higher is better: that after the last number of steps.
  var selection: Double { selections.last ?? -.infinity }

  /// The scores that select between models after each number of steps, higher is better: the mean over the sets of the mean over
  /// the episodes, in which one that diverged counts as ten times its error before adaptation. Leaving it out would reward
  /// divergence.
  var selections: [Double] {
    steps.indices.map { index in
      let values = rows.map { row -> Double in
        let scores = row.scores[index]
        guard !scores.isEmpty else { return -.infinity }
        let values = scores.indices.map { episode in
          if isBetterHigh { return scores[episode].isNaN ? 0 : scores[episode] }
          return isDiverged(row, at: index, episode) ? -Self.limit * row.before[episode] : -scores[episode]
        }
        return values.reduce(0, +) / Double(values.count)
      }
      return values.isEmpty ? -.infinity : values.reduce(0, +) / Double(values.count)
    }
  }

  /// The mean over the sets of the mean score after each number of steps.
  var means: [(steps: Int, score: Double)] {
    let points = rows.map(points(of:))
    return steps.indices.map { index in
      (steps[index], points.reduce(0) { $0 + $1[index].score.mean } / Double(max(rows.count, 1)))
    }
  }

  private func isDiverged(_ row: Row, at index: Int, _ episode: Int) -> Bool {
    let value = row.scores[index][episode]
    guard value.isFinite else { return true }
    return !isBetterHigh && steps[index] > 0 && value > Self.limit * max(row.before[episode], 1e-9)
  }

  /// The rows of all episodes of each group and number of examples, in the order of the groups.
  var merged: [Row] {
    EvaluationGroup.allCases.flatMap { group in
      let members = rows.filter { $0.group == group }
      return Set(members.map(\.shots)).sorted { ($0 ?? 0) < ($1 ?? 0) }.map { shots in
        let alike = members.filter { $0.shots == shots }
        func joined(_ column: KeyPath<Row, [[Double]]>) -> [[Double]] {
          alike.contains { $0[keyPath: column].isEmpty }
            ? [] : steps.indices.map { step in alike.flatMap { $0[keyPath: column][step] } }
        }
        return Row(
          group: group, name: "all", shots: shots, scores: joined(\.scores), exact: joined(\.exact),
          loss: joined(\.loss), before: alike.flatMap(\.before))
      }
    }
  }
}
