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

  /// A cipher makes colours that its inputs lack; exchanging them would ask for another cipher in each copy.
  @Test func whereTheRuleMakesColoursNoneIsFree() {
    var cipher = episode
    cipher.support = [[1, 2], [2, 3], [5, 1]].map { x in
      Example(input: Grid(sequence: x), output: Grid(sequence: x.map { ($0 + 3) % 10 }))
    }
    #expect(cipher.colours.free.isEmpty)
    var generator = Generator(seed: 1)
    let more = cipher.addingRecolouredCopies(4, using: &generator)
    #expect(more.support.suffix(4).allSatisfy { cipher.support.contains($0) })
    // A new colour that is in every example belongs to the rule, and the others stay free.
    var marked = episode
    marked.support = [3, 4].map { Example(input: Grid(sequence: [0, $0]), output: Grid(sequence: [7, $0])) }
    #expect(marked.colours.common == [0, 7])
    #expect(marked.colours.free.count == 8)
  }

  @Test func nothingIsAskedOfAnEpisodeWithoutExamples() {
    var generator = Generator(seed: 1)
    let empty = Episode(name: "t", family: "f", support: [], query: [])
    #expect(empty.addingRecolouredCopies(3, using: &generator) == empty)
  }
}
