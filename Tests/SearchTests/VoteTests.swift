import Search
import Tasks
import Testing

@Suite struct VoteTests {
  let a = Grid(sequence: [1]), b = Grid(sequence: [2]), c = Grid(sequence: [3])

  @Test func countsComeBeforeConfidence() {
    var vote = Vote<Grid>()
    vote.add(a, confidence: 0.9)
    vote.add(b, confidence: 0.1)
    vote.add(b, confidence: 0.3)
    #expect(vote.ranking.map(\.answer) == [b, a])
    #expect(vote.ranking[0].count == 2 && abs(vote.ranking[0].confidence - 0.2) < 1e-12)
    #expect(vote.attempts() == [b, a])
  }

  @Test func confidenceBreaksTiesAndThenTheOrderOfArrival() {
    var vote = Vote<Grid>()
    vote.add(c, confidence: 0.5)
    vote.add(a, confidence: 0.5)
    vote.add(b, confidence: 0.7)
    #expect(vote.attempts(3) == [b, c, a])
    #expect(vote.attempts(2) == [b, c])
  }

  @Test func weightsCount() {
    var vote = Vote<Grid>()
    vote.add(a)
    vote.add(a)
    vote.add(b, weight: 2.5)
    #expect(vote.attempts(1) == [b])
  }

  @Test func aConfidenceThatIsNoNumberIsTheLowest() {
    var vote = Vote<Grid>()
    vote.add(a, confidence: .nan)
    vote.add(b, confidence: -50)
    #expect(vote.attempts() == [b, a])
  }

  @Test func withoutVotesThereIsNoAnswer() {
    #expect(Vote<Grid>().attempts().isEmpty)
  }
}
