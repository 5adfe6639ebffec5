import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import SwiftProtobuf
import Testing

@testable import Service

/// A service with a toy engine in a folder of its own, asked without a network.
struct TestService {
  let service: ModelService
  let folder: URL
  let responder: any HTTPResponder<ServiceContext>

  init(
    folder: URL? = nil, bases: [String] = ["toy/tiny"], keys: APIKeys = APIKeys(), limits: ServiceLimits? = nil,
    engine: @escaping @Sendable () -> ToyEngine = { ToyEngine() }, now: @escaping @Sendable () -> Date = { Date() }
  ) throws {
    self.folder = folder ?? FileManager.default.temporaryDirectory.appending(path: "service-\(UUID().uuidString)")
    var own = ServiceLimits()
    own.gatherSeconds = 0.0005
    own.pollSeconds = 1200
    service = try ModelService(
      bases.map { ModelService.Base(name: $0, engine: "toy") }, folder: self.folder, limits: limits ?? own, now: now
    ) { _ in engine() }
    responder = try ServiceApplication(service, folder: self.folder, keys: keys, limits: limits ?? own).responder
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  struct Reply {
    let status: Int
    let type: String?
    let data: Data
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: data) as? [String: Any]) ?? [:] }
  }

  func ask(
    _ method: String, _ path: String, _ body: Data = Data(), headers: [String: String] = [:]
  ) async throws -> Reply {
    var fields = HTTPFields()
    for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
    let head = HTTPRequest(
      method: try #require(HTTPRequest.Method(rawValue: method)), scheme: "http", authority: "127.0.0.1:1", path: path,
      headerFields: fields)
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let context = ServiceContext(
      source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "test")))
    let response = try await responder.respond(to: request, context: context)
    let writer = Collector()
    try await response.body.write(writer)
    return Reply(
      status: response.status.code, type: response.headers[.contentType], data: await writer.box.data)
  }

  func post(_ path: String, _ object: [String: Any]) async throws -> Reply {
    try await ask("POST", "/api/v1/\(path)", try JSONSerialization.data(withJSONObject: object))
  }

  /// Sends a request and returns the reply of its future.
  func result(_ path: String, _ object: [String: Any]) async throws -> Reply {
    let ticket = try await post(path, object)
    #expect(ticket.status == 200, "\(path): \(String(decoding: ticket.data, as: UTF8.self))")
    return try await retrieve(try #require(ticket.json["request_id"] as? String))
  }

  func retrieve(_ id: String) async throws -> Reply { try await post("retrieve_future", ["request_id": id]) }

  /// Begins a session with a model of a rank, and returns the model's name.
  func model(_ number: Int = 0, rank: Int = 4) async throws -> String {
    let session = try #require(try await post("create_session", [:]).json["session_id"] as? String)
    let created = try await result(
      "create_model",
      ["session_id": session, "model_seq_id": number, "base_model": "toy/tiny", "lora_config": ["rank": rank]])
    return try #require(created.json["model_id"] as? String)
  }

  func gradient(_ model: String, _ sequence: Int, datums: Int = 1) throws -> Data {
    var request = Tinker_ForwardBackwardRequest()
    (request.modelID, request.seqID, request.lossFn) = (model, Int32(sequence), "cross_entropy")
    var datum = Tinker_Datum()
    var chunk = Tinker_Chunk()
    chunk.encodedText.tokens = [Int32(1), 2, 3].reduce(into: Data()) { data, value in
      withUnsafeBytes(of: value) { data.append(contentsOf: $0) }
    }
    datum.modelInput = [chunk]
    var targets = Tinker_TensorData()
    targets.dense = [Int64(2), 3, 4].reduce(into: Data()) { data, value in
      withUnsafeBytes(of: value) { data.append(contentsOf: $0) }
    }
    (targets.dtype, targets.shape) = (.int64, [3])
    datum.lossFnInputs["target_tokens"] = targets
    request.data = Array(repeating: datum, count: datums)
    return try request.serializedBytes()
  }

  func step(_ model: String, _ sequence: Int) -> [String: Any] {
    ["model_id": model, "seq_id": sequence, "adam_params": ["learning_rate": 0.001 * Double(sequence)]]
  }
}

private struct Collector: ResponseBodyWriter {
  actor Box {
    var data = Data()
    func append(_ buffer: ByteBuffer) { data.append(contentsOf: buffer.readableBytesView) }
  }
  let box = Box()
  mutating func write(_ buffer: ByteBuffer) async throws { await box.append(buffer) }
  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
