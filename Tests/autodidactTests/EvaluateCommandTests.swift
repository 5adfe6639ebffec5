import ArgumentParser
import Experiments
import Foundation
import Tasks
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct EvaluateCommandTests {
  /// The path of a model that knows nothing.
  private func model(in folder: URL) throws -> String {
    let file = try writeConfiguration(in: folder)
    let url = folder.appendingPathComponent("model.safetensors")
    try ModelFile.fresh(TrainCommand.configuration(file, [], over: Experiment())).write(to: url)
    return url.path
  }

  @Test func listsOfNumbersAreRead() throws {
    #expect(NumberList(argument: "0,1, 5")?.values == [0, 1, 5])
    #expect(NumberList(argument: "1,,2") == nil && NumberList(argument: "a") == nil)
    let plan = try EvaluateCommand.parse(["m", "--steps", "5,0,5", "--shots", "2,4", "--split", "meta-validation"])
      .plan()
    #expect(plan.steps == [0, 5] && plan.shots == [2, 4] && plan.split == .metaValidation)
    for wrong in [
      ["--steps", "-1"], ["--split", "test"], ["--episodes", "0"], ["--threads", "0"], ["--against-set", "a=b"],
    ] {
      #expect(throws: (any Error).self, "\(wrong)") { try EvaluateCommand.parse(["m"] + wrong) }
    }
  }

  @Test func programsGetTheWholeAndPeopleATable() async throws {
    try await withTemporaryFolder { folder in
      let model = try model(in: folder)
      let report = folder.appendingPathComponent("report.html").path
      let arguments = [
        model, "--tasks", "cipher", "rotation", "--episodes", "3", "--steps", "0,1", "--against", model,
        "--against-set",
        "inner.rate=0.2", "--report", report,
      ]
      let programs = Recorder(), people = Recorder(), progress = Recorder()
      try EvaluateCommand.parse(arguments + ["--json"])
        .evaluate(to: Output(.json, console: programs.console()), console: progress.console())
      let object = try JSONSerialization.jsonObject(with: Data(programs.text.utf8)) as? [String: Any]
      #expect(Set(object?.keys.map { $0 } ?? []) == ["evaluation", "against", "comparison"])
      try EvaluateCommand.parse(arguments)
        .evaluate(to: Output(.people, console: people.console()), console: progress.console())
      for text in ["trained families (unseen rules)", "held out altogether", "difference from", "after 1", "±"] {
        #expect(people.text.contains(text), "\(text)")
      }
      #expect(try String(contentsOfFile: report, encoding: .utf8).contains("rotation"))
    }
  }

  @Test func badInputEndsWithTwo() async throws {
    try await withTemporaryFolder { folder in
      let model = try model(in: folder)
      let broken = folder.appendingPathComponent("broken.safetensors")
      try Data("no".utf8).write(to: broken)
      for arguments in [
        [folder.path + "/none.safetensors"], [broken.path], [model, "--tasks", "cypher"],
        [model, "--tasks", folder.path + "/none.json"], [model, "--set", "inner.rul=sgd"], [model, "--device", "tpu"],
      ] {
        #expect(throws: ExitCode(2), "\(arguments)") { try EvaluateCommand.parse(arguments).run() }
      }
    }
  }
}
