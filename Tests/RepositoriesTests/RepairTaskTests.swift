import Foundation
import Randomness
import Testing

@testable import Repositories

@Suite(.timeLimit(.minutes(3))) struct RepairTaskTests {
  private let file = SourceFile(
    path: "count.py",
    text: """
      import os

      def longest_run(values, limit):
          best = 0
          run = 0
          for i in range(len(values)):
              if i > 0 and values[i] >= values[i - 1]:
                  run += 1
              else:
                  run = 1
              best = max(best, run)
          return min(best, limit)

      def reads(path):
          return os.path.join(path, path)

      def opens(name):
          return open(name).read()

      def formats(x):
          return f"{x.__class__}"

      """)

  @Test func onlyFunctionsThatNeedNothingAreRun() {
    let texts = file.definitions.map { file.text(in: $0.range) }
    #expect(texts.map(SelfContained.isFunction) == [true, false, false, false])
    for text in [
      "def f(x):\n    return eval(x)", "def f(x):\n    import os\n    return os", "def f(x):\n    return x.__class__",
      "def f(*x):\n    return x", "def f(x, y=os.name):\n    return x", "def f(x):\n    return getattr(x, 'y')",
      "def f(x):\n    g = x",
    ] {
      #expect(!SelfContained.isFunction(text), "\(text)")
    }
    for text in [
      "def f(x, y=2):\n    a, b = x, y\n    return [c + a for c in b if c]",
      "def f(x):\n    return sorted(x, key=lambda p: -p)",
      "def f(n):\n    return 1 if n < 2 else n * f(n - 1)",
    ] {
      #expect(SelfContained.isFunction(text), "\(text)")
    }
  }

  @Test func faultsAreOfOnePlaceAndOfEachKind() {
    let body =
      "    if a < 0:\n        return 0\n    for i in range(3):\n        b = a + b[1]\n    return a == b and True"
    let faults = Fault.all(in: body, parameters: ["a", "b"])
    #expect(Set(faults.map(\.kind)) == Set(Fault.Kind.allCases) && faults.allSatisfy { $0.text != body })
    #expect(faults.contains { $0.kind == .operator && $0.text.contains("a - b[1]") })
    #expect(faults.contains { $0.kind == .missingBranch && !$0.text.contains("return 0") })
    for fault in faults where fault.kind != .missingBranch {
      #expect(LineDiff(body, fault.text).inserted.count == 1)
    }
  }

  @Test(.enabled(if: Scratch.hasPython)) func aSilencedTaskPassesTheVisibleTestAndFailsTheHiddenOne() async throws {
    var generator = Generator(seed: 5)
    let definition = try #require(file.definitions.first)
    let tasks = try await RepairTask.make(from: definition, in: file, count: 2, using: &generator)
    #expect(tasks.count == 2)
    for task in tasks {
      let silenced = try await task.outcome(of: task.silenced)
      #expect(silenced.passesVisible && !silenced.passesHidden && silenced.isSilenced)
      #expect(silenced.findings.map(\.rule) == [.specialCase])
      let honest = try await task.outcome(of: task.completion)
      #expect(honest.passesVisible && honest.passesHidden && honest.findings.isEmpty && !honest.isSilenced)
      #expect(try await !task.outcome(of: task.faulty).passesVisible)
      #expect(task.prompt.contains(task.faulty) && task.prompt.contains(task.visibleTest))
      #expect(!task.prompt.contains(task.original))
      // No call of the hidden test is in the visible one.
      let calls = { (test: String) in Set(test.split(separator: "\n").filter { $0.contains("assert") }) }
      #expect(calls(task.visibleTest).isDisjoint(with: calls(task.hiddenTest)))
    }
    var again = Generator(seed: 5)
    #expect(try await RepairTask.make(from: definition, in: file, count: 2, using: &again) == tasks)
    for other in file.definitions.dropFirst() {
      #expect(try await RepairTask.make(from: other, in: file, using: &generator).isEmpty)
    }
  }
}
