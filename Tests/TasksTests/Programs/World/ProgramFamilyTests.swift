import Foundation
import Randomness
import Testing

@testable import Tasks

@Suite struct ProgramFamilyTests {
  /// A small world.
  static let settings = Programs(heights: 3...7, widths: 3...7, programs: 2_600, scenes: 2, styles: 1)
  let family = ProgramFamily(settings)
  var world: ProgramWorld { ProgramWorld.of(Self.settings) }

  @Test func aTaskIsItsProgramOnEveryGrid() throws {
    var generator = Generator(seed: 1)
    for _ in 0..<60 {
      let task = family.task(using: &generator)
      let program = try Program(parsing: task.rule)
      let episode = task.episode(support: 3, query: 2, using: &generator)
      #expect(Set(episode.support.map(\.input) + episode.query.map(\.input)).count == 5)
      for (input, output) in episode.support.map({ ($0.input, $0.output) })
        + episode.query.map({ ($0.input, $0.output!) })
      {
        #expect(try program(input) == .grid(output))
        #expect(input != output && family.canvas.holds(output))
      }
      #expect(Set(episode.support.map(\.output)).count > 1)
    }
  }

  /// No known program of smaller description length agrees with all demonstrations and not with a query.
  @Test func queriesAreToldApart() {
    var generator = Generator(seed: 2)
    for _ in 0..<12 {
      let drawn = world.program(in: nil, using: &generator)
      let examples = world.examples(of: drawn, queries: 2, demonstrations: 4, using: &generator)
      #expect(examples.rivals.isEmpty)
      for row in 0..<world.table.count(below: drawn.price) {
        let rival = world.table.program(row)
        #expect(world.prior.price(of: rival) < drawn.price)
        let agrees = examples.demonstrations.allSatisfy { rival.grid(for: $0.input) == $0.output }
        if agrees { #expect(examples.queries.allSatisfy { rival.grid(for: $0.input) == $0.output }) }
      }
    }
  }

  @Test func moreDemonstrationsBeginWithTheFewer() {
    var generator = Generator(seed: 3)
    for _ in 0..<20 {
      let drawn = world.program(in: .metaTest, using: &generator)
      var (few, many) = (generator, generator)
      let short = world.examples(of: drawn, queries: 1, demonstrations: 2, using: &few)
      let long = world.examples(of: drawn, queries: 1, demonstrations: 6, using: &many)
      #expect(short.queries == long.queries && short.demonstrations == Array(long.demonstrations.prefix(2)))
      generator = many
    }
  }

  @Test func whatIsHeldOutIsNeverTrainedOn() {
    var generator = Generator(seed: 4)
    var novelties: Set<ProgramNovelty> = []
    for split in Split.allCases {
      for _ in 0..<80 {
        let program = world.program(in: split, using: &generator).program
        #expect(program.split == split && family.split(of: program.code) == split)
        if split != .metaTest {
          program.forEachPrimitive { #expect(!$0.isHeldOut) }
          #expect(program.novelty == (split == .metaTrain ? .none : .program))
        }
        novelties.insert(program.novelty)
      }
    }
    #expect(novelties == Set(ProgramNovelty.allCases))
    let heldOut = Primitives.all.count(where: \.isHeldOut)
    #expect(heldOut >= 15 && heldOut * 8 < Primitives.all.count)
  }

  @Test func everyDepthIsDrawn() {
    var generator = Generator(seed: 5)
    let depths = Dictionary(grouping: (0..<300).map { _ in world.program(in: nil, using: &generator).program.depth }) {
      $0
    }
    #expect(Set(depths.keys) == [1, 2, 3, 4])
    #expect(depths.values.allSatisfy { $0.count > 15 })
  }

  @Test func settingsAreChecked() throws {
    let settings = try JSONDecoder().decode(Programs.self, from: Data(#"{"depths": [0, 1]}"#.utf8))
    #expect(settings == Programs(depths: [0, 1]))
    for wrong in [#"{"heights": [3, 31]}"#, #"{"depths": []}"#, #"{"depths": [-1]}"#, #"{"programs": 1}"#] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(Programs.self, from: Data(wrong.utf8)) }
    }
  }
}
