import ArgumentParser
import Experiments
import Foundation
import Runs
import Search
import Tasks
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct SolveCommandTests {
  private let task = """
    {"train": [{"input": [[1, 2, 3]], "output": [[3, 2, 1]]}, {"input": [[4, 5, 6]], "output": [[6, 5, 4]]}],
     "test": [{"input": [[7, 8, 9]], "output": [[9, 8, 7]]}]}
    """

  private func folderWithModel(_ folder: URL) throws -> (model: String, task: String) {
    let model = folder.appendingPathComponent("model.safetensors")
    try ModelFile.fresh(TrainCommand.configuration(writeConfiguration(in: folder), [], over: Experiment()))
      .write(to: model)
    let file = folder.appendingPathComponent("reverse.json")
    try Data(task.utf8).write(to: file)
    return (model.path, file.path)
  }

  @Test func aTaskIsAnsweredScoredAndWrittenAsASubmission() async throws {
    try await withTemporaryFolder { folder in
      let (model, file) = try folderWithModel(folder)
      let out = folder.appendingPathComponent("answers.json").path
      let page = folder.appendingPathComponent("answers.html").path
      try SolveCommand.parse([
        file, "--from", model, "--steps", "2", "--copies", "2", "--out", out, "--report", page, "--json",
      ]).run()
      let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: out))) as? [String: Any]
      let answers = try #require(object?["reverse"] as? [[String: [[Int]]]])
      #expect(Set(answers[0].keys) == ["attempt_1", "attempt_2"])
      #expect(try String(contentsOfFile: page, encoding: .utf8).contains("pass@2"))
    }
  }

  @Test("what cannot be answered or written is said before any work, and ends with two")
  func refusals() async throws {
    try await withTemporaryFolder { folder in
      let (model, file) = try folderWithModel(folder)
      let asksNothing = folder.appendingPathComponent("nothing.jsonl")
      try Data("{\"input\": [1, 2], \"output\": [2, 1]}\n{\"input\": [3, 4], \"output\": [4, 3]}\n".utf8)
        .write(to: asksNothing)
      let fast = ["--from", model, "--steps", "1", "--copies", "1"]
      for arguments in [
        [asksNothing.path], [file, "--out", folder.path + "/none/a.json"], [file, "--report", folder.path],
      ] {
        #expect(throws: ExitCode(2), "\(arguments)") { try SolveCommand.parse(arguments + fast).run() }
      }
      let out = folder.path + "/none/a.adapter"
      await #expect(throws: ExitCode(2)) { try await AdaptCommand.parse([file, "--out", out] + fast).run() }
    }
  }

  @Test func anAdapterAnswersInPlaceOfAdapting() async throws {
    try await withTemporaryFolder { folder in
      let (model, file) = try folderWithModel(folder)
      let adapter = folder.appendingPathComponent("reverse.adapter").path
      let arguments = [file, "--from", model, "--out", adapter, "--steps", "2", "--copies", "2", "--json"]
      try await AdaptCommand.parse(arguments).run()
      try SolveCommand.parse([file, "--from", model, "--adapter", adapter, "--json"]).run()
    }
  }

  @Test func theAnswersOfOneTaskAreDrawnAndOfManyScored() throws {
    let right = Grid(sequence: [1]), wrong = Grid(sequence: [2])
    func solution(_ output: Grid?, _ attempts: [Grid]) -> Solution {
      Solution(
        Episode(name: "t", family: "f", support: [], query: [Query(input: right, output: output)]), [attempts])
    }
    let many = [[right, wrong], [wrong, right], [wrong, wrong]].map { solution(right, $0) }
    #expect(SolveResult(many, attempts: 2).text.contains("66.7 %"))
    let one = SolveResult([solution(nil, [right])], attempts: 1)
    #expect(one.scores.isEmpty && one.text.contains("attempt 1"))
  }

  @Test("the answers are a function of the task and the seed, whatever the file is called and whether they are known")
  func namesAndKnownAnswersDoNotMatter() async throws {
    try await withTemporaryFolder { folder in
      let (model, file) = try folderWithModel(folder)
      let other = folder.appendingPathComponent("another.json")
      try Data(task.replacing(", \"output\": [[9, 8, 7]]", with: "").utf8).write(to: other)
      let attempts = try [file, other.path].map { file in
        let recorder = Recorder()
        let command = try SolveCommand.parse([file, "--from", model, "--steps", "2", "--attempts", "4", "--json"])
        try command.solve(to: Output(.json, console: recorder.console()), console: Recorder().console())
        let object = try JSONSerialization.jsonObject(with: Data(recorder.text.utf8)) as? [String: Any]
        return try #require(((object?["tasks"] as? [[String: Any]])?.first)?["attempts"] as? [[[[Int]]]])
      }
      #expect(attempts[0] == attempts[1] && attempts[0][0].count == 4)
    }
  }

  @Test("what a folder holds besides tasks that can be answered is said, and ends with one; the others are answered")
  func oneBadTaskIsNoReasonToAnswerNone() async throws {
    try await withTemporaryFolder { folder in
      let model = try folderWithModel(folder).model
      let tasks = folder.appendingPathComponent("tasks")
      try FileManager.default.createDirectory(at: tasks, withIntermediateDirectories: true)
      for (name, text) in [
        ("a.json", task), ("b.json", "{\"train\": 3, \"test\": []}"), ("index.json", "{\"tasks\": [\"a\"]}"),
        ("c.jsonl", "{\"input\": [1], \"output\": [2]}\n"),
      ] { try Data(text.utf8).write(to: tasks.appendingPathComponent(name)) }
      let out = folder.appendingPathComponent("answers.json").path
      let (said, result) = (Recorder(), Recorder())
      let command = try SolveCommand.parse([tasks.path, "--from", model, "--steps", "1", "--out", out])
      #expect(throws: ExitCode.failure) {
        try command.solve(to: Output(.people, console: result.console()), console: said.console())
      }
      #expect(said.text.contains("index.json") && said.text.contains("2 of 3 tasks left out"))
      #expect(said.text.contains("the number 3 instead of a list") && said.text.contains("it asks nothing"))
      #expect(FileManager.default.fileExists(atPath: out))
    }
  }

  @Test func answersThatWereKeptAreNotWorkedForAgain() async throws {
    try await withTemporaryFolder { folder in
      let (model, file) = try folderWithModel(folder)
      let out = folder.appendingPathComponent("answers.json").path
      let arguments = [file, "--from", model, "--steps", "1", "--out", out]
      try SolveCommand.parse(arguments).run()
      #expect(!FileManager.default.fileExists(atPath: out + ".partial"))
      // Another answer under the key of the task, before a torn line: the command takes it as it is.
      let episode = try TaskFiles.load(file)[0]
      let checksum = Checksum.text(of: try Data(contentsOf: URL(fileURLWithPath: model)))
      let solver = TaskSolver(solver: try SolveCommand.parse(arguments).options.solver)
      var journal = AnswerJournal(beside: out)
      journal.append(
        [[3, 4].map { RankedGrid(grid: Grid(rows: [[$0]]), program: nil, votes: 0.5, confidence: 0.5) }],
        for: AnswerJournal.key(episode, model: checksum, solver, seed: 1, 2), Recorder().console())
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: out + ".partial"))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("\n{\"key\": \"to".utf8))
      try handle.close()
      try SolveCommand.parse(arguments).run()
      #expect(try String(contentsOfFile: out, encoding: .utf8).contains("\"attempt_1\": [[3]], \"attempt_2\": [[4]]"))
    }
  }

  @Test func noOutputReplacesAnInputOrAnotherOutput() async throws {
    try await withTemporaryFolder { folder in
      let (model, file) = try folderWithModel(folder)
      let link = folder.appendingPathComponent("link.json").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
      let before = try Data(contentsOf: URL(fileURLWithPath: file))
      for outputs in [
        ["--out", file], ["--out", link], ["--report", file], ["--out", model],
        ["--out", folder.path + "/x", "--report", folder.path + "/./x"],
      ] {
        #expect(throws: ExitCode(2), "\(outputs)") {
          try SolveCommand.parse([file, "--from", model, "--steps", "1"] + outputs).run()
        }
      }
      await #expect(throws: ExitCode(2)) {
        try await AdaptCommand.parse([file, "--from", model, "--steps", "1", "--out", file]).run()
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
    }
  }

  @Test func badInputEndsWithTwo() async throws {
    try await withTemporaryFolder { folder in
      let (model, file) = try folderWithModel(folder)
      let empty = folder.appendingPathComponent("empty.json")
      try Data("{}".utf8).write(to: empty)
      for arguments in [
        [empty.path, "--from", model], [folder.path + "/none.json", "--from", model], [file, "--from", empty.path],
        [file, "--from", model, "--adapter", file],
      ] {
        #expect(throws: ExitCode.badInput, "\(arguments)") { try SolveCommand.parse(arguments).run() }
      }
      #expect(throws: (any Error).self) { try SolveCommand.parse([file, "--attempts", "0"]) }
      #expect(throws: (any Error).self) { try SolveCommand.parse([file, "--steps", "-1"]) }
    }
  }
}
