import ArgumentParser
import Foundation
import Runs
import Testing

@testable import autodidact

@Suite struct RunsCommandTests {
  /// A store with a finished and a failed run, in the order they began.
  private func sample(_ store: RunStore) throws -> [Run] {
    let runs = try ["reptile", "maml"].enumerated().map { index, name in
      try store.start(
        name: name, kind: "train", configuration: #"{"inner":{"steps":\#(index + 1)},"ways":5}"#, seed: 7,
        version: "0.1.0", date: Date(timeIntervalSince1970: 1_795_262_580 + 60 * Double(index)))
    }
    try store.record(
      [Metric("train/loss", step: 9, value: 0.25), Metric("odd,\"name\"", step: 9, value: .nan)], for: runs[0].id)
    try store.record([Metric("train/loss", step: 3, value: 1.5)], for: runs[1].id)
    try store.log(Event("checkpoint skipped", level: .warning), for: runs[0].id)
    try store.finish(runs[0].id)
    try store.fail(runs[1].id, because: "the loss is NaN")
    return runs
  }

  private func json(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  @Test func theListShowsTheLatestFirst() throws {
    let store = try RunStore.inMemory(), recorder = Recorder()
    let runs = try sample(store)
    try RunsCommand.List.parse([]).list(store, to: Output(.people, console: recorder.console()))
    let lines = recorder.lines
    #expect(lines.count == 4)
    #expect(lines[2].hasPrefix(runs[1].id) && lines[2].contains("failed") && lines[2].contains("train/loss 1.5"))
    #expect(lines[3].hasPrefix(runs[0].id) && lines[3].contains("finished") && lines[3].contains("train/loss 0.25"))
  }

  @Test func theListIsFiltered() throws {
    let store = try RunStore.inMemory(), recorder = Recorder()
    let runs = try sample(store)
    let command = try RunsCommand.List.parse(["--status", "finished", "--json"])
    try command.list(store, to: Output(.json, console: recorder.console()))
    let list = try #require(try json(recorder.text) as? [[String: Any]])
    #expect(list.count == 1 && list[0]["id"] as? String == runs[0].id && list[0]["seed"] as? Int == 7)
  }

  @Test func anEmptyStoreSaysSo() throws {
    let store = try RunStore.inMemory(), recorder = Recorder()
    try RunsCommand.List.parse([]).list(store, to: Output(.people, console: recorder.console()))
    #expect(recorder.text == "no runs\n")
  }

  @Test func showTellsEverything() throws {
    let store = try RunStore.inMemory(), people = Recorder(), programs = Recorder()
    let runs = try sample(store)
    try store.writeCheckpoint(
      step: 9, files: [CheckpointFile("model", Data(count: 1_500_000))], isBest: true, for: runs[0].id)
    let command = try RunsCommand.Show.parse([runs[0].id])
    try command.show(store, to: Output(.people, console: people.console()))
    for text in [
      runs[0].id, "finished", "\"steps\" : 1", "train/loss", "0.25", "nan", "checkpoint skipped", "1.5 MB", "best",
      "checkpoints/step-000009",
    ] { #expect(people.text.contains(text), "\(text)") }
    try command.show(store, to: Output(.json, console: programs.console()))
    let details = try #require(try json(programs.text) as? [String: Any])
    #expect(Set(details.keys) == ["run", "metrics", "events", "checkpoints"])
    try? FileManager.default.removeItem(at: store.directory)
  }

  @Test func compareShowsWhatDiffers() throws {
    let store = try RunStore.inMemory(), recorder = Recorder()
    let runs = try sample(store)
    let command = try RunsCommand.Compare.parse(runs.map(\.id))
    try command.compare(store, to: Output(.people, console: recorder.console()))
    #expect(recorder.text.contains("inner.steps") && !recorder.text.contains("ways"))
    #expect(recorder.text.contains("0.25 @ 9") && recorder.text.contains("1.5 @ 3"))
    #expect(throws: (any Error).self) { try RunsCommand.Compare.parse([runs[0].id]) }
  }

  @Test func exportWritesCSVAndJSON() throws {
    let store = try RunStore.inMemory(), csv = Recorder(), programs = Recorder()
    let run = try sample(store)[0]
    try RunsCommand.Export.parse([run.id]).export(store, to: csv.console())
    #expect(
      csv.text == """
        run,metric,step,value
        \(run.id),"odd,""name\""",9,nan
        \(run.id),train/loss,9,0.25

        """)
    try RunsCommand.Export.parse([run.id, "--format", "json", "--metric", "train/loss"])
      .export(store, to: programs.console())
    let document = try #require(try json(programs.text) as? [String: Any])
    #expect((document["metrics"] as? [[String: Any]])?.map { $0["value"] as? Double } == [0.25])
  }

  @Test func exportWritesAFile() throws {
    let store = try RunStore.inMemory(), recorder = Recorder()
    let run = try sample(store)[0]
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("export-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    try RunsCommand.Export.parse([run.id, "--out", file.path]).export(store, to: recorder.console())
    #expect(recorder.text.isEmpty)
    #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("run,metric,step,value\n"))
  }

  @Test func aMissingStoreIsBadInput() throws {
    let recorder = Recorder()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("none-\(UUID().uuidString)")
    let options = try RunsCommand.Options.parse(["--runs-dir", folder.path])
    #expect(throws: ExitCode(2)) { try options.withStore(console: recorder.console()) { _ in } }
    #expect(recorder.text.hasPrefix("error: no runs in \(folder.path)"))
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  @Test func anUnknownRunIsBadInputAndADamagedStoreIsNot() throws {
    let recorder = Recorder()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("runs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try RunStore(directory: folder)
    let options = try RunsCommand.Options.parse(["--runs-dir", folder.path])
    #expect(throws: ExitCode(2)) {
      try options.withStore(console: recorder.console()) { _ = try $0.run(matching: "nobody") }
    }
    #expect(recorder.text.contains("no run is named \"nobody\""))
    for name in ["store.sqlite-wal", "store.sqlite-shm"] {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
    try WholeFile.write(String(repeating: "damaged ", count: 1000), to: folder.appendingPathComponent("store.sqlite"))
    #expect(throws: ExitCode(1)) { try options.withStore(console: recorder.console()) { _ in } }
  }
}
