import Search
import Tasks
import Testing

@Suite("The ranking of answers of programs and network")
struct AnswerScorerTests {
  let one = Grid(sequence: [1])
  let two = Grid(sequence: [2])
  let three = Grid(sequence: [3])

  private func program(_ grid: Grid, price: Int, leftOut: Double = 1) -> ProgramSearch.Answer {
    ProgramSearch.Answer(grids: [grid], price: price, leftOut: leftOut, program: .input)
  }

  private func candidates(_ votes: [(Grid, Int)]) -> [Candidate<Grid>] {
    var vote = Vote<Grid>()
    for (grid, count) in votes { for _ in 0..<count { vote.add(grid) } }
    return vote.ranking
  }

  @Test("A shorter program is more probable, and one that survives leaving out is")
  func order() {
    let ranking = AnswerScorer().ranking(
      queries: 1,
      programs: [program(one, price: 60), program(two, price: 6), program(three, price: 6, leftOut: 0)], votes: nil)
    #expect(ranking[0].map(\.grid) == [two, three, one] || ranking[0].map(\.grid) == [two, one, three])
    #expect(ranking[0].allSatisfy { $0.votes == nil && $0.program != nil })
  }

  @Test("An answer of both sides is more probable than of either")
  func agreement() throws {
    let scorer = AnswerScorer()
    let alone = scorer.ranking(queries: 1, programs: [program(one, price: 40)], votes: nil)[0][0].confidence
    let both = scorer.ranking(
      queries: 1, programs: [program(one, price: 40)], votes: [candidates([(one, 3), (two, 1)])])[0]
    #expect(both[0].grid == one)
    #expect(both[0].confidence > alone)
    #expect(both[0].votes == 0.75)
    #expect(both[1].program == nil)
  }

  @Test("Probabilities of one query sum to at most one")
  func sum() {
    let programs = (0..<9).map { program(Grid(sequence: [$0]), price: 6) }
    let ranking = AnswerScorer().ranking(queries: 1, programs: programs, votes: [candidates([(one, 12)])])[0]
    #expect(ranking.reduce(0) { $0 + $1.confidence } <= 1 + 1e-12)
    #expect(ranking.count == 9)
  }

  @Test("Without any answer there is none to rank")
  func nothing() {
    #expect(AnswerScorer().ranking(queries: 2, programs: [], votes: nil) == [[], []])
  }
}
