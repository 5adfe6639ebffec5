import Foundation
import Randomness
import Testing

@testable import Repositories

@Suite struct RepositorySplitTests {
  /// A body of its own for each number, so that no two are copies.
  static func body(_ i: Int) -> String {
    """
        total_\(i) = start * \(i + 2)
        for item in values_\(i):
            total_\(i) += item ** \(i) - \(i * 7)
            if total_\(i) > \(i * 100): break
        return total_\(i) // (\(i) + start)
    """
  }

  static func files(_ count: Int) -> [String: String] {
    var files: [String: String] = [:]
    for i in 0..<count {
      files["src/part_\(i).py"] =
        "import os\n\n\ndef compute_\(i)(start, values_\(i)):\n"
        + "    \"\"\"Folds the values number \(i) into one, weighing each by its power and by the number \(i * 3).\"\"\"\n"
        + body(i)
        + "\n\n\ndef other_\(i)(a):\n    b = compute_\(i)(a, [a, a + \(i), a * 2, \(i * 5)])\n    return b - \(i) * a + len(str(b))\n"
      files["tests/test_part_\(i).py"] =
        "from part_\(i) import compute_\(i)\n\n\ndef test_compute_\(i)():\n"
        + "    values = [\(i), \(i * 2), 5, 7]\n    assert compute_\(i)(\(i), values) == \(i * 31 + 4)\n    assert values[0] == \(i) and len(values) == 4\n"
    }
    // Copies: one exact, one with other spaces and a line more, one in prose, one in a comment of a script.
    files["src/copy.py"] = "def copied(start, values_1):\n" + body(1) + "\n"
    files["src/near.py"] =
      "class Near:\n    def near(self, start, values_2):\n        # much the same\n    "
      + body(2).replacing("\n    ", with: "\n        ").replacing(" * ", with: "*") + "\n"
    files["README.md"] = "# How\n\n" + body(3) + "\n\nThe rest of the page stays.\n"
    files["script.sh"] = "echo a\n# " + body(4).replacing("\n", with: "\n# ") + "\necho b\n"
    return files
  }

  /// Whether half of the answer's runs of eight tokens stand in a text; written again here, over token lists.
  private func leaks(_ answer: String, into text: Set<[String]>) -> Bool {
    let wanted = runs(answer)
    return !wanted.isEmpty && Double(wanted.intersection(text).count) >= 0.5 * Double(wanted.count)
  }

  private func runs(_ text: String) -> Set<[String]> {
    var tokens: [String] = []
    for character in text {
      let isWord = character.isLetter || character.isNumber || character == "_"
      if character.isWhitespace {
        if tokens.last != "" { tokens.append("") }
      } else if isWord, let last = tokens.last, let end = last.last, end.isLetter || end.isNumber || end == "_" {
        tokens[tokens.count - 1].append(character)
      } else {
        tokens.append(String(character))
      }
    }
    let words = tokens.filter { !$0.isEmpty }
    return words.count < 8 ? [] : Set((0...(words.count - 8)).map { Array(words[$0..<($0 + 8)]) })
  }

  @Test(arguments: 0..<6)
  func noHalfOfAHeldOutAnswerIsInAnythingLearned(seed: Int) {
    let index = RepositoryIndexTests.index(Self.files(12))
    let rule: RepositorySplit.Rule = seed.isMultiple(of: 2) ? .definitions(share: 0.3) : .files(share: 0.3)
    let split = RepositorySplit(index, by: rule, seed: UInt64(seed))
    let tasks = split.tasks(retrieval: (.symbol, 4_000))
    #expect(!tasks.heldOut.isEmpty && !tasks.learned.isEmpty && !split.heldOut.isEmpty)
    let learned = split.documents.map(\.text) + tasks.learned.map { $0.prompt + $0.completion }
    let learnedRuns = learned.map(runs)
    for task in tasks.heldOut {
      #expect(!learnedRuns.contains { leaks(task.completion, into: $0) }, "\(task.kind) \(task.id)")
      #expect(!learned.contains { $0.contains(task.completion) })
      // Nor does its own prompt show it.
      #expect(!leaks(task.completion, into: runs(task.prompt)), "\(task.kind) \(task.id)")
    }
    // A test that names a held-out function is in nothing that is learned, nor in the prompt that asks for it.
    for definition in split.heldOut where !definition.file.hasPrefix("tests/") {
      let isNamed: (String) -> Bool = { text in text.contains("assert \(definition.name)(") }
      #expect(!learned.contains(where: isNamed))
      #expect(!tasks.heldOut.filter { $0.id == definition.id }.map(\.prompt).contains(where: isNamed))
    }
  }

