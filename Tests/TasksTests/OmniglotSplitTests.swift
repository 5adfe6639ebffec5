import Testing

@testable import Tasks

@Suite struct OmniglotSplitTests {
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
