import MetaLearning
import Testing

@testable import Experiments

@Suite struct FewShotScoresTests {
  private func scores(_ values: [[Double]], steps: [Int], high: Bool = false) -> FewShotScores {
    var scores = FewShotScores(steps: steps, isBetterHigh: high)
    scores.scores = values
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

  @Test func differencesPairEpisodesAndSteps() {
    let first = scores([[1, 2, 3], [0.5, 1, 1.5]], steps: [0, 5])
    let second = scores([[1, 1, 1], [0.5, 0.5, 0.5]], steps: [5, 9])
    let difference = first.minus(second)
    #expect(difference.map(\.steps) == [5])
    #expect(difference[0].difference.mean == 0 && difference[0].difference.count == 3)
    let stepless = scores([[0.5, 0.5, 0.5]], steps: [0])
    #expect(first.minus(stepless).map(\.steps) == [0, 5], "a method without steps stands against any number of them")
    #expect(first.minus(stepless)[1].difference.mean == 0.5)
  }
}