  @Test func copiesAreHeldOutTogetherAndTakenOutOfProse() {
    let index = RepositoryIndexTests.index(Self.files(5))
    for seed in 0..<20 {
      let split = RepositorySplit(index, by: .definitions(share: 0.4), seed: UInt64(seed))
      let names = Set(split.heldOut.map(\.name))
      #expect(names.contains("compute_1") == names.contains("copied"))
      #expect(names.contains("compute_2") == names.contains("near"))
      let readme = split.learned.repository["README.md"]?.text ?? ""
      #expect(readme.contains("total_3") == !names.contains("compute_3"))
      #expect(readme.contains("The rest of the page stays."))
      #expect((split.linesTakenOut > 0) == !names.isDisjoint(with: ["compute_3", "compute_4"]))
    }
  }

  @Test func withNothingHeldOutEverythingIsLearned() {
    let index = RepositoryIndexTests.index(Self.files(4))
    let split = RepositorySplit(index, by: .definitions(share: 0))
    #expect(split.heldOut.isEmpty && split.documents == index.repository.files && split.linesTakenOut == 0)
  }

  @Test func sinceAnOlderStateWhatIsNewIsAsked() {
    let older = Repository(
      folder: URL(fileURLWithPath: "/none"),
      files: Self.files(3).filter { $0.key.hasPrefix("src") || $0.key.hasPrefix("tests") }.map {
        SourceFile(path: "old/" + $0.key, text: $0.value)
      })
    let split = RepositorySplit(RepositoryIndexTests.index(Self.files(5)), by: .since(older))
    #expect(
      Set(split.heldOut.map(\.name)) == [
        "compute_3", "compute_4", "other_3", "other_4", "test_compute_3", "test_compute_4",
      ])
  }

  @Test func eachKindAsksForWhatItSays() throws {
    let split = RepositorySplit(RepositoryIndexTests.index(Self.files(6)), by: .definitions(share: 0.5), seed: 3)
    let tasks = split.tasks()
    let all = tasks.learned + tasks.heldOut
    #expect(Set(all.map(\.kind)) == [.maskedFunction, .docstring, .maskedTest])
    for task in all {
      switch task.kind {
      case .maskedFunction: #expect(task.prefix.hasSuffix(":\n") || task.prefix.hasSuffix("\"\"\"\n"))
      case .docstring:
        #expect(
          task.completion.hasPrefix("\"\"\"Folds")
            && task.prefix.hasSuffix("# The docstring of \(task.id.split(separator: ":").last!):\n"))
        #expect(!task.prefix.contains(task.completion))
      default: #expect(task.completion.contains("assert") && task.prefix.contains("def compute_"))
      }
    }
    for task in tasks.heldOut {
      let file = try #require(split.whole.repository[task.file])
      #expect(file.text(in: task.range) == task.completion)
    }
    for (kind, contribution) in tasks.contributions {
      #expect(contribution.learned == tasks.learned.count { $0.kind == kind })
      #expect(contribution.heldOut == tasks.heldOut.count { $0.kind == kind })
    }
    // Leaving a kind out leaves the others as they are.
    let fewer = split.tasks([.maskedFunction, .maskedTest])
    #expect(fewer.learned == tasks.learned.filter { $0.kind != .docstring })
  }

  @Test func theMixWeighsKinds() {
    let tasks = RepositorySplit(RepositoryIndexTests.index(Self.files(8)), by: .definitions(share: 0.2)).tasks()
    var generator = Generator(seed: 1)
    let drawn = tasks.draw(2_000, mix: [.maskedFunction: 3, .docstring: 1, .fix: 5], using: &generator)
    let share = Double(drawn.count { $0.kind == .maskedFunction }) / 2_000
    #expect(abs(share - 0.75) < 0.04 && drawn.allSatisfy { [.maskedFunction, .docstring].contains($0.kind) })
    #expect(tasks.draw(3, mix: [.fix: 1], using: &generator).isEmpty)
  }
}
