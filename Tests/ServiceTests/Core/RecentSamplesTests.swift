import Foundation
import SwiftProtobuf
import Testing

@testable import Service

@Suite(.timeLimit(.minutes(30))) struct RecentSamplesTests {
  private func service() async throws -> (TestService, model: String, sampler: String) {
    let service = try TestService()
    let model = try await service.model()
    let session = try #require(model.split(separator: ":").first.map(String.init))
    _ = try await service.post(
      "create_sampling_session", ["session_id": session, "sampling_session_seq_id": 0, "base_model": "toy/tiny"])
    return (service, model, "\(session):sample:0")
  }

  @Test func rewardsAreThoseOfTheirSequences() async throws {
    let (service, _, sampler) = try await service()
    defer { service.remove() }
    var order = SampleOrder(prompt: [1])
    (order.count, order.maxTokens) = (3, 2)
    for number in 0..<2 {
      order.seed = UInt64(number)
      let ticket = try await service.service.submitSample(order, owner: "local", sampler: sampler, number: number)
      _ = try await service.service.future(ticket.id, owner: "local", seconds: 1200)
    }
    // Fewer rewards than sequences, of another sample, and of none.
    await service.service.note([0.5, 1], sampler: sampler, seed: 1)
    await service.service.note([7], sampler: sampler, seed: 9)
    #expect(await service.service.recentSamples(of: "local").map(\.reward) == [0.5, 1, nil, nil, nil, nil])
    #expect(await service.service.recentSamples(of: "other").isEmpty)
  }

  @Test func advantagesAreThoseThatAClientTellsOfSequences() async throws {
    let (service, model, sampler) = try await service()
    defer { service.remove() }
    let ticket = try await service.post(
      "asample",
      [
        "sampling_session_id": sampler, "seq_id": 4, "num_samples": 2,
        "prompt": ["chunks": [["type": "encoded_text", "tokens": [1]]]], "sampling_params": ["max_tokens": 2],
      ])
    let names = try #require(ticket.json["sample_sequence_ids"] as? [String])
    _ = try await service.retrieve(try #require(ticket.json["request_id"] as? String))
    var request = try Tinker_ForwardBackwardRequest(serializedBytes: try service.gradient(model, 1, datums: 2))
    request.data[0].lossFnInputs["advantages"] = .with { $0.dense = Data(littleEndian: [Float(0), 0.5, 0.5]) }
    request.data[0].lossFnInputSpans = [
      .with { $0.promptTokens.length = 1 },
      .with { $0.sampledTokens = .with { ($0.sequenceID, $0.length) = (names[1], 2) } },
    ]
    // Spans that do not fit the numbers say nothing.
    request.data[1].lossFnInputs["advantages"] = .with { $0.dense = Data(littleEndian: [Float(9)]) }
    request.data[1].lossFnInputSpans = [
      .with { $0.promptTokens.length = -3 },
      .with { $0.sampledTokens = .with { ($0.sequenceID, $0.length) = (names[0], .max) } },
    ]
    #expect(request.toldAdvantages == [names[1]: 0.5])
    _ = try await service.ask("POST", "/api/v1/forward_backward", try request.serializedBytes())
    #expect(await service.service.recentSamples(of: "local").map(\.advantage) == [nil, 0.5])
  }
}
