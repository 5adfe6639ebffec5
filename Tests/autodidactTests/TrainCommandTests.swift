import ArgumentParser
import Foundation
import Runs
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct TrainCommandTests {
  private func command(_ arguments: String...) throws -> TrainCommand { try TrainCommand.parse(arguments) }

  @Test func trainsReportsAndCopiesTheModel() async throws {
    try await withTemporaryFolder { folder in
      let recorder = Recorder(), progress = Recorder()
      let file = try writeConfiguration(in: folder, more: "validateEvery: 2")
      let (runs, model) = (folder.appendingPathComponent("runs").path, folder.appendingPathComponent("m.safetensors"))
      try command(file, "--runs-dir", runs, "--out", model.path, "--set", "seed=9", "--set", "name=mine")
        .train(to: Output(.people, console: recorder.console()), console: progress.console())
      let store = try RunStore(directory: URL(fileURLWithPath: runs), creating: false)
      let run = try #require(try store.runs().first)
      #expect(run.name == "mine" && run.seed == 9 && run.status == .finished && run.version == Autodidact.version)
      #expect(recorder.text.contains("after 0") && recorder.text.contains("model   \(model.path)"))
      #expect(progress.text.contains("after 1: "))
      #expect(FileManager.default.fileExists(atPath: model.path))
      let page = try String(
        contentsOf: store.folder(of: run.id).appendingPathComponent("report.html"), encoding: .utf8)
      #expect(page.contains("Outer loop: query loss") && page.contains("Inner loop: support loss"))
    }
  }

  @Test func programsGetOneDocument() async throws {
    try await withTemporaryFolder { folder in
      let recorder = Recorder(), progress = Recorder()
      let file = try writeConfiguration(in: folder)
      try command(file, "--runs-dir", folder.appendingPathComponent("runs").path, "--json")
        .train(to: Output(.json, console: recorder.console()), console: progress.console())
      let object = try JSONSerialization.jsonObject(with: Data(recorder.text.utf8)) as? [String: Any]
      #expect(object?["steps"] as? Int == 4 && (object?["model"] as? String)?.hasSuffix("model.safetensors") == true)
    }
  }

  @Test func badInputEndsWithTwoAndLeavesNoRun() async throws {
    try await withTemporaryFolder { folder in
      let file = try writeConfiguration(in: folder)
      let runs = folder.appendingPathComponent("runs").path
      for arguments in [
        [folder.path + "/none.yaml"], [file, "--set", "inner.stepz=3"], [file, "--set", "learner=mamal"],
        [file, "--set", "device=tpu"], ["--resume", "nobody"],
      ] {
        #expect(throws: ExitCode(2), "\(arguments)") {
          try TrainCommand.parse(arguments + ["--runs-dir", runs]).run()
        }
      }
      #expect(throws: (any Error).self) { try TrainCommand.parse([]) }
      if let store = try? RunStore(directory: URL(fileURLWithPath: runs), creating: false) {
        #expect(try store.runs().isEmpty)
      }
    }
  }

  @Test func aRunThatFailsIsMarkedAndEndsWithOne() async throws {
    try await withTemporaryFolder { folder in
      let more = "gradientLimit: 0\nschedule: {peak: 1e30, warmUp: 0}\nvalidateEvery: 0"
      let file = try writeConfiguration(in: folder, steps: 80, more: "")
      let text = try String(contentsOfFile: file, encoding: .utf8)
        .replacingOccurrences(of: "schedule: {warmUp: 2}", with: more)
      try WholeFile.write(text, to: URL(fileURLWithPath: file))
      let runs = folder.appendingPathComponent("runs").path
      #expect(throws: ExitCode(1)) { try command(file, "--runs-dir", runs).run() }
      let store = try RunStore(directory: URL(fileURLWithPath: runs), creating: false)
      #expect(try store.runs().map(\.status) == [.failed])
    }
  }

  @Test func resumingWithAnotherConfigurationIsRefused() async throws {
    try await withTemporaryFolder { folder in
      let file = try writeConfiguration(in: folder)
      let runs = folder.appendingPathComponent("runs").path
      let output = Output(.json, console: Recorder().console())
      try command(file, "--runs-dir", runs).train(to: output, console: Recorder().console())
      #expect(throws: ExitCode(2)) { try command("--resume", "latest", "--set", "seed=3", "--runs-dir", runs).run() }
      // A finished run is already at its end; going on with it changes nothing.
      try command(file, "--resume", "latest", "--runs-dir", runs).train(to: output, console: Recorder().console())
      let store = try RunStore(directory: URL(fileURLWithPath: runs), creating: false)
      #expect(try store.runs().map(\.status) == [.finished])
    }
  }
}
