import Foundation
import Randomness
import Testing

@testable import Tasks

/// Episodes of drawings: of a small archive made here, and of the real ones where they are.
@Suite struct OmniglotTests {
  /// Seventy characters of four alphabets, sorted.
  static let names = [("Hebrew", 12), ("Kannada", 18), ("Latin", 26), ("Sanskrit", 14)].flatMap { alphabet, count in
    (1...count).map { String(format: "%@/character%02d", alphabet, $0) }
  }

  static let drawings: OmniglotDrawings = {
    do {
      return try OmniglotDrawings(archives: [archive(names)], resampling: .lanczos)
    } catch {
      fatalError("the archive made for the tests cannot be read: \(error)")
    }
  }()

  /// Characters of five random drawings each, 12 × 12 pixels.
  static func archive(_ names: [String], side: Int = 12) throws -> ZipArchive {
    try ZipArchive(bytes: bytes(names, side: side), file: "drawings.zip", remedy: "draw again")
  }

  static func bytes(_ names: [String], side: Int = 12) -> [UInt8] {
    var generator = Generator(seed: 81)
    var files = ["top/ReadMe.txt": [UInt8]([65]), "top/Latin/.DS_Store": [1, 2]]
    for name in names {
      for drawing in 1...5 {
        let image = PNGBuilder.random(width: side, height: side, depth: 1, using: &generator)
        files["top/\(name)/0_0\(drawing).png"] = image.bytes
      }
    }
    return ZipBuilder(files).bytes
  }

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

  @Test func inkIsOneAndPaperIsNought() throws {
    let black = PNGBuilder(width: 28, height: 28, depth: 1, samples: (0..<784).map { $0 < 28 ? 0 : 1 })
    let archive = try ZipArchive(bytes: ZipBuilder(["t/A/b/1.png": black.bytes]).bytes, file: "x")
    for method in Resampling.allCases {
      let drawings = try OmniglotDrawings(archives: [archive], resampling: method)
      #expect(drawings.ink == (0..<784).map { $0 < 28 ? 255 : 0 })
      #expect(drawings.characters == [.init(name: "A/b", first: 0, count: 1)])
    }
  }

  @Test(.enabled(if: DataSets.omniglot != nil, "shared/data/omniglot is not there"))
  func realDrawingsHaveAsMuchInkAsOtherDecodersFind() throws {
    // Computed apart from this code, by PIL: pixels of ink of twenty drawings, of 28 × 28 by its nearest pixel, and sums
    // of 28 × 28 grey values by its LANCZOS, which rounds between the two passes.
    let nearest = [29, 59, 25, 36, 39, 28, 47, 32, 39, 58, 45, 33, 33, 37, 41, 42, 33, 33, 57, 35]
    let lanczos = [
      9757, 12656, 9121, 11135, 10783, 8970, 12472, 8190, 9639, 14101, 10835, 8912, 9394, 11595, 9681, 10369, 8566,
      8878,
      11556, 9477,
    ]
    let file = "\(try #require(DataSets.omniglot))/images_background.zip"
    let archive = try ZipArchive(file: file)
    func ink(_ method: Resampling) throws -> [Int] {
      let drawings = try OmniglotDrawings(archives: [archive], resampling: method) { $0 == "Korean/character01" }
      return (0..<20).map { drawings.ink[784 * $0..<784 * ($0 + 1)].reduce(0) { $0 + Int($1) } }
    }
    #expect(try ink(.nearest) == nearest.map { 255 * $0 })
    #expect(try zip(ink(.lanczos), lanczos).allSatisfy { abs(Double($0) / Double($1) - 1) < 0.03 })
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

  @Test func missingOrForeignArchivesSayWhereToGetThem() throws {
    let folder = try Folder()
    let directory = URL(fileURLWithPath: folder.path)
    let missing = #expect(throws: ArchiveError.self) { try Omniglot(directory: directory) }
    #expect(missing?.file.hasSuffix("images_background.zip") == true)
    #expect(missing?.description.contains("https://github.com/brendenlake/omniglot") == true)

    for (name, characters) in [("images_background.zip", 0..<5), ("images_evaluation.zip", 5..<9)] {
      try Data(Self.bytes(Array(Self.names[characters]))).write(to: directory.appendingPathComponent(name))
    }
    let few = #expect(throws: ArchiveError.self) { try Omniglot(directory: directory) }
    #expect(few?.problem.contains("9 characters, 0 of them with 20") == true)
    try Data(Self.bytes(Array(Self.names[4..<6]))).write(to: directory.appendingPathComponent("images_evaluation.zip"))
    let twice = #expect(throws: ArchiveError.self) { try Omniglot(directory: directory) }
    #expect(twice?.entry == Self.names[4])
  }

  @Test func aBrokenDrawingIsNamed() throws {
    let archive = try ZipArchive(bytes: ZipBuilder(["t/A/b/1.png": [1, 2, 3]]).bytes, file: "x.zip", remedy: "draw")
    let error = #expect(throws: ArchiveError.self) { try OmniglotDrawings(archives: [archive], resampling: .nearest) }
    #expect(error == ArchiveError(file: "x.zip", entry: "t/A/b/1.png", problem: "it is no PNG image", remedy: "draw"))
  }
}
