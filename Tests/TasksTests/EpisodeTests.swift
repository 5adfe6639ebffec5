import Foundation
import Testing

@testable import Tasks

@Suite struct EpisodeTests {
  @Test func itListsItsGridsAndSurvivesEncoding() throws {
    let grids = (1...4).map { Grid(sequence: [$0]) }
    let episode = Episode(
      name: "n", family: "f", support: [Example(input: grids[0], output: grids[1])],
      query: [Query(input: grids[2], output: grids[3]), Query(input: grids[2])])
    #expect(episode.grids == [grids[0], grids[1], grids[2], grids[3], grids[2]])
    #expect(try JSONDecoder().decode(Episode.self, from: JSONEncoder().encode(episode)) == episode)
  }
}
