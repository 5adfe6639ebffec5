import Testing

@testable import Tasks

@Suite struct SplitTests {
  @Test func hashesFallSeventyTenTwenty() {
    let splits = (0..<20_000).map { Split.hashed(family: "f", rule: "\($0)") }
    let shares = Split.allCases.map { split in Double(splits.count { $0 == split }) / 20_000 }
    #expect(zip(shares, [0.7, 0.1, 0.2]).allSatisfy { abs($0 - $1) < 0.02 }, "\(shares)")
  }

  @Test func theSplitOfARuleNeverChanges() {
    // Computed apart from this code: another hash would move rules that models learned from into the test set.
    let letters: [Character: Split] = ["T": .metaTrain, "V": .metaValidation, "E": .metaTest]
    #expect((0..<12).map { Split.hashed(family: "cipher", rule: "\($0)") } == "TTTTETTTTETV".compactMap { letters[$0] })
  }

  @Test(arguments: [3, 7, 9, 45, 324]) func aListOfRulesLeavesNoSplitEmpty(_ count: Int) {
    let rules = (0..<count).map { "\($0)" }
    let splits = Split.partition(family: "f", rules: rules)
    #expect(Set(splits.keys) == Set(rules))
    let counts = Split.allCases.map { split in splits.values.count { $0 == split } }
    #expect(counts[1] == max(1, count / 10) && counts[2] == max(1, count / 5) && counts[0] >= 1)
    #expect(splits == Split.partition(family: "f", rules: rules.reversed()))
  }

  @Test func namesAreThoseOfTheLiterature() {
    #expect(Split.allCases.map(\.rawValue) == ["meta-train", "meta-validation", "meta-test"])
  }
}
