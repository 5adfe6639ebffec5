import Foundation
import SwiftProtobuf
import Synchronization
import Testing

@testable import Service

@Suite(.timeLimit(.minutes(30))) struct ModelServiceTests {
  @Test func requestsOfAModelRunInTheOrderOfTheirNumbers() async throws {
    let engine = ToyEngine()
    let service = try TestService { engine }
    defer { service.remove() }
    let model = try await service.model()
    // The last comes first, as chunks of a batch do: it waits for those before it.
    let last = try await service.post("optim_step", service.step(model, 3))
    let second = try await service.ask("POST", "/api/v1/forward_backward", try service.gradient(model, 2, datums: 2))
    let first = try await service.ask("POST", "/api/v1/forward_backward", try service.gradient(model, 1))
    for ticket in [first, second, last] {
      _ = try await service.retrieve(try #require(ticket.json["request_id"] as? String))
    }
    #expect(engine.models[model] == ["create 4", "gradient 1", "gradient 2", "step 0.003"])
  }

  @Test func aRequestThatComesTwiceIsDoneOnce() async throws {
    let engine = ToyEngine()
    let service = try TestService { engine }
    defer { service.remove() }
    let model = try await service.model()
    let body = try service.gradient(model, 1)
    let tickets = try await (0..<3).asyncMap { _ in
      try await service.ask("POST", "/api/v1/forward_backward", body).json["request_id"] as? String
    }
    #expect(Set(tickets).count == 1)
    _ = try await service.retrieve(try #require(tickets[0]))
    #expect(try await service.ask("POST", "/api/v1/forward_backward", body).json["request_id"] as? String == tickets[0])
    #expect(engine.models[model] == ["create 4", "gradient 1"])
  }

  @Test func aNumberThatWasRefusedIsSpent() async throws {
    let service = try TestService()
    defer { service.remove() }
    let model = try await service.model()
    let refused = try await service.post(
      "optim_step", ["model_id": model, "seq_id": 1, "adam_params": ["learning_rate": -1]])
    #expect(refused.status == 400)
    #expect((refused.json["detail"] as? String)?.contains("learning_rate is -1.0") == true)
    #expect(try await service.result("optim_step", service.step(model, 2)).status == 200)
  }

  @Test func aLostEngineIsStartedAgainAndNothingIsLost() async throws {
    // Each engine dies after three batches; what was done to the model is done again.
    let engines = Mutex<[ToyEngine]>([])
    let service = try TestService {
      let engine = ToyEngine(dyingAfter: engines.withLock { 6 + $0.count })
      engines.withLock { $0.append(engine) }
      return engine
    }
    defer { service.remove() }
    let model = try await service.model()
    for number in stride(from: 1, through: 9, by: 2) {
      let gradient = try await service.ask("POST", "/api/v1/forward_backward", try service.gradient(model, number))
      let step = try await service.result("optim_step", service.step(model, number + 1))
      #expect(step.status == 200 && step.json["error"] == nil)
      _ = gradient
    }
    let wanted =
      ["create 4"] + stride(from: 1, through: 9, by: 2).flatMap { ["gradient 1", "step \(0.001 * Double($0 + 1))"] }
    #expect(engines.withLock { $0.last?.models[model] } == wanted)
    #expect(engines.withLock { $0.count } > 1)
  }

  @Test func aRequestThatEndsItsEngineThreeTimesFailsAlone() async throws {
    let service = try TestService { ToyEngine(dyingAfter: 0) }
    defer { service.remove() }
    let session = try #require(try await service.post("create_session", [:]).json["session_id"] as? String)
    let created = try await service.result(
      "create_model",
      ["session_id": session, "model_seq_id": 0, "base_model": "toy/tiny", "lora_config": ["rank": 4]])
    #expect(created.json["category"] as? String == "server")
    #expect((created.json["error"] as? String)?.contains("three times") == true)
  }

  @Test func aModelThatCannotBeTakenBackCostsTheOthersNothing() async throws {
    var limits = ServiceLimits()
    limits.operationsBetweenBaselines = 1
    limits.gatherSeconds = 0
    limits.pollSeconds = 1200
    let first = try TestService(limits: limits)
    defer { first.remove() }
    let (broken, whole) = (try await first.model(0), try await first.model(1))
    for model in [broken, whole] {
      for number in 1...3 { _ = try await first.result("optim_step", first.step(model, number)) }
    }
    await first.service.stop()
    let baselines = first.folder.appending(path: "baselines")
    for name in try FileManager.default.contentsOfDirectory(atPath: baselines.path)
    where name.hasPrefix(ModelService.fileName(broken)) {
      try FileManager.default.removeItem(at: baselines.appending(path: name))
    }
    let engines = Mutex(0)
    let second = try TestService(folder: first.folder, limits: limits) {
      engines.withLock { $0 += 1 }
      return ToyEngine()
    }
    let lost = try await second.result("optim_step", second.step(broken, 4))
    #expect((lost.json["error"] as? String)?.contains("cannot be taken back") == true)
    #expect(try await second.result("optim_step", second.step(whole, 4)).json["error"] == nil)
    #expect(engines.withLock { $0 } == 1)
    #expect(try await second.post("optim_step", second.step(broken, 5)).status == 400)
  }

  @Test func anotherProcessGoesOnWithWhatWasAcknowledged() async throws {
    let first = try TestService()
    defer { first.remove() }
    let model = try await first.model()
    let done = try await first.result("optim_step", first.step(model, 1))
    // Acknowledged, and its turn never comes in the first process: the request before it is missing.
    let waiting = try #require(try await first.post("optim_step", first.step(model, 3)).json["request_id"] as? String)
    let engine = ToyEngine()
    let second = try TestService(folder: first.folder) { engine }
    #expect(try await second.retrieve("req-000002").data == done.data)
    _ = try await second.result("optim_step", second.step(model, 2))
    #expect(try await second.retrieve(waiting).status == 200)
    #expect(engine.models[model] == ["create 4", "step 0.001", "step 0.002", "step 0.003"])
  }

  @Test func aStoredStateTakesThePlaceOfWhatIsBeforeIt() async throws {
    var limits = ServiceLimits()
    limits.operationsBetweenBaselines = 3
    limits.pollSeconds = 1200
    limits.gatherSeconds = 0
    let first = try TestService(limits: limits)
    defer { first.remove() }
    let model = try await first.model()
    for number in 1...10 { _ = try await first.result("optim_step", first.step(model, number)) }
    await first.service.stop()
    let engine = ToyEngine()
    let second = try TestService(folder: first.folder, limits: limits) { engine }
    _ = try await second.result("optim_step", second.step(model, 11))
    #expect(engine.models[model] == ["create 4"] + (1...11).map { "step \(0.001 * Double($0))" })
    let loads = engine.batches.flatMap { $0 }.filter { if case .load = $0.work { true } else { false } }
    #expect(loads.count == 1)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: first.folder.appending(path: "baselines").path).count == 1)
  }

  @Test func aJournalThatWasCutGoesOnWithoutItsLastEntry() async throws {
    let first = try TestService()
    defer { first.remove() }
    let model = try await first.model()
    _ = try await first.result("optim_step", first.step(model, 1))
    await first.service.stop()
    let journal = first.folder.appending(path: "journal")
    let whole = try Data(contentsOf: journal)
    for cut in [1, 7, 30, 100] {
      try whole.dropLast(cut).write(to: journal)
      let engine = ToyEngine()
      let second = try TestService(folder: first.folder) { engine }
      await second.service.resume()
      // The answer that was cut off is computed again.
      #expect(try await second.retrieve("req-000002").json["type"] as? String == "optim_step")
      #expect(engine.models[model] == ["create 4", "step 0.001"])
      await second.service.stop()
    }
  }

  @Test func aSilentSessionIsHeldNoLongerAndGoesOnWhenItIsAsked() async throws {
    let time = Mutex(Date(timeIntervalSince1970: 1_000_000))
    let engine = ToyEngine()
    let service = try TestService(engine: { engine }, now: { time.withLock { $0 } })
    defer { service.remove() }
    let model = try await service.model()
    _ = try await service.result("optim_step", service.step(model, 1))
    let saved = try await service.result(
      "save_weights_for_sampler", ["model_id": model, "seq_id": 2, "sampling_session_seq_id": 0, "kind": "snapshot"])
    let sampler = try #require(saved.json["sampling_session_id"] as? String)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: service.folder.appending(path: "samplers").path).count == 1)
    time.withLock { $0 += 7_000 }
    try await service.service.tidy()
    #expect(try await service.ask("GET", "/api/v1/samplers/\(sampler)").status == 200)
    time.withLock { $0 += 7_000 }
    try await service.service.tidy()
    #expect(try await service.ask("GET", "/api/v1/samplers/\(sampler)").status == 404)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: service.folder.appending(path: "samplers").path).isEmpty)
    _ = try await service.result("optim_step", service.step(model, 3))
    #expect(engine.models[model] == ["create 4", "step 0.001", "step 0.003"])
  }

  @Test func checkpointsEndWithTheirTimeAndSamplersOfThemStay() async throws {
    let time = Mutex(Date(timeIntervalSince1970: 1_000_000))
    let service = try TestService(now: { time.withLock { $0 } })
    defer { service.remove() }
    let model = try await service.model()
    let saved = try await service.result(
      "save_weights_for_sampler",
      ["model_id": model, "seq_id": 1, "path": "s", "kind": "snapshot", "ttl_seconds": 3600])
    let path = try #require(saved.json["path"] as? String)
    let session = try #require(model.split(separator: ":").first.map(String.init))
    let sampler = try #require(
      try await service.post(
        "create_sampling_session", ["session_id": session, "sampling_session_seq_id": 5, "model_path": path]
      ).json["sampling_session_id"] as? String)
    time.withLock { $0 += 3601 }
    try await service.service.tidy()
    #expect(try await service.post("weights_info", ["tinker_path": path]).status == 404)
    let reply = try await service.result(
      "asample",
      [
        "sampling_session_id": sampler, "seq_id": 0, "prompt": ["chunks": [["type": "encoded_text", "tokens": [1]]]],
        "sampling_params": ["max_tokens": 2],
      ])
    #expect(reply.type == "application/x-protobuf")
  }

  @Test func linksToFilesEndWithTheirTime() async throws {
    let time = Mutex(Date(timeIntervalSince1970: 1_000_000))
    let service = try TestService(now: { time.withLock { $0 } })
    defer { service.remove() }
    let model = try await service.model()
    _ = try await service.result("save_weights_external", ["model_id": model, "seq_id": 1, "path": "hf"])
    let reply = try await service.ask(
      "GET", "/api/v1/training_runs/\(model)/checkpoints/external_weights/hf/external_weights_urls")
    let urls = try #require(reply.json["urls"] as? [String: String])
    let path = try #require(urls["state"].flatMap { URL(string: $0)?.path })
    #expect(String(decoding: try await service.ask("GET", path).data, as: UTF8.self) == "create 4")
    time.withLock { $0 += 3601 }
    #expect(try await service.ask("GET", path).status == 404)
  }

  @Test func oneOwnerSeesNothingOfAnother() async throws {
    let keys = APIKeys(owners: [KeyDigest.of("tml-a"): "a", KeyDigest.of("tml-b"): "b"])
    let service = try TestService(keys: keys)
    defer { service.remove() }
    func ask(_ key: String, _ path: String, _ object: [String: Any]) async throws -> TestService.Reply {
      try await service.ask(
        "POST", "/api/v1/\(path)", try JSONSerialization.data(withJSONObject: object), headers: ["X-API-Key": key])
    }
    let session = try #require(try await ask("tml-a", "create_session", [:]).json["session_id"] as? String)
    let model: [String: Any] = [
      "session_id": session, "model_seq_id": 0, "base_model": "toy/tiny", "lora_config": ["rank": 4],
    ]
    #expect(try await ask("tml-b", "create_model", model).status == 404)
    let ticket = try #require(try await ask("tml-a", "create_model", model).json["request_id"] as? String)
    #expect(try await ask("tml-b", "retrieve_future", ["request_id": ticket]).status == 404)
    #expect(try await ask("tml-a", "retrieve_future", ["request_id": ticket]).status == 200)
    #expect(try await ask("tml-b", "get_info", ["model_id": "\(session):train:0"]).status == 404)
    #expect(try await ask("tml-c", "create_session", [:]).status == 401)
    #expect(try await service.post("create_session", [:]).status == 401)
  }

  @Test func whatWaitsSaysForWhat() async throws {
    var limits = ServiceLimits()
    limits.pollSeconds = 0
    limits.gatherSeconds = 0
    let service = try TestService(limits: limits)
    defer { service.remove() }
    let session = try #require(try await service.post("create_session", [:]).json["session_id"] as? String)
    _ = try await service.post(
      "create_model",
      ["session_id": session, "model_seq_id": 0, "base_model": "toy/tiny", "lora_config": ["rank": 4]])
    let ticket = try #require(
      try await service.post("optim_step", service.step("\(session):train:0", 5)).json["request_id"] as? String)
    var reply = try await service.retrieve(ticket)
    while (reply.json["queue_state_reason"] as? String)?.hasPrefix("request 1") != true {
      #expect(reply.status == 408)
      reply = try await service.retrieve(ticket)
    }
    #expect(reply.json["queue_state"] as? String == "active")
  }

  @Test func samplesThatComeTogetherRunTogether() async throws {
    var limits = ServiceLimits()
    limits.gatherSeconds = 0.5
    limits.pollSeconds = 1200
    let engine = ToyEngine()
    let service = try TestService(limits: limits) { engine }
    defer { service.remove() }
    let session = try #require(try await service.post("create_session", [:]).json["session_id"] as? String)
    let sampler = try #require(
      try await service.post(
        "create_sampling_session", ["session_id": session, "sampling_session_seq_id": 0, "base_model": "toy/tiny"]
      ).json["sampling_session_id"] as? String)
    let tickets = try await (0..<20).asyncMap { number in
      try await service.post(
        "asample",
        [
          "sampling_session_id": sampler, "seq_id": number,
          "prompt": ["chunks": [["type": "encoded_text", "tokens": [1, number]]]],
          "sampling_params": ["max_tokens": 3],
        ]
      ).json["request_id"] as? String
    }
    for ticket in tickets {
      let reply = try await service.retrieve(try #require(ticket))
      #expect(try Tinker_SampleResponse(serializedBytes: reply.data).sequences.count == 1)
    }
    let batches = engine.batches.filter { if case .sample? = $0.first?.work { true } else { false } }
    #expect(batches.map(\.count).reduce(0, +) == 20 && batches.count < 20)
  }
}

extension Sequence {
  func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
    var all: [T] = []
    for element in self { all.append(try await transform(element)) }
    return all
  }
}
