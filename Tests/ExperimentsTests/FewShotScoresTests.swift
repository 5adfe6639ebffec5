import MetaLearning
import Testing

@testable import Experiments

@Suite struct FewShotScoresTests {
  private func scores(
    _ values: [[Double]], steps: [Int], before: [Double]? = nil, high: Bool = false
  ) -> FewShotScores {
    var scores = FewShotScores(steps: steps, isBetterHigh: high)
    (scores.scores, scores.before) = (values, before ?? values[0])
    return scores
  }

  @Test func oneBadEpisodeNeitherHidesNorSpoils() {
    let points = scores([[1, 1, 1, 1], [0.2, 0.4, .nan, 50]], steps: [0, 5]).points
    #expect(points[0].diverged == 0 && points[0].score.mean == 1)
    #expect(points[1].diverged == 0.5 && points[1].score.count == 2)
    #expect(abs(points[1].score.mean - 0.3) < 1e-12)
    #expect(points[1].median == (0.4 + 50) / 2, "the median is over all: what is no number is the worst")
  }

  @Test func accuraciesDivergeOnlyWhereTheyAreNoNumbers() {
    let points = scores([[0.2, 0.2], [0, 1]], steps: [0, 1], high: true).points
    #expect(points[1].diverged == 0 && points[1].score.mean == 0.5)
  }

  @Test func whatDivergedDoesNotDependOnTheStepsAskedFor() {
    let all = scores([[1, 1], [0.5, 20]], steps: [0, 5])
    let last = scores([[0.5, 20]], steps: [5], before: [1, 1])
    #expect(all.points[1] == last.points[0] && last.points[0].diverged == 0.5)
  }

  @Test("a model on which every task diverges has no mean, and is chosen last")
  func divergenceIsNoPerfectScore() {
    let lost = scores([[1, 1], [.nan, 1e30]], steps: [0, 5])
    #expect(lost.points[1].diverged == 1 && lost.points[1].score.mean.isNaN)
    #expect(lost.selection == -10)
    let half = scores([[1, 1], [0.1, .infinity]], steps: [0, 5])
    let whole = scores([[1, 1], [0.9, 0.9]], steps: [0, 5])
    #expect(half.points[1].score.mean < whole.points[1].score.mean)
    #expect(lost.selection < half.selection && half.selection < whole.selection)
    #expect(scores([[0.25, 0.5]], steps: [1], high: true).selection == 0.375)
    #expect(FewShotScores(steps: [1], isBetterHigh: true).selection == -.infinity)
  }

  @Test func differencesPairEpisodesAndSteps() {
    let first = scores([[1, 2, 3], [0.5, 1, 1.5]], steps: [0, 5])
    let second = scores([[0.5, 0.5, 80], [0.5, 0.5, 0.5]], steps: [5, 9], before: [1, 1, 1])
    let difference = first.minus(second)
    #expect(difference.map(\.steps) == [5])
    #expect(difference[0].difference.mean == 0.25 && difference[0].difference.count == 2)
    #expect(difference[0].leftOut == 1, "a pair of which one diverged counts for neither")
    let stepless = scores([[0.5, 0.5, 0.5]], steps: [0])
    #expect(first.minus(stepless).map(\.steps) == [0, 5], "a method without steps stands against any number of them")
    #expect(first.minus(stepless)[1].difference.mean == 0.5)
  }
}
