import ArgumentParser
import Experiments
import Foundation
import Runs
import Tensors
import Testing

@testable import autodidact

/// Studies through the program itself, which works on each model in a process of its own.
@Suite(.enabled(if: Torch.isAvailable), .serialized, .tags(.slow), .timeLimit(.minutes(5)))
struct ScaleCommandStudyTests {
  /// The program, which is built beside its tests.
  private var program: URL {
    get throws {
      let tests = try #require(Bundle.main.executableURL)
      let program = tests.deletingLastPathComponent().appendingPathComponent("autodidact")
      try #require(FileManager.default.isExecutableFile(atPath: program.path), "no \(program.path)")
      return program
    }
  }

  private func study(in folder: URL, rates: String = "[1e-3, 2e-3]", steps: Int = 2) throws -> String {
    try writeConfiguration(in: folder)
    let file = folder.appendingPathComponent("study.yaml")
    try WholeFile.write(
      """
      name: mine
      base: tiny.yaml
      training: {stages: [{steps: \(steps)}], gradientLimit: 0, schedule: {warmUp: 0}}
      evaluation: {tasks: [cipher], steps: [0, 1], shots: [2], episodes: 2}
      sweeps: [{name: rates, axes: [{name: rate, values: \(rates), times: {schedule.peak: 1}}]}]
      """, to: file)
    return file.path
  }

  @Test func trainsMeasuresAndSkipsWhatIsDone() async throws {
    try await withTemporaryFolder { folder in
      let (file, runs, csv) = (try study(in: folder), folder.path + "/runs", folder.path + "/out.csv")
      let (recorder, progress) = (Recorder(), Recorder())
      let command = try ScaleCommand.Study.parse([file, "--runs-dir", runs, "--out", csv, "--jobs", "2"])
      let output = Output(.people, console: recorder.console())
      try await command.study(program: program, to: output, console: progress.console())
      #expect(progress.text.contains("2/2  rates: rate 0.00") && recorder.text.contains("table  \(csv)"))
      let table = try StudyTable(csv: String(contentsOfFile: csv, encoding: .utf8), named: csv)
      #expect(table.study == "mine" && table.rows.count == 4)
      let store = try RunStore(directory: URL(fileURLWithPath: runs), creating: false)
      #expect(try StudyTable(store, study: "mine") == table)
      let before = try store.runs()
      #expect(before.map(\.status) == Array(repeating: .finished, count: 5))
      try await command.study(program: URL(fileURLWithPath: "/none"), to: output, console: progress.console())
      #expect(try store.runs().map(\.id) == before.map(\.id))
    }
  }

  @Test func aFailedModelIsReportedAndStopsNoOther() async throws {
    try await withTemporaryFolder { folder in
      let (file, runs) = (try study(in: folder, rates: "[1e-3, 1e30]", steps: 60), folder.path + "/runs")
      let (recorder, progress) = (Recorder(), Recorder())
      let command = try ScaleCommand.Study.parse([file, "--runs-dir", runs, "--jobs", "1"])
      await #expect(throws: ExitCode.failure) {
        try await command.study(
          program: program, to: Output(.json, console: recorder.console()), console: progress.console())
      }
      #expect(progress.text.contains("failed: rates: rate 1e+30, seed 1: error: the last 20 losses"))
      let object = try JSONSerialization.jsonObject(with: Data(recorder.text.utf8)) as? [String: Any]
      #expect(object?["done"] as? Int == 1 && object?["models"] as? Int == 2)
      let store = try RunStore(directory: URL(fileURLWithPath: runs), creating: false)
      #expect(try store.runs(kind: Experiments.Study.kind).map(\.status) == [.failed])
      #expect(try StudyTable(store, study: "mine").rows.count == 2)
    }
  }

  @Test func aKilledStudyTakesItsModelsAlongAndGoesOn() async throws {
    try await withTemporaryFolder { folder in
      let (file, runs) = (try study(in: folder, steps: 300), folder.path + "/runs")
      let process = Process()
      process.executableURL = try program
      process.arguments = ["scale", "study", file, "--runs-dir", runs]
      (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
      try process.run()
      let directory = URL(fileURLWithPath: runs)
      func checkpoints() throws -> Int {
        guard let store = try? RunStore(directory: directory, creating: false) else { return 0 }
        return try store.runs(kind: "train").count { try store.latestCheckpoint(of: $0.id).checkpoint != nil }
      }
      for _ in 0..<1_200 where try checkpoints() < 2 && process.isRunning { usleep(50_000) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let store = try RunStore(directory: directory, creating: false)
      for _ in 0..<600 where try store.runs().contains(where: { $0.status == .running && !$0.owner.isGone }) {
        usleep(50_000)
      }
      try store.interruptAbandoned()
      #expect(try store.runs().allSatisfy { $0.status == .interrupted || $0.status == .finished })
      let trainings = try store.runs(kind: "train").map(\.id)
      // The rest in one go.
      let command = try ScaleCommand.Study.parse([file, "--runs-dir", runs])
      try await command.study(
        program: program, to: Output(.json, console: Recorder().console()), console: Recorder().console())
      #expect(try store.runs(kind: "train").map(\.id) == trainings && trainings.count == 2)
      #expect(try StudyTable(store, study: "mine").rows.count == 4)
    }
  }

  @Test func aPlanIsShownAndNothingDone() async throws {
    try await withTemporaryFolder { folder in
      let recorder = Recorder()
      let command = try ScaleCommand.Study.parse([study(in: folder), "--runs-dir", folder.path + "/runs", "--plan"])
      let output = Output(.people, console: recorder.console())
      try await command.study(program: program, to: output, console: Recorder().console())
      #expect(recorder.text.contains("rates: rate 0.001, seed 1"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/runs"))
    }
  }

  @Test func badInputEndsWithTwo() async throws {
    try await withTemporaryFolder { folder in
      let file = try study(in: folder)
      for arguments in [[folder.path + "/none.yaml"], [file, "--set", "sweps=3"], [file, "--set", "base=none.yaml"]] {
        await #expect(throws: ExitCode(2), "\(arguments)") { try await ScaleCommand.Study.parse(arguments).run() }
      }
      #expect(throws: ExitCode(2)) { try ScaleCommand.Cell.parse([file, "--study", "mine"]).run() }
      #expect(throws: (any Error).self) { try ScaleCommand.Study.parse([file, "--jobs", "0"]) }
    }
  }
}
