import ArgumentParser
import Experiments
import Foundation
import Runs
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct TrainCommandNumbersTests {
  private func write(in folder: URL, _ text: String) throws -> String {
    let file = folder.appendingPathComponent("few.yaml")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  private let small = "world: sinusoid\nnetwork: {hidden: [8]}\nsteps: 4\nmetaBatch: 2\nevaluation: {episodes: 20}\n"

  @Test func aFileThatNamesAWorldTrainsAndIsMeasured() async throws {
    try await withTemporaryFolder { folder in
      let (recorder, progress) = (Recorder(), Recorder())
      let (runs, model) = (
        folder.appendingPathComponent("runs").path, folder.appendingPathComponent("m.safetensors").path
      )
      try TrainCommand.parse([try write(in: folder, small), "--runs-dir", runs, "--out", model, "--set", "seed=3"])
        .train(to: Output(.people, console: recorder.console()), console: progress.console())
      #expect(recorder.text.contains("model   \(model)"))
      let measured = Recorder()
      try EvaluateCommand.parse([model, "--steps", "0,1", "--shots", "5", "--against", model])
        .evaluate(to: Output(.people, console: measured.console()), console: progress.console())
      #expect(measured.text.contains("norm: none (inductive)") && measured.text.contains("20 episodes of meta-test"))
      #expect(measured.text.contains("+0.000"), "a model does not differ from itself")
      let ways = #expect(throws: ConfigurationError.self) {
        try EvaluateCommand.parse([model, "--ways", "3"])
          .evaluate(to: Output(.people, console: measured.console()), console: progress.console())
      }
      #expect(ways?.key == "evaluation.ways")
      let programs = Recorder()
      try EvaluateCommand.parse([model, "--steps", "1"])
        .evaluate(to: Output(.json, console: programs.console()), console: progress.console())
      let object = try JSONSerialization.jsonObject(with: Data(programs.text.utf8)) as? [String: Any]
      #expect((object?["evaluation"] as? [String: Any])?["score"] as? String == "mean squared error")
    }
  }

  @Test func badInputIsSaidAndNothingIsRecorded() async throws {
    try await withTemporaryFolder { folder in
      let runs = folder.appendingPathComponent("runs").path
      for (more, words) in [
        ("learner: proto\n", "proto"), ("wurld: x\n", "unknown key"), ("inner: {rate: 0}\n", "rates"),
      ] {
        let file = try write(in: folder, small + more)
        let error = #expect(throws: (any Error).self) {
          try TrainCommand.parse([file, "--runs-dir", runs])
            .train(to: Output(.people, console: Recorder().console()), console: Recorder().console())
        }
        #expect("\(error!)".contains(words), "\(error!)")
      }
      #expect(throws: (any Error).self) { try ReproduceCommand.parse([]) }
    }
  }

  @Test func archivesThatAreNotThereEndWithTwo() async throws {
    try await withTemporaryFolder { folder in
      let file = try write(in: folder, "world: omniglot\nnetwork: {kind: conv}\nshape: {ways: 5, shots: 1, query: 1}\n")
      let runs = folder.appendingPathComponent("runs").path
      #expect(throws: ExitCode(2)) {
        try TrainCommand.parse([file, "--data", folder.path, "--runs-dir", runs]).run()
      }
    }
  }

  @Test func rowsAreListed() throws {
    let recorder = Recorder()
    try ReproduceCommand.parse(["--list", "sinusoid"])
      .reproduce(to: Output(.people, console: recorder.console()), console: Recorder().console())
    #expect(recorder.text.contains("sinusoid-maml") && !recorder.text.contains("omniglot"))
    #expect(throws: (any Error).self) {
      try ReproduceCommand.parse(["nothing"])
        .reproduce(to: Output(.people, console: recorder.console()), console: recorder.console())
    }
  }
}
