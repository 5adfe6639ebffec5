import Randomness
import Tasks
import Testing

@Suite struct EpisodeRecolouringTests {
  let episode = Episode(
    name: "t", family: "f",
    support: [
      Example(input: Grid(sequence: [0, 3, 5]), output: Grid(sequence: [0, 5, 3])),
      Example(input: Grid(sequence: [0, 4, 5]), output: Grid(sequence: [0, 5, 4])),
    ], query: [])

  @Test func coloursOfEveryExampleStayAndTheOthersMayChange() {
    #expect(episode.colours.common == [0, 5])
    var generator = Generator(seed: 1)
    let more = episode.addingRecolouredCopies(20, using: &generator)
    #expect(more.support.count == 22)
    #expect(Array(more.support.prefix(2)) == episode.support)
    #expect(more.support.dropFirst(2).allSatisfy { $0.input[0, 0] == 0 && $0.input[0, 2] == 5 })
    #expect(more.support.dropFirst(2).allSatisfy { $0.input[0, 1] == $0.output[0, 2] })
    #expect(Set(more.support.map { $0.input[0, 1] }).count > 2)
  }

  @Test func nothingIsAskedOfAnEpisodeWithoutExamples() {
    var generator = Generator(seed: 1)
    let empty = Episode(name: "t", family: "f", support: [], query: [])
    #expect(empty.addingRecolouredCopies(3, using: &generator) == empty)
  }
}
