import Randomness
import TestSupport
import Testing

@testable import Tasks

@Suite struct TaskTests {
  static let negation = Task(family: "f", rule: "r", solve: { Grid(sequence: [9 - $0[0, 0]]) }) {
    Grid(sequence: [$0.integer(in: 0..<10)])
  }

  @Test func anEpisodeNeverAsksWhatItShowed() {
    var generator = Generator(seed: 1)
    let episode = Self.negation.episode(support: 6, query: 4, using: &generator)
    #expect(Set(episode.support.map(\.input) + episode.query.map(\.input)).count == 10)
    #expect(episode.query.allSatisfy { $0.output == Self.negation.solve($0.input) })
    #expect(episode.name == "f/r" && episode.family == "f")
  }

  @Test func moreInputsThanThereAreTrap() async {
    await #expect(processExitsWith: .trap) {
      var generator = Generator(seed: 1)
      _ = TaskTests.negation.episode(support: 6, query: 5, using: &generator)
    }
  }
}
