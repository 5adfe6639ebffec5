import Foundation
import Synchronization
import Testing

@testable import Service

@Suite(.timeLimit(.minutes(30))) struct JournalRewritingTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "rewriting-\(UUID().uuidString)")

  /// What a journal's file says, as text.
  private func entries(_ folder: URL) throws -> [String] {
    var all: [(String, Journal.Place)] = []
    let journal = try Journal(at: folder.appending(path: "journal")) {
      all.append((String(decoding: $0, as: UTF8.self), $1))
    }
    return try all.map { "\($0) \(try journal.body($1).base64EncodedString())" }
  }

  @Test func aKillBetweenAnyTwoStepsLeavesTheOldOrTheNewFile() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var snapshots = 0
    func killed(leaves wanted: [String]) throws {
      let copy = folder.appending(path: "killed-\(snapshots)")
      snapshots += 1
      try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
      for name in ["journal", "journal.new"] {
        let file = folder.appending(path: name)
        guard FileManager.default.fileExists(atPath: file.path) else { continue }
        try FileManager.default.copyItem(at: file, to: copy.appending(path: name))
      }
      #expect(try entries(copy) == wanted)
      // What a killed one left beside the journal is in nobody's way.
      let journal = try Journal(at: copy.appending(path: "journal")) { _, _ in }
      var again = try journal.rewriting()
      try again.append(Data("9".utf8))
      try journal.take(&again)
      #expect(try entries(copy) == ["9 "])
    }
    let journal = try Journal(at: folder.appending(path: "journal")) { _, _ in }
    _ = try journal.append(Data("1".utf8), body: Data(count: 1000))
    let kept = try journal.append(Data("2".utf8), body: Data([1, 2]))
    let long = "1 \(Data(count: 1000).base64EncodedString())"
    var rewriting = try journal.rewriting()
    try killed(leaves: [long, "2 AQI="])
    try rewriting.append(Data("3".utf8), body: kept)
    try killed(leaves: [long, "2 AQI="])
    // What comes meanwhile is in the old file and in the new one.
    let late = try journal.append(Data("4".utf8), body: Data([3]))
    try killed(leaves: [long, "2 AQI=", "4 Aw=="])
    try rewriting.copy(upTo: journal.bytes)
    try killed(leaves: [long, "2 AQI=", "4 Aw=="])
    try journal.take(&rewriting)
    #expect(try journal.body(rewriting.moved(kept)) == Data([1, 2]))
    #expect(try journal.body(rewriting.moved(late)) == Data([3]))
    _ = try journal.append(Data("5".utf8))
    try killed(leaves: ["3 AQI=", "4 Aw==", "5 "])
  }

  @Test func theStateIsThatOfBeforeAndOfAReplay() async throws {
    var limits = ServiceLimits()
    limits.gatherSeconds = 0
    limits.pollSeconds = 1200
    limits.operationsBetweenBaselines = 5
    limits.sessionSeconds = .infinity
    limits.journalBytes = 0
    let time = Mutex(Date(timeIntervalSince1970: 1_000_000))
    let first = try TestService(folder: folder, limits: limits, now: { time.withLock { $0 } })
    defer { first.remove() }
    let model = try await first.model()
    for number in 1...7 { _ = try await first.result("optim_step", first.step(model, number)) }
    // A number that is spent before its turn, and one that waits for it.
    #expect(
      try await first.post("optim_step", ["model_id": model, "seq_id": 10, "adam_params": ["eps": -1]]).status == 400)
    let waiting = try #require(try await first.post("optim_step", first.step(model, 11)).json["request_id"] as? String)
    let session = try #require(model.split(separator: ":").first.map(String.init))
    _ = try await first.post(
      "create_sampling_session", ["session_id": session, "sampling_session_seq_id": 0, "base_model": "toy/tiny"])
    func sample(_ number: Int, of service: TestService) async throws -> TestService.Reply {
      try await service.result(
        "asample",
        [
          "sampling_session_id": "\(session):sample:0", "seq_id": number,
          "prompt": ["chunks": [["type": "encoded_text", "tokens": Array(repeating: 1, count: 5_000)]]],
          "sampling_params": ["max_tokens": 2],
        ])
    }
    for number in 0..<4 { _ = try await sample(number, of: first) }
    let early = try await first.service.finishedSamples(
      of: "\(session):sample:0", copy: 0, owner: "local", after: 0, seconds: 0)
    time.withLock { $0 += limits.resultSeconds / 2 }
    _ = try await first.result("save_weights", ["model_id": model, "seq_id": 8, "path": "ck"])
    let kept = try await sample(4, of: first)
    time.withLock { $0 += limits.resultSeconds / 2 + 1 }

    var before = await first.service.state
    let long = await first.service.overview().journalBytes
    try await first.service.tidy()
    let after = await first.service.state
    let short = await first.service.overview().journalBytes
    #expect(short < long / 2)
    // Tidying forgot four samples; all else is as it was, but for where bodies are.
    before.apply(.expired(early.map(\.id) + (before.futures.keys.filter { after.futures[$0] == nil })))
    var (plain, plainBefore) = (after, before)
    plain.move { _ in .none }
    plainBefore.move { _ in .none }
    let isSame = plain == plainBefore
    #expect(isSame)

    // Another process knows the same to the byte, and goes on.
    await first.service.stop()
    let engine = ToyEngine()
    let second = try TestService(folder: folder, limits: limits, engine: { engine }, now: { time.withLock { $0 } })
    let isSameAgain = await second.service.state == after
    #expect(isSameAgain)
    let again = try await sample(4, of: second)
    #expect(again.data == kept.data)
    let late = try await second.service.finishedSamples(
      of: "\(session):sample:0", copy: 0, owner: "local", after: 4, seconds: 0)
    #expect(late.count == 1)
    #expect(
      try await second.post("optim_step", second.step(model, 11)).json["request_id"] as? String == waiting)
    _ = try await second.result("optim_step", second.step(model, 9))
    #expect(try await second.retrieve(waiting).json["type"] as? String == "optim_step")
    #expect(
      engine.models[model] == ["create 4"] + [1, 2, 3, 4, 5, 6, 7, 9, 11].map { "step \(0.001 * Double($0))" })
  }

  @Test func aJournalOfWhatIsNeededIsLeftAsItIs() async throws {
    var limits = ServiceLimits()
    limits.gatherSeconds = 0
    limits.pollSeconds = 1200
    limits.journalBytes = 0
    let service = try TestService(folder: folder, limits: limits)
    defer { service.remove() }
    let model = try await service.model()
    for number in 1...3 { _ = try await service.result("optim_step", service.step(model, number)) }
    let bytes = await service.service.overview().journalBytes
    try await service.service.tidy()
    #expect(await service.service.overview().journalBytes == bytes)
  }
}
