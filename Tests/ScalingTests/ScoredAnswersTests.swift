import Scaling
import TestSupport
import Testing

@Suite struct ScoredAnswersTests {
  @Test func oneSetOfAnswersHasTwoScores() {
    let scored = ScoredAnswers(
      scale: 1e6, answers: [[1, 2, 3], [1, 2], [], [4]], targets: [[1, 2, 3], [1, 3], [7, 8], [4]])
    #expect(scored.distances == [0, 1, 2, 0])
    #expect(scored.exactMatch == 0.5 && scored.editDistance == 0.75)
    #expect(scored == ScoredAnswers(scale: 1e6, distances: [0, 1, 2, 0]))
  }

  @Test func unequalListsTrap() async {
    await #expect(processExitsWith: .trap) { _ = ScoredAnswers(scale: 1, answers: [[1]], targets: [[1], [2]]) }
    await #expect(processExitsWith: .trap) { _ = ScoredAnswers(scale: 1, distances: []) }
  }
}
