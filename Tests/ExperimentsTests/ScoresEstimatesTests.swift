import MetaLearning
import Testing

@testable import Experiments

@Suite struct ScoresEstimatesTests {
  private func scores(
    _ values: [[Double]], steps: [Int], before: [Double]? = nil, high: Bool = false
  ) -> Scores {
    let row = Scores.Row(
      group: .trained, name: "a", shots: 1, scores: values, before: high ? [] : before ?? values[0])
    return Scores(steps: steps, isBetterHigh: high, rows: [row])
  }

  @Test func oneBadEpisodeNeitherHidesNorSpoils() {
    let points = scores([[1, 1, 1, 1], [0.2, 0.4, .nan, 50]], steps: [0, 5]).only
    #expect(points[0].diverged == 0 && points[0].score.mean == 1)
    #expect(points[1].diverged == 0.5 && points[1].score.count == 2)
    #expect(abs(points[1].score.mean - 0.3) < 1e-12)
    #expect(points[1].median == (0.4 + 50) / 2, "the median is over all: what is no number is the worst")
  }

  @Test func accuraciesDivergeOnlyWhereTheyAreNoNumbers() {
    let points = scores([[0.2, 0.2], [0, 1]], steps: [0, 1], high: true).only
    #expect(points[1].diverged == 0 && points[1].score.mean == 0.5)
  }

  @Test func whatDivergedDoesNotDependOnTheStepsAskedFor() {
    let all = scores([[1, 1], [0.5, 20]], steps: [0, 5])
    let last = scores([[0.5, 20]], steps: [5], before: [1, 1])
    #expect(all.only[1] == last.only[0] && last.only[0].diverged == 0.5)
  }

  @Test("a model on which every task diverges has no mean, and is chosen last")
  func divergenceIsNoPerfectScore() {
    let lost = scores([[1, 1], [.nan, 1e30]], steps: [0, 5])
    #expect(lost.only[1].diverged == 1 && lost.only[1].score.mean.isNaN)
    #expect(lost.selection == -10)
    let half = scores([[1, 1], [0.1, .infinity]], steps: [0, 5])
    let whole = scores([[1, 1], [0.9, 0.9]], steps: [0, 5])
    #expect(half.only[1].score.mean < whole.only[1].score.mean)
    #expect(lost.selection < half.selection && half.selection < whole.selection)
    #expect(scores([[0.25, 0.5]], steps: [1], high: true).selection == 0.375)
    #expect(Scores(steps: [1]).selection == -.infinity)
  }

  @Test func differencesPairEpisodesAndSteps() {
    let first = scores([[1, 2, 3], [0.5, 1, 1.5]], steps: [0, 5])
    let second = scores([[0.5, 0.5, 80], [0.5, 0.5, 0.5]], steps: [5, 9], before: [1, 1, 1])
    let difference = first.minus(second)
    #expect(difference.map(\.steps) == [5])
    #expect(difference[0].score.mean == 0.25 && difference[0].score.count == 2)
    #expect(difference[0].leftOut == 1, "a pair of which one diverged counts for neither")
    let stepless = scores([[0.5, 0.5, 0.5]], steps: [0])
    #expect(first.minus(stepless).map(\.steps) == [0, 5], "a method without steps stands against any number of them")
    #expect(first.minus(stepless)[1].score.mean == 0.5)
  }
}

extension Scores {
  /// The points of the only row.
  fileprivate var only: [ScorePoint] { points(of: rows[0]) }
  fileprivate func minus(_ other: Scores) -> [ScoreDifference] {
    difference(rows[0], minus: other.rows[0], of: other)
  }
}
