import Foundation
import Randomness
import Testing

@testable import Tasks

/// Episodes of drawings that are made here.
@Suite struct OmniglotTests {
  /// Seventy characters of four alphabets, sorted.
  static let names = [("Hebrew", 12), ("Kannada", 18), ("Latin", 26), ("Sanskrit", 14)].flatMap { alphabet, count in
    (1...count).map { String(format: "%@/character%02d", alphabet, $0) }
  }

  /// Characters of five random drawings each.
  static let drawings: OmniglotDrawings = {
    var generator = Generator(seed: 81)
    return OmniglotDrawings(
      names.map { name in
        (name, (0..<5).map { _ in (0..<784).map { _ in generator.bernoulli(0.5) ? 255 : 0 } })
      })
  }()

  @Test(arguments: OmniglotSplit.allCases) func everyProtocolKeepsTheContract(_ split: OmniglotSplit) {
    let omniglot = Omniglot(drawings: Self.drawings, protocol: split)
    ExampleFamiliesTests.expectContract(omniglot, EpisodeShape(ways: 2, shots: 1, query: 3))
    #expect(omniglot.classCount(in: .metaTrain) > omniglot.classCount(in: .metaValidation))
  }

  @Test(arguments: OmniglotSplit.allCases) func examplesAreDrawingsOfTheirClassTurnedAlikeAndNoneTwice(
    _ split: OmniglotSplit
  ) throws {
    let omniglot = Omniglot(drawings: Self.drawings, protocol: split)
    var generator = Generator(seed: 82)
    var angles: [Split: Set<Int>] = [:]
    for part in Split.allCases {
      for _ in 0..<25 {
        let episode = omniglot.episode(in: part, EpisodeShape(ways: 2, shots: 2, query: 3), using: &generator)
        let classes = episode.rule.split(separator: " ").map { $0.split(separator: "@").map(String.init) }
        #expect(classes.count == 2 && classes[0] != classes[1])
        for (label, parts) in classes.enumerated() {
          let angle = try #require(Int(parts[1]))
          angles[part, default: []].insert(angle)
          let support = try drawings(episode.support, Int32(label), parts[0], angle)
          let query = try drawings(episode.query, Int32(label), parts[0], angle)
          #expect(Set(support + query) == [0, 1, 2, 3, 4])
        }
      }
    }
    let all: Set = [0, 90, 180, 270]
    #expect(angles[.metaTrain] == all)
    #expect(angles[.metaTest] == (split == .mamlPlusPlus ? [0] : all))
    #expect(angles[.metaValidation] == (split == .mamlPlusPlus ? [0] : all))
  }

  /// Which drawings of a character the examples of a label are.
  private func drawings(
    _ examples: ExampleEpisode.Examples, _ label: Int32, _ name: String, _ angle: Int
  ) throws -> [Int] {
    let character = try #require(Self.drawings.characters.first { $0.name == name })
    let originals = (0..<character.count).map { drawing in
      let start = (character.first + drawing) * 784
      let values = Self.drawings.ink[start..<start + 784].map { Float($0) * (1 / 255) }
      return GreyImage(height: 28, width: 28, values: values).turned(angle / 90).values
    }
    return try (0..<examples.count).filter { examples.labels[$0] == label }.map { row in
      try #require(originals.firstIndex(of: Array(examples.inputs[row * 784..<(row + 1) * 784])))
    }
  }

  @Test func whatThereIsNotIsAnErrorThatSaysHowMuchThereIs() throws {
    let omniglot = Omniglot(drawings: Self.drawings, protocol: .vinyals)
    #expect(omniglot.problem(with: EpisodeShape(ways: 5, shots: 1, query: 4)) == nil)
    #expect(omniglot.problem(with: EpisodeShape(ways: 5, shots: 2, query: 4))?.contains("has 5 drawings") == true)
    #expect(omniglot.problem(with: EpisodeShape(ways: 49, shots: 1, query: 1))?.contains("48 classes") == true)
    #expect(omniglot.problem(with: EpisodeShape(ways: 49, shots: 1, query: 1), in: .metaTrain) == nil)
    #expect(omniglot.problem(with: EpisodeShape(ways: 1, shots: 1, query: 1)) != nil)
    let shape = EpisodeShape(ways: 5, shots: .max, query: .max)
    #expect(throws: EpisodeShapeError.self) { try omniglot.check(shape) }
  }

}
