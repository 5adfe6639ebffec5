import Foundation
import Randomness
import Testing

@testable import Images
@testable import Tasks

@Suite struct OmniglotArchivesTests {
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
    let place = URL(fileURLWithPath: try #require(DataSets.omniglot)).appendingPathComponent("images_background")
    let characters = try OmniglotArchives.characters(at: place).filter { $0.key == "Korean/character01" }
    func ink(_ method: Resampling) throws -> [Int] {
      let drawings = try OmniglotArchives.drawings(of: characters, resampling: method)
      return (0..<20).map { drawings.ink[784 * $0..<784 * ($0 + 1)].reduce(0) { $0 + Int($1) } }
    }
    #expect(try ink(.nearest) == nearest.map { 255 * $0 })
    #expect(try zip(ink(.lanczos), lanczos).allSatisfy { abs(Double($0) / Double($1) - 1) < 0.03 })
  }

  private static func names() throws -> [String] {
    let folder = try #require(DataSets.omniglot)
    return try OmniglotArchives.names.flatMap { name in
      let characters = try OmniglotArchives.characters(at: URL(fileURLWithPath: folder).appendingPathComponent(name))
      #expect(characters.values.allSatisfy { $0.count == Omniglot.drawingCount })
      return characters.keys.sorted()
    }
  }

  private static func counts(_ split: OmniglotSplit, _ names: [String]) -> [Int] {
    let classes = split.classes(of: names)
    return Split.allCases.map { classes[$0]?.count ?? 0 }
  }

  @Test(.enabled(if: DataSets.omniglot != nil, "shared/data/omniglot is not there"))
  func theDataHaveTheCountsOfTheLiterature() throws {
    let names = try Self.names()
    #expect(names.count == Omniglot.characterCount && Set(names).count == names.count)
    #expect(Self.counts(.maml, names) == [1100, 100, 423])
    #expect(Self.counts(.vinyals, names) == [4 * 1028, 4 * 172, 4 * 423])
    #expect(Self.counts(.mamlPlusPlus, names) == [1150, 50, 423])
  }

  @Test(.enabled(if: DataSets.omniglot != nil, "shared/data/omniglot is not there"))
  func vinyalsIsWhatThePublishedListsSay() throws {
    let folder = try #require(DataSets.omniglot)
    let names = try Self.names()
    let classes = OmniglotSplit.vinyals.classes(of: names)
    for (split, list) in [(Split.metaTrain, "train"), (.metaValidation, "val"), (.metaTest, "test")] {
      let text = try String(contentsOfFile: "\(folder)/splits/vinyals_\(list).txt", encoding: .utf8)
      let published = Set(text.split(separator: "\n").map(String.init))
      let ours = (classes[split] ?? []).map {
        "\(names[$0.character])/rot" + ["000", "090", "180", "270"][$0.turns ?? 0]
      }
      #expect(Set(ours) == published && ours.count == published.count)
    }
  }

  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  /// Writes drawings of 12 × 12 pixels as unpacked folders.
  private func write(_ characters: [String: [String]], sample: (Int) -> Int = { $0 % 2 }) throws {
    for (name, paths) in characters {
      for path in paths {
        let image = PNGBuilder(width: 12, height: 12, depth: 1, samples: (0..<144).map(sample))
        let file = folder.appendingPathComponent("\(name)/\(path)")
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(image.bytes).write(to: file)
      }
    }
  }

  /// Packs an unpacked folder into an archive beside it, and removes the folder.
  private func pack(_ name: String) throws {
    let place = folder.appendingPathComponent(name)
    var (archive, records, count): ([UInt8], [UInt8], Int) = ([], [], 0)
    for case let path as String in try #require(FileManager.default.enumerator(atPath: place.path)) {
      guard path.hasSuffix(".png") else { continue }
      let bytes = try [UInt8](Data(contentsOf: place.appendingPathComponent(path)))
      let inside = Array("\(name)/\(path)".utf8)
      let checksum = little(Int(PNGBuilder.checksum(bytes)), 4)
      let sizes = little(bytes.count, 4) + little(bytes.count, 4) + little(inside.count, 2) + little(0, 2)
      let common = little(20, 2) + little(0, 8) + checksum + sizes
      records += little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 10) + little(archive.count, 4) + inside
      archive += little(0x0403_4B50, 4) + common + inside + bytes
      count += 1
    }
    let end = little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
    let totals = little(records.count, 4) + little(archive.count, 4) + little(0, 2)
    try Data(archive + records + end + totals).write(to: folder.appendingPathComponent(name + ".zip"))
    try FileManager.default.removeItem(at: place)
  }

  /// A number in so many bytes, the lowest first.
  private func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 255) } }

  @Test(arguments: [false, true]) func archivesAndUnpackedFoldersAreTheSame(_ arePacked: Bool) throws {
    try write(
      [
        "images_background": ["Latin/character02/b.png", "Latin/character02/a.png", "Latin/ReadMe.png", "x/y/._z.png"],
        "images_evaluation": ["Greek/character01/a.png"],
      ])
    if arePacked { for name in OmniglotArchives.names { try pack(name) } }
    for method in Resampling.allCases {
      let drawings = try OmniglotArchives().drawings(in: folder, resampling: method)
      #expect(drawings.characters.map(\.name) == ["Greek/character01", "Latin/character02"])
      #expect(drawings.characters.map(\.count) == [1, 2] && drawings.ink.count == 3 * 784)
    }
    Omniglot.reader = OmniglotArchives()
    let few = #expect(throws: ArchiveError.self) { try Omniglot(directory: folder) }
    #expect(few?.problem.contains("2 characters, 0 of them with 20") == true)
  }

  @Test func inkIsOneAndPaperIsNought() throws {
    try write(["images_background": ["A/b/1.png"], "images_evaluation": ["A/c/1.png"]]) { $0 < 72 ? 0 : 1 }
    let drawings = try OmniglotArchives().drawings(in: folder, resampling: .nearest)
    #expect(Array(drawings.ink[..<784]) == (0..<784).map { $0 < 392 ? 255 : 0 })
  }

  @Test func missingBrokenOrRepeatedDrawingsAreNamed() throws {
    let missing = #expect(throws: ArchiveError.self) {
      try OmniglotArchives().drawings(in: folder, resampling: .nearest)
    }
    #expect(missing?.file.hasSuffix("images_background.zip") == true)
    #expect(missing?.description.contains("https://github.com/brendenlake/omniglot") == true)
    try write(["images_background": ["A/b/1.png"], "images_evaluation": ["A/b/1.png"]])
    let twice = #expect(throws: ArchiveError.self) { try OmniglotArchives().drawings(in: folder, resampling: .nearest) }
    #expect(twice?.entry == "A/b")
    try Data([1, 2, 3]).write(to: folder.appendingPathComponent("images_background/A/b/1.png"))
    try FileManager.default.removeItem(at: folder.appendingPathComponent("images_evaluation"))
    try write(["images_evaluation": ["A/c/1.png"]])
    let broken = #expect(throws: ArchiveError.self) {
      try OmniglotArchives().drawings(in: folder, resampling: .nearest)
    }
    #expect(broken?.entry == "images_background/A/b/1.png" && broken?.problem.contains("no PNG") == true)
    try Data([1, 2, 3]).write(to: folder.appendingPathComponent("images_background.zip"))
    try FileManager.default.removeItem(at: folder.appendingPathComponent("images_background"))
    #expect(throws: ArchiveError.self) { try OmniglotArchives().drawings(in: folder, resampling: .nearest) }
  }
}
