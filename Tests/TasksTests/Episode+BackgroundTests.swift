import Tasks
import Testing

@Suite struct EpisodeBackgroundTests {
  private func episode(_ inputs: [[Int]]) -> Episode {
    Episode(
      name: "t", family: "f",
      support: inputs.map { Example(input: Grid(sequence: $0), output: Grid(sequence: $0)) }, query: [])
  }

  @Test func objectsStandOnZerosAndSymbolsDoNot() {
    #expect(episode([[0, 0, 3, 3, 0], [0, 5, 5, 0, 0]]).hasBackground)
    #expect(!episode([[1, 0, 3, 7, 2, 9, 4, 8], [0, 5, 6, 1, 2, 3, 9, 8]]).hasBackground)  // an eighth
    #expect(!episode([[0, 0, 0, 0], [1, 2, 3, 4]]).hasBackground)  // not in every one
    #expect(!episode([]).hasBackground)
  }
}
