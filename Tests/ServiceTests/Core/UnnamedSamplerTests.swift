import Foundation
import Testing

@testable import Service

/// A model that saves a sampler without a name at each step, as reinforcement learning does.
@Suite(.timeLimit(.minutes(30))) struct UnnamedSamplerTests {
  private func limits(keeping count: Int) -> ServiceLimits {
    var limits = ServiceLimits()
    limits.gatherSeconds = 0
    limits.pollSeconds = 1200
    limits.unnamedSamplers = count
    return limits
  }

  private func save(_ number: Int, _ model: String, _ service: TestService) async throws -> String {
    let saved = try await service.result(
      "save_weights_for_sampler",
      ["model_id": model, "seq_id": number, "sampling_session_seq_id": number, "kind": "snapshot"])
    return try #require(saved.json["sampling_session_id"] as? String)
  }

  private func ask(_ sampler: String, _ number: Int, _ service: TestService) async throws -> TestService.Reply {
    try await service.post(
      "asample",
      [
        "sampling_session_id": sampler, "seq_id": number,
        "prompt": ["chunks": [["type": "encoded_text", "tokens": [1]]]], "sampling_params": ["max_tokens": 2],
      ])
  }

  @Test func thoseAskedLastAreKept() async throws {
    let engine = ToyEngine()
    let service = try TestService(limits: limits(keeping: 3), engine: { engine })
    defer { service.remove() }
    let model = try await service.model()
    // A reference that is asked at each step, as preference learning has one, and a named sampler.
    let reference = try await save(1, model, service)
    _ = try await service.result(
      "save_weights_for_sampler", ["model_id": model, "seq_id": 2, "path": "named", "kind": "snapshot"])
    var steps: [String] = []
    for number in 3...12 {
      steps.append(try await save(number, model, service))
      for (index, sampler) in [reference, steps[steps.count - 1]].enumerated() {
        let ticket = try await ask(sampler, 2 * number + index, service)
        _ = try await service.retrieve(try #require(ticket.json["request_id"] as? String))
      }
    }
    let folder = service.folder.appending(path: "samplers")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
    for sampler in [reference] + steps.suffix(2) {
      #expect(try await service.ask("GET", "/api/v1/samplers/\(sampler)").status == 200)
    }
    let gone = try await ask(steps[0], 99, service)
    #expect(gone.status == 404 && (gone.json["detail"] as? String)?.contains("the 3 asked last are kept") == true)
    #expect(
      try await service.ask("GET", "/api/v1/training_runs/\(model)/checkpoints/").json["detail"] == nil)
    // The engine forgets them too.
    _ = try await service.result("optim_step", service.step(model, 13))
    let dropped = engine.batches.flatMap { $0 }.flatMap { request -> [String] in
      if case .drop(_, let samplers) = request.work { samplers } else { [] }
    }
    #expect(Set(dropped) == Set(steps.dropLast(2)))
  }

  @Test func oneWhoseSampleWaitsIsKept() async throws {
    let service = try TestService(limits: limits(keeping: 1)) { ToyEngine() }
    defer { service.remove() }
    let model = try await service.model()
    let first = try await save(1, model, service)
    let ticket = try await ask(first, 0, service)
    // Two saves come while the engine gathers or samples; whatever their order, the sample is answered.
    for number in 2...3 { _ = try await save(number, model, service) }
    let reply = try await service.retrieve(try #require(ticket.json["request_id"] as? String))
    #expect(reply.type == "application/x-protobuf")
  }
}
