import Foundation
import Testing

@testable import Tasks

@Suite struct OmniglotSplitTests {
  private static func names() throws -> [String] {
    let folder = try #require(DataSets.omniglot)
    return try OmniglotDrawings.archives.flatMap { name in
      let archive = try ZipArchive(file: "\(folder)/\(name)", remedy: OmniglotDrawings.remedy)
      let characters = OmniglotDrawings.characters(of: archive)
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

  @Test(arguments: OmniglotSplit.allCases) func everyCharacterIsInOneSplitWhateverTheOrderOfTheNames(
    _ split: OmniglotSplit
  ) {
    let names = OmniglotTests.names
    func parts(_ names: [String]) -> [Split: Set<String>] {
      split.classes(of: names).mapValues { Set($0.map { names[$0.character] }) }
    }
    let ours = parts(names)
    #expect(ours.values.reduce(0) { $0 + $1.count } == names.count)
    #expect(ours.values.reduce(into: Set()) { $0.formUnion($1) } == Set(names))
    #expect(ours.count == 3 && ours.values.allSatisfy { !$0.isEmpty })
    #expect(parts(names.reversed()) == ours)
  }

  @Test func turnsAreClassesOnlyForVinyalsAndNoneInTheTestOfMAMLPlusPlus() {
    func turns(_ split: OmniglotSplit, _ part: Split) -> Set<Int?> {
      Set((split.classes(of: OmniglotTests.names)[part] ?? []).map(\.turns))
    }
    for part in Split.allCases {
      #expect(turns(.maml, part) == [nil])
      #expect(turns(.vinyals, part) == [0, 1, 2, 3])
      #expect(turns(.mamlPlusPlus, part) == (part == .metaTrain ? [nil] : [0]))
    }
  }

  @Test func bothRandomProtocolsTestOnTheSameCharacters() {
    let first = OmniglotSplit.maml.classes(of: OmniglotTests.names)[.metaTest] ?? []
    let second = OmniglotSplit.mamlPlusPlus.classes(of: OmniglotTests.names)[.metaTest] ?? []
    #expect(first.map(\.character) == second.map(\.character))
  }

  @Test func gurmukhiIsShared() {
    #expect(OmniglotSplit.vinyalsSplit(of: "Gurmukhi/character41") == .metaTrain)
    #expect(OmniglotSplit.vinyalsSplit(of: "Gurmukhi/character42") == .metaTest)
  }
}
