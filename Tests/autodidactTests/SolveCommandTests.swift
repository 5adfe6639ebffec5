import ArgumentParser
import Experiments
import Foundation
import Tasks
import Testing

@testable import autodidact

@Suite struct SolveCommandTests {
  private let task = """
    {"train": [{"input": [[1, 2, 3]], "output": [[3, 2, 1]]}, {"input": [[4, 5, 6]], "output": [[6, 5, 4]]}],
     "test": [{"input": [[7, 8, 9]], "output": [[9, 8, 7]]}]}
    """

  private func folderWithModel(_ folder: URL) throws -> (model: String, task: String) {
    let model = folder.appendingPathComponent("model.safetensors")
    try ModelFile.fresh(TrainCommand.configuration(writeConfiguration(in: folder), [], over: TrainingConfiguration()))
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
      #expect(throws: ExitCode(2)) { try AdaptCommand.parse([file, "--out", out] + fast).run() }
    }
  }

  @Test func anAdapterAnswersInPlaceOfAdapting() async throws {
    try await withTemporaryFolder { folder in
      let (model, file) = try folderWithModel(folder)
      let adapter = folder.appendingPathComponent("reverse.adapter").path
      let arguments = [file, "--from", model, "--out", adapter, "--steps", "2", "--copies", "2", "--json"]
      try AdaptCommand.parse(arguments).run()
      try SolveCommand.parse([file, "--from", model, "--adapter", adapter, "--json"]).run()
    }
  }

  @Test func passAtKCountsTheFirstRightAttempt() throws {
    let right = Grid(sequence: [1]), wrong = Grid(sequence: [2])
    func solution(_ attempts: [Grid]) -> Solution {
      Solution(
        Episode(name: "t", family: "f", support: [], query: [Query(input: right, output: right)]), [attempts])
    }
    let solutions = [[right, wrong], [wrong, right], [wrong, wrong]].map(solution)
    let summary = Summary(solutions, attempts: 2)
    #expect(summary.scores.map(\.name) == ["all"])
    #expect(summary.scores[0].passAt == [1.0 / 3, 2.0 / 3])
    #expect(summary.text.contains("66.7 %"))
  }

  @Test func unknownOutputsAreNotScored() throws {
    let episode = Episode(name: "t", family: "f", support: [], query: [Query(input: Grid(sequence: [1]))])
    let summary = Summary([Solution(episode, [[Grid(sequence: [1])]])], attempts: 1)
    #expect(summary.scores.isEmpty)
    #expect(summary.text.contains("attempt 1"))
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
