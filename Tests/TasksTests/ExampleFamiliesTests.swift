import Foundation
import Randomness
import Testing

@testable import Tasks

/// The contract that every world of numbers keeps.
@Suite struct ExampleFamiliesTests {
  static let names = ExampleFamilies.all.map(\.name)

  static func expectContract(_ family: any ExampleFamily, _ shape: EpisodeShape) {
    for split in Split.allCases {
      var a = Generator(seed: 21), b = Generator(seed: 21), c = Generator(seed: 22)
      let episode = family.episode(in: split, shape, using: &a)
      #expect(episode == family.episode(in: split, shape, using: &b))
      #expect(a == b && a != Generator(seed: 21), "the stream advances alike")
      expectSizes(episode, family, shape)
      let other = family.episode(in: split, shape, using: &c), next = family.episode(in: split, shape, using: &a)
      #expect(Set([episode.rule, other.rule, next.rule]).count == 3)
      #expect(Set([episode, other, next].map(\.support)).count == 3)
    }
    let streams = Split.allCases.map { split in
      var generator = Generator(seed: 23)
      return family.episode(in: split, shape, using: &generator).rule
    }
    #expect(Set(streams).count == 3, "splits share a stream")
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
    Self.expectContract(try ExampleFamilies.named(name), EpisodeShape(shots: 7, query: 12))
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
