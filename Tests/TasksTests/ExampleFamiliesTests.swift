import Foundation
import Randomness
import Testing

@testable import Tasks

/// The contract that every world of numbers keeps.
@Suite struct ExampleFamiliesTests {
  static let names = ExampleFamilies.all.map(\.name)

  static func expectContract(_ family: any ExampleFamily, _ shape: EpisodeShape) {
    func episodes(_ split: Split, seed: UInt64) -> [ExampleEpisode] {
      var generator = Generator(seed: seed)
      return (0..<6).map { _ in family.episode(in: split, shape, using: &generator) }
    }
    for split in Split.allCases {
      let ours = episodes(split, seed: 21)
      #expect(ours == episodes(split, seed: 21))
      #expect(Set(ours + episodes(split, seed: 22)).count == 12, "episodes repeat")
      #expect(Set(ours.map(\.rule)).count > 1, "tasks do not differ")
      for episode in ours { expectSizes(episode, family, shape) }
    }
    #expect(Set(Split.allCases.flatMap { episodes($0, seed: 23) }).count == 18, "splits share a stream")
  }

  static func expectSizes(_ episode: ExampleEpisode, _ family: any ExampleFamily, _ shape: EpisodeShape) {
    let width = family.inputShape.reduce(1, *)
    for (examples, count) in [(episode.support, shape.shots), (episode.query, shape.query)] {
      #expect(examples.count == count * shape.ways)
      #expect(examples.inputs.count == examples.count * width)
      switch family.kind {
      case .regression(let outputs):
        #expect(examples.targets.count == examples.count * outputs && examples.labels.isEmpty)
      case .classes:
        let ordered = (0..<shape.ways).flatMap { Array(repeating: Int32($0), count: count) }
        #expect(examples.labels == ordered && examples.targets.isEmpty)
      }
      #expect((examples.inputs + examples.targets).allSatisfy { $0.isFinite })
    }
    let rows = [episode.support, episode.query].flatMap { examples in
      (0..<examples.count).map { Array(examples.inputs[$0 * width..<($0 + 1) * width]) }
    }
    #expect(Set(rows).count == rows.count, "an input comes twice")
  }

  @Test func namesAreUniqueAndSaySomething() {
    #expect(Set(Self.names).count == Self.names.count)
    #expect(ExampleFamilies.all.allSatisfy { !$0.summary.isEmpty })
  }

  @Test(arguments: names) func everyWorldKeepsTheContract(_ name: String) throws {
    let family = try ExampleFamilies.named(name)
    Self.expectContract(family, EpisodeShape(shots: 7, query: 12))
    var generator = Generator(seed: 24)
    let rules = Split.allCases.flatMap { split in
      (0..<50).map { _ in family.episode(in: split, EpisodeShape(), using: &generator).rule }
    }
    #expect(Set(rules).count == 150, "hidden functions repeat")
  }

  @Test func aMisspeltNameListsItsNeighbours() {
    let error = #expect(throws: UnknownExampleFamilyError.self) { try ExampleFamilies.named("sinusiod") }
    #expect(error?.neighbours.first == "sinusoid")
    #expect(error?.description.contains("sinusiod") == true)
  }

  @Test(arguments: names) func aShapeThatThereIsNotIsAnError(_ name: String) throws {
    let family = try ExampleFamilies.named(name)
    try family.check(EpisodeShape())
    for shape in [
      EpisodeShape(ways: 2), EpisodeShape(shots: 0), EpisodeShape(query: -1), EpisodeShape(shots: .max),
    ] {
      let error = #expect(throws: EpisodeShapeError.self) { try family.check(shape) }
      #expect(error?.shape == shape && error?.description.contains(name) == true)
    }
  }

  @Test func aShapeIsReadWithWhatIsLeftOutAtItsDefault() throws {
    let shape = try JSONDecoder().decode(EpisodeShape.self, from: Data(#"{"shots": 5}"#.utf8))
    #expect(shape == EpisodeShape(ways: 1, shots: 5, query: 10))
    #expect(try JSONDecoder().decode(EpisodeShape.self, from: JSONEncoder().encode(shape)) == shape)
  }
}
