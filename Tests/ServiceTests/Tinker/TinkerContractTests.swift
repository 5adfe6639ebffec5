import Foundation
import SwiftProtobuf
import Testing

@testable import Service

private let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(
  path: "../../../../shared/reference/service-golden"
).standardizedFileURL
private let isThere = FileManager.default.fileExists(atPath: golden.path)

/// Recorded exchanges of the unmodified client, asked again of our routes. A toy model answers as the recorded server's did, so that
/// numbers that do not depend on how it samples are compared too.
@Suite(.enabled(if: isThere, "the recorded exchanges are not here"), .timeLimit(.minutes(30)))
struct TinkerContractTests {
  /// Steps in which the recording server was told to misbehave, or did what ours says it does not do.
  private static let leftOut = [
    "try_again", "408", "503", "429", "400", "404: fatal", "410", "category", "connection dropped", "complete_metadata",
    "422", "dimuon", "image",
    "stable_reinforce", "CSR", "zstd", "every optional", "telemetry: batches", "pjwt", "custom_loss", "copy",
    "[T,K]", "inflight",
  ]

  /// What makes the things that later steps speak of.
  private static let making = [
    "client/config", "create_session", "create_model", "get_info", "create_sampling_session",
  ]
  .map { "/api/v1/\($0)" }

  @Test(arguments: [
    "tinker-session", "tinker-training", "tinker-sampling", "tinker-checkpoints", "tinker-futures", "tinker-flags",
    "trace-sl_loop",
    "trace-rl_loop_is", "trace-chat_sl", "trace-math_rl",
  ])
  func repliesHaveTheRecordedShape(_ name: String) async throws {
    let text = try Data(contentsOf: golden.appending(path: "\(name).json"))
    let recording = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    let service = try TestService(bases: [
      "toy/tiny", "Qwen/Qwen3-8B-Base", "Qwen/Qwen3-4B-Instruct-2507", "local/tiny",
    ])
    defer { service.remove() }
    var requestNames: [String: String] = [:]
    var spent: Set<String> = []
    var compared = 0
    for step in try #require(recording["steps"] as? [[String: Any]]) {
      let title = step["step"] as? String ?? ""
      let isLeftOut = Self.leftOut.contains { title.contains($0) }
      for exchange in step["exchanges"] as? [[String: Any]] ?? [] {
        guard let asked = exchange["request"] as? [String: Any], let wanted = exchange["response"] as? [String: Any],
          let status = wanted["status"] as? Int, let method = asked["method"] as? String,
          let path = asked["path"] as? String
        else { continue }
        if isLeftOut, !Self.making.contains(path) || title.contains("dimuon") {
          // What came of it differs, but its number is used up for the requests after it.
          if let body = (asked["json"] ?? asked["decoded"]) as? [String: Any], let model = body["model_id"] as? String,
            let number = body["seq_id"] as? Int, path != "/api/v1/create_model",
            spent.insert("\(model) \(number)").inserted
          {
            await service.service.spend(number, of: model, owner: APIKeys.everyone)
          }
          continue
        }
        guard path.hasPrefix("/api/v1") else { continue }
        var body = Data()
        if var json = asked["json"] as? [String: Any] {
          if let id = json["request_id"] as? String {
            guard let own = requestNames[id] else { continue }
            json["request_id"] = own
          }
          body = try JSONSerialization.data(withJSONObject: json)
        } else if let raw = asked["base64"] as? String {
          body = try #require(Data(base64Encoded: raw))
        }
        let reply = try await service.ask(method, path, body)
        #expect(
          reply.status == status, "\(name), \(title), \(path): \(String(decoding: reply.data, as: UTF8.self))")
        if let id = (wanted["json"] as? [String: Any])?["request_id"] as? String {
          requestNames[id] = reply.json["request_id"] as? String
        }
        if let json = wanted["json"] as? [String: Any] {
          expect(reply.json, like: json, at: "\(name), \(title), \(path)")
        } else if let decoded = wanted["decoded"] as? [String: Any] {
          #expect(reply.type == "application/x-protobuf")
          try expect(reply.data, like: decoded, at: "\(name), \(title)")
        }
        compared += 1
      }
    }
    #expect(compared >= 8)
  }

  /// Keys whose values are a server's own.
  private static let own: Set<String> = [
    "request_id", "session_id", "time", "created_at", "last_request_time", "size_bytes", "expires_at", "expires",
    "urls", "grad_norm",
    "max_context_length", "error", "detail", "tokenizer_id", "cursor", "client_counter",
    "response_payload_uncompressed_size",
    "user_metadata", "owner", "checkpoints_count", "supported_models", "sessions", "sampler_ids", "training_run_ids",
    "checkpoints",
    "training_runs", "last_checkpoint", "last_sampler_checkpoint", "completions", "display_name", "project_id",
    "parallel_fwdbwd_chunks",
    "proto_compress_fwdbwd", "fwdbwd_max_chunk_len", "sample_cancel_enabled", "refresh_interval_sec",
    "queue_state_reason",
    "sample_use_retrieve_futures", "sample_join_sampling_session", "pjwt_auth_enabled", "custom_loss_server_side",
  ]

  private func expect(_ reply: [String: Any], like wanted: [String: Any], at place: String) {
    for (key, value) in wanted where !(value is NSNull) && !Self.own.contains(key) {
      guard let ours = reply[key] else {
        Issue.record("\(place): \(key) is missing in \(reply)")
        continue
      }
      if let wanted = value as? [String: Any], let ours = ours as? [String: Any] {
        expect(ours, like: wanted, at: "\(place).\(key)")
      } else {
        #expect("\(ours)" == "\(value)", "\(place).\(key)")
      }
    }
  }

  private func expect(_ data: Data, like wanted: [String: Any], at place: String) throws {
    if let records = wanted["loss_fn_outputs"] as? [[String: Any]] {
      let output = try Tinker_ForwardBackwardOutput(serializedBytes: data)
      let fields = records.first?["fields"] as? [String: [String: Any]]
      let values = fields?["logprobs"]?["data"] as? [Double] ?? []
      let tensor = try #require(output.lossFnOutputs.first?.fields["logprobs"])
      let ours = ToyEngine.numbers(tensor.data, Float.self).map(Double.init)
      #expect(ours.count == values.count && zip(ours, values).allSatisfy { abs($0 - $1) < 1e-6 }, "\(place)")
      let offsets = (fields?["logprobs"]?["offsets"] as? [Int] ?? []).map(Int64.init)
      #expect(ToyEngine.numbers(tensor.offsets, Int64.self) == offsets, "\(place)")
    } else if let sequences = wanted["sequences"] as? [[String: Any]] {
      let response = try Tinker_SampleResponse(serializedBytes: data)
      #expect(response.sequences.count == sequences.count, "\(place)")
      #expect(response.hasPromptLogprobs == (wanted["prompt_logprobs"] != nil), "\(place)")
    }
  }
}
