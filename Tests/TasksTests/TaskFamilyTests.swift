import Randomness
import Testing

@testable import Tasks

@Suite struct TaskFamilyTests {
  struct Coins: TaskFamily {
    let name = "coins"
    let summary = "a hundred thousand rules"
    let canvas = Canvas(height: 1, width: 1)

    func task(using generator: inout Generator) -> Task {
      Task(family: name, rule: "\(generator.integer(in: 0..<100_000))", solve: { $0 }) { _ in Grid(sequence: [0]) }
    }
  }

  @Test func anyFamilyHasSplitsByHash() {
    var generator = Generator(seed: 1)
    for split in Split.allCases {
      let task = Coins().task(in: split, using: &generator)
      #expect(Split.hashed(family: "coins", rule: task.rule) == split)
    }
  }

  @Test func aListOfRulesPartitionsAFamily() {
    let family = ProceduralFamily("f", "", canvas: Canvas(height: 1, width: 1), rules: ["a", "b", "c"]) { generator in
      let rule = ["a", "b", "c"][generator.integer(in: 0..<3)]
      return Task(family: "f", rule: rule, solve: { $0 }) { _ in Grid(sequence: [0]) }
    }
    #expect(Set(["a", "b", "c"].map(family.split(of:))) == Set(Split.allCases))
    var generator = Generator(seed: 2)
    let test = (0..<50).map { _ in family.task(in: .metaTest, using: &generator).rule }
    #expect(Set(test).count == 1)
  }
}
