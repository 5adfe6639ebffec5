import Foundation
import GRDB
import Testing

@testable import Runs

@Suite(.timeLimit(.minutes(2))) struct RunStoreRunsTests {
  @Test func aRunKeepsWhatItWasStartedWith() throws {
    let store = try RunStore.inMemory()
    let revision = GitRevision(commit: String(repeating: "a", count: 40), isDirty: true)
    let date = Date(timeIntervalSince1970: 1_795_262_580.125)
    let run = try store.start(
      name: "maml", kind: "train", configuration: #"{"ways": 5}"#, seed: .max, version: "0.1.0", revision: revision,
      date: date)
    #expect(try store.run(matching: run.id) == run)
    #expect(run.seed == .max)
    #expect(run.revision?.hasSuffix("-dirty") == true)
    #expect(run.configuration == #"{"ways": 5}"#)
    #expect(run.status == .running && run.finished == nil && run.owner == .current)
    #expect(abs(run.created.timeIntervalSince(date)) < 0.002)
  }

  @Test func aConfigurationIsJSON() throws {
    let store = try RunStore.inMemory()
    #expect(throws: RunStoreError.invalidConfiguration(reason: "ways: 5")) {
      try store.startSample(configuration: "ways: 5")
    }
  }

  @Test func aRunEndsOnce() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    try store.finish(run.id)
    let ended = try store.run(matching: run.id)
    #expect(ended.status == .finished && ended.finished != nil)
    #expect(throws: RunStoreError.ended(id: run.id, status: .finished)) { try store.fail(run.id, because: "late") }
    #expect(throws: RunStoreError.ended(id: run.id, status: .finished)) { try store.finish(run.id) }
  }

  @Test func aFailureIsTheLastEvent() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    try store.log(Event("started"), for: run.id)
    try store.fail(run.id, because: "the loss is NaN at step 12")
    #expect(try store.run(matching: run.id).status == .failed)
    let last = try #require(try store.events(of: run.id).last)
    #expect(last.level == .error && last.message == "the loss is NaN at step 12")
  }

  @Test func aRunIsFoundByWhatPeopleType() throws {
    let store = try RunStore.inMemory()
    let date = Date(timeIntervalSince1970: 1_795_262_580)
    let runs = try (0..<3).map { index in
      try store.start(
        name: "run\(index)", kind: "train", configuration: "{}", seed: 1, version: "0",
        date: date.addingTimeInterval(60 * Double(index)))
    }
    #expect(try store.run(matching: "latest") == runs[2])
    #expect(try store.run(matching: "20261121-1204") == runs[1])
    #expect(try store.run(matching: "run0") == runs[0])
    #expect(try store.run(matching: String(runs[0].id.suffix(4))).id.hasSuffix(runs[0].id.suffix(4)))
    #expect(throws: RunStoreError.ambiguous("20261121", candidates: runs.reversed().map(\.id))) {
      try store.run(matching: "20261121")
    }
    for text in ["nobody", "", "%"] {
      #expect(throws: RunStoreError.noRun(text, latest: runs.reversed().map(\.id))) { try store.run(matching: text) }
    }
  }

  @Test func theLatestComesFirst() throws {
    let store = try RunStore.inMemory()
    let runs = try ["a", "b", "c"].map { try store.startSample($0) }
    try store.finish(runs[1].id)
    #expect(try store.runs().map(\.id) == runs.reversed().map(\.id))
    #expect(try store.runs(limit: 1).map(\.name) == ["c"])
    #expect(try store.runs(status: .finished).map(\.name) == ["b"])
    #expect(try store.runs(kind: "evaluate").isEmpty)
  }

  @Test func aRunWhoseProcessIsGoneIsInterrupted() throws {
    let store = try RunStore.inMemory()
    let alive = try store.startSample("alive"), dead = try store.startSample("dead")
    let away = try store.startSample("away")
    try store.setOwner(of: dead.id, RunOwner(host: RunOwner.current.host, processID: try endedProcess()))
    try store.setOwner(of: away.id, RunOwner(host: "another-machine", processID: 1))
    #expect(try store.interruptAbandoned() == [dead.id])
    #expect(try store.run(matching: dead.id).status == .interrupted)
    #expect(try store.run(matching: alive.id).status == .running)
    #expect(try store.run(matching: away.id).status == .running)
    #expect(try store.interruptAbandoned().isEmpty)
  }

  @Test func aResumedRunForgetsTheStepsItRepeats() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    try store.record((0..<10).map { Metric("loss", step: $0, value: 1) }, for: run.id)
    try store.interrupt(run.id)
    let resumed = try store.resume(run.id, after: 4)
    #expect(resumed.status == .running && resumed.finished == nil)
    #expect(try store.metrics(of: run.id).map(\.step) == [0, 1, 2, 3, 4])
    try store.record([Metric("loss", step: 5, value: 2)], for: run.id)
    #expect(try store.metrics(of: run.id).last == Metric("loss", step: 5, value: 2))
  }

  @Test func aLivingProcessKeepsItsRun() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    let owner = RunOwner(host: "another-machine", processID: 1, processStart: "yesterday")
    try store.setOwner(of: run.id, owner)
    #expect(throws: RunStoreError.stillRunning(id: run.id, owner: owner)) { try store.resume(run.id, after: 0) }
  }

  @Test func deletingARunDeletesAllItRecorded() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    try store.record([Metric("loss", step: 0, value: 1)], for: run.id)
    try store.log(Event("hello"), for: run.id)
    try store.delete(run.id)
    #expect(throws: RunStoreError.noRun(run.id, latest: [])) { try store.metrics(of: run.id) }
    let left = try store.database.read { db in
      try Int.fetchOne(db, sql: "SELECT (SELECT count(*) FROM metric) + (SELECT count(*) FROM event)")
    }
    #expect(left == 0)
  }

  private func endedProcess() throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["true"]
    try process.run()
    process.waitUntilExit()
    return process.processIdentifier
  }
}

extension RunStore {
  fileprivate func setOwner(of id: Run.ID, _ owner: RunOwner) throws {
    try database.write {
      try $0.execute(
        sql: "UPDATE run SET host = ?, processID = ?, processStart = ? WHERE id = ?",
        arguments: [owner.host, owner.processID, owner.processStart, id])
    }
  }
}
