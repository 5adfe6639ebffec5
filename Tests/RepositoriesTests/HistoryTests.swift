import Foundation
import Testing

@testable import Repositories

@Suite struct HistoryTests {
  @Test func aDiffsHunksAreItsPlacesBeforeAndAfter() {
    let diff = """
      diff --git a/a.py b/a.py
      --- a/a.py
      +++ b/a.py
      @@ -1,3 +1,4 @@ def f():
       one
      --- two
      +++ two
      +three
       four
      @@ -9 +10 @@
      -x
      +y
      diff --git a/gone.py b/gone.py
      --- a/gone.py
      +++ /dev/null
      @@ -1 +0,0 @@
      -z
      """
    let hunks = DiffParser.hunks(diff)
    #expect(hunks.map(\.path) == ["a.py", "a.py"] && hunks.map(\.line) == [1, 10])
    #expect(hunks[0].before == "one\n-- two\nfour" && hunks[0].after == "one\n++ two\nthree\nfour")
    #expect(hunks[1].before == "x" && hunks[1].after == "y" && hunks.map(\.changedLines) == [3, 2])
  }

  @Test func ourOwnDiffTurnsOneTextIntoTheOther() {
    let before = (0..<60).map { "line \($0)" }
    var after = before
    after[3] = "changed"
    after.remove(at: 20)
    after.insert("new", at: 40)
    let hunks = LineDiff(before.joined(separator: "\n"), after.joined(separator: "\n")).hunks(
      path: "a", contextLines: 2)
    #expect(hunks.count == 3 && hunks.map(\.changedLines) == [2, 1, 1])
    var text = before.joined(separator: "\n")
    for hunk in hunks { text = text.replacing(hunk.before, with: hunk.after, maxReplacements: 1) }
    #expect(text == after.joined(separator: "\n"))
    #expect(LineDiff("a\n", "a\n").hunks(path: "a", contextLines: 2).isEmpty)
  }

  private func scratch() async throws -> Scratch {
    let scratch = try Scratch(["a.py": "def f(x):\n    return x + 1\n", "b.py": "B = 1\n"])
    try await scratch.git("init", "-q")
    try await scratch.commit("Start", day: 1)
    try scratch.write("def f(x):\n    return x + 2\n", to: "a.py")
    try await scratch.commit("Fix the sum of f\n\nIt was off by one.", day: 2)
    try scratch.write((0..<200).map { "B\($0) = 1\n" }.joined(), to: "b.py")
    try await scratch.commit("A large change of b", day: 3)
    try scratch.write("def f(x, y=0):\n    total = x + 2 + y\n    return total if total > y else y\n", to: "a.py")
    try await scratch.commit("Let f take a second number y", day: 4)
    try scratch.write(
      "def f(x, y=0):\n    total = x + 2 + y\n    return max(total, y, key=lambda value: value * 1)\n", to: "a.py")
    try await scratch.commit("Ask max for the larger of both", day: 5)
    return scratch
  }

  @Test(.enabled(if: Scratch.hasGit)) func smallCommitsAreReadAndTheNewestAreHeldOut() async throws {
    let scratch = try await scratch()
    defer { scratch.remove() }
    let repository = try await Repository(at: scratch.folder)
    let history = await repository.history()
    #expect(
      history.map(\.subject) == ["Ask max for the larger of both", "Let f take a second number y", "Fix the sum of f"])
    #expect(history[2].message.hasSuffix("It was off by one.") && history[2].isFix && !history[1].isFix)
    #expect(history[2].hunks.map(\.before) == ["def f(x):\n    return x + 1"])
    #expect(history.allSatisfy(\.isRequest) && history[0].time > history[1].time)

    let index = await RepositoryIndex(repository, usesTags: false)
    let split = RepositorySplit(index, by: .definitions(share: 0), history: history, commitShare: 0.3)
    #expect(split.heldOutCommits.map(\.subject) == ["Ask max for the larger of both"])
    let tasks = split.tasks()
    #expect(tasks.contributions[.fix] == .init(learned: 2, heldOut: 1) && tasks.contributions[.request]?.heldOut == 1)
    // What the held-out commit adds stands in the newest state of the file, and is taken out of what is learned.
    #expect(repository["a.py"]?.text.contains("key=lambda value") == true)
    for text in split.documents.map(\.text) + tasks.learned.map({ $0.prompt + $0.completion }) {
      #expect(!text.contains("key=lambda value"))
    }
    let asked = try #require(tasks.heldOut.first { $0.kind == .request })
    #expect(asked.prefix.contains("# Request: Ask max") && asked.completion.contains("key=lambda"))
  }

  @Test(.enabled(if: Scratch.hasGit)) func anOldStateIsCheckedOutBesideTheRepository() async throws {
    let scratch = try await scratch()
    defer { scratch.remove() }
    let repository = try await Repository(at: scratch.folder)
    let target = FileManager.default.temporaryDirectory.appending(path: "old-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: target) }
    let first = try #require(await repository.history().last)
    try await repository.checkOut(first.id, to: target)
    let old = try await Repository(at: target)
    #expect(!old.isWorkTree && old["a.py"]?.text == "def f(x):\n    return x + 2\n" && old.files.count == 2)
    await #expect(throws: RepositoryError.self) { try await repository.checkOut("--help", to: target) }
    await #expect(throws: RepositoryError.self) { try await repository.checkOut("nothing", to: target) }
  }

  @Test func withoutHistoryTheStepBetweenReleasesIsRead() async throws {
    let old = try Scratch(["a.py": "def f(x):\n    return x + 1\n", "same.py": "x = 1\n", "gone.py": "y = 1\n"])
    let new = try Scratch(["a.py": "def f(x):\n    return x + 2\n", "same.py": "x = 1\n", "new.py": "z = 1\n"])
    defer {
      old.remove()
      new.remove()
    }
    let changes = try await Repository(at: new.folder).changes(since: Repository(at: old.folder))
    #expect(changes.map { $0.hunks.map(\.path) } == [["a.py"]] && changes[0].hunks[0].changedLines == 2)
    #expect(await (try Repository(at: new.folder)).history().isEmpty)
  }
}
