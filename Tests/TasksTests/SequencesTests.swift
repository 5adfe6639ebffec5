import Foundation
import Randomness
import Testing

@testable import Tasks

/// The task of a family whose rule has this signature; only for families of few rules.
func task(_ family: ProceduralFamily, _ rule: String) throws -> Task {
  var generator = Generator(seed: 1)
  for _ in 0..<20_000 {
    let task = family.task(using: &generator)
    if task.rule == rule { return task }
  }
  throw UnknownFamilyError(name: rule, neighbours: [])
}

/// The numbers of a word of a signature.
func numbers(_ word: some StringProtocol) -> [Int] {
  word.split(separator: ".").compactMap { Int($0) }
}

@Suite struct SequencesTests {
  let world = Sequences()

  @Test(arguments: [
    ("shift", "3", "34567890"), ("rotation", "3", "56701234"), ("rotateShift", "3 1", "67812345"),
    ("swapSymbols", "1 2", "02134567"), ("neighbourSum", "1 1 0", "71357913"), ("neighbourSum", "-1 2 5", "99777777"),
    ("runningFold", "sum left 0", "01360518"), ("runningFold", "alternating left 0", "01122334"),
    ("runningFold", "maximum right 1", "88888888"), ("runningFold", "minimum left 2", "22222222"),
    ("counting", "equal 1", "22222222"), ("counting", "smaller 0", "01234567"),
    ("counting", "larger before 5", "55555555"),
    ("interleave", "second 1 2", "61728394"), ("neighbourMaximum", "max 1 0", "71234567"),
    ("pointer", "1 2 0", "67012345"), ("pointer", "-1 3 1", "45678123"),
  ])
  func rulesDoWhatTheySay(_ name: String, _ rule: String, _ expected: String) throws {
    let family = try #require(world.families.first { $0.name == name } as? ProceduralFamily)
    #expect("\(try task(family, rule).solve(Grid(sequence: Array(0...7))))" == expected)
  }

  @Test func aSignatureSaysTheWholeRule() {
    var generator = Generator(seed: 2)
    let x = Grid(sequence: [3, 1, 4, 1, 5, 9, 2, 6])
    for _ in 0..<50 {
      let cipher = world.cipher.task(using: &generator)
      let table = numbers(cipher.rule)
      #expect(cipher.solve(x).sequence == x.sequence.map { table[$0] })
      let reversed = world.cipherReverse.task(using: &generator)
      #expect(reversed.solve(x).sequence == x.sequence.reversed().map { numbers(reversed.rule)[$0] })
      let order = world.permutation.task(using: &generator)
      #expect(order.solve(x).sequence == numbers(order.rule).map { x.sequence[$0] })
      let sources = world.gather.task(using: &generator)
      #expect(sources.solve(x).sequence == numbers(sources.rule).map { x.sequence[$0] })
      let sort = world.sortByOrder.task(using: &generator)
      let ranks = sort.solve(x).sequence.map { numbers(sort.rule)[$0] }
      #expect(ranks == ranks.sorted())
      let key = numbers(world.keyedShift.task(using: &generator).rule)
      #expect(Set(key).count == key.count && (2...4).contains(key.count))
    }
  }

  @Test func conditionsAndMasksKeepTheRest() {
    var generator = Generator(seed: 3)
    let x = Array(0...7)
    for _ in 0..<50 {
      let conditional = world.conditional.task(using: &generator)
      let words = conditional.rule.split(separator: " ")
      let (members, replacement) = (numbers(words[0]), Int(words[1]))
      #expect(!members.contains { $0 == replacement })
      let y = conditional.solve(Grid(sequence: x)).sequence
      #expect(zip(x, y).allSatisfy { members.contains($0) ? $1 == replacement : $0 == $1 })
      let masked = world.maskedCopy.task(using: &generator)
      let mask = numbers(masked.rule.split(separator: " ")[0])
      let kept = masked.solve(Grid(sequence: x)).sequence
      #expect(mask.allSatisfy { kept[$0] == x[$0] })
    }
  }

  @Test func noFamilyContainsAnother() {
    var generator = Generator(seed: 4)
    let small = Sequences(length: 5, symbols: 5)
    for _ in 0..<1000 {
      let table = numbers(small.cipher.task(using: &generator).rule)
      #expect(Set(table.indices.map { modulo(table[$0] - $0, 5) }).count > 1, "a shift")
      #expect(table.indices.count { table[$0] != $0 } > 2, "an exchange of two symbols")
      let order = numbers(small.permutation.task(using: &generator).rule)
      #expect(Set(order.indices.map { modulo(order[$0] - $0, 5) }).count > 1, "a rotation")
      #expect(order != [4, 3, 2, 1, 0], "the reversal")
      #expect(Set(numbers(small.gather.task(using: &generator).rule)).count < 5, "a permutation")
    }
  }

  @Test(arguments: [(5, 5), (7, 10), (30, 6)]) func anyLengthAndAlphabetWorks(_ length: Int, _ symbols: Int) {
    var generator = Generator(seed: 5)
    for family in Sequences(length: length, symbols: symbols).families {
      for split in Split.allCases {
        let episode = family.episode(in: split, support: 4, query: 2, using: &generator)
        #expect(episode.grids.allSatisfy { $0.width == length && $0.cells.allSatisfy { $0 < symbols } })
      }
    }
  }

  @Test func aConfigurationIsChecked() throws {
    let short = try JSONDecoder().decode(Sequences.self, from: Data(#"{"length": 6}"#.utf8))
    #expect(short == Sequences(length: 6))
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Sequences.self, from: Data(#"{"symbols": 11}"#.utf8))
    }
  }
}
