import Foundation
import Testing

@testable import Service

/// Bodies that nobody sends in good faith: each is refused or taken, and the service goes on.
@Suite(.timeLimit(.minutes(30))) struct HostileRequestTests {
  /// More are tried by hand: `AUTODIDACT_MUTATIONS=10000 swift test --filter HostileRequestTests`.
  static let count = ProcessInfo.processInfo.environment["AUTODIDACT_MUTATIONS"].flatMap(Int.init) ?? 100

  private static let bodies: [(path: String, body: String)] = [
    ("create_session", #"{"tags":["a"],"user_metadata":{"k":"v"},"sdk_version":"0.38.0","type":"create_session"}"#),
    (
      "create_model",
      #"{"session_id":"sess-0001","model_seq_id":7,"base_model":"toy/tiny","lora_config":{"rank":8,"seed":3},"user_metadata":{"a":"b"}}"#
    ),
    (
      "optim_step",
      #"{"model_id":"sess-0001:train:0","seq_id":1,"adam_params":{"learning_rate":0.1,"beta1":0.9,"eps":1e-8}}"#
    ),
    ("save_weights", #"{"model_id":"sess-0001:train:0","seq_id":2,"path":"ck-1","ttl_seconds":7200,"overwrite":true}"#),
    (
      "load_weights",
      #"{"session_id":"sess-0001","model_seq_id":9,"path":"tinker://sess-0001:train:0/weights/ck-1","optimizer":true}"#
    ),
    ("create_sampling_session", #"{"session_id":"sess-0001","sampling_session_seq_id":1,"base_model":"toy/tiny"}"#),
    (
      "asample",
      #"{"sampling_session_id":"sess-0001:sample:0","seq_id":0,"num_samples":2,"prompt":{"chunks":[{"type":"encoded_text","tokens":[1,2,3]}]},"sampling_params":{"max_tokens":3,"temperature":0.7,"top_k":4,"top_p":0.9,"seed":1,"stop":["x"]},"prompt_logprobs":true}"#
    ),
    ("retrieve_future", #"{"request_id":"req-000001","allow_metadata_only":true}"#),
    (
      "retrieve_futures",
      #"{"target":{"type":"sampling_session","sampling_session_id":"sess-0001:sample:0"},"prev_cursor":0,"timeout":0}"#
    ),
    ("weights_info", #"{"tinker_path":"tinker://sess-0001:train:0/weights/ck-1"}"#),
    ("sessions/search", #"{"user_metadata":{"a":"b"},"limit":5}"#),
  ]

  /// A generator of the same numbers each time.
  struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  static func mutated(_ body: Data, _ numbers: inout Numbers) -> Data {
    var bytes = Array(body)
    for _ in 0...Int.random(in: 0..<4, using: &numbers) {
      guard !bytes.isEmpty else { break }
      let place = Int.random(in: 0..<bytes.count, using: &numbers)
      switch Int.random(in: 0..<7, using: &numbers) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(contentsOf: Array(bytes.prefix(place).suffix(9)), at: place)
      case 3: bytes = Array(bytes.prefix(place))
      case 4: bytes.insert(contentsOf: Array("-99999999999999999999".utf8), at: place)
      case 5: bytes.insert(contentsOf: Array(repeating: UInt8(ascii: "["), count: 2_000), at: place)
      default: bytes.insert(contentsOf: [0xFF, 0xFE, 0, 0x22], at: place)
      }
    }
    return Data(bytes)
  }

  static func service() async throws -> (TestService, String) {
    var limits = ServiceLimits()
    limits.pollSeconds = 0
    limits.gatherSeconds = 0
    limits.requestBytes = 1 << 20
    let service = try TestService(limits: limits)
    let session = try #require(try await service.post("create_session", [:]).json["session_id"] as? String)
    _ = try await service.post(
      "create_model",
      ["session_id": session, "model_seq_id": 0, "base_model": "toy/tiny", "lora_config": ["rank": 4]])
    _ = try await service.post(
      "create_sampling_session", ["session_id": session, "sampling_session_seq_id": 0, "base_model": "toy/tiny"])
    return (service, session)
  }

  @Test(arguments: bodies.indices) func mutatedJSONIsAnsweredAndNothingTraps(_ index: Int) async throws {
    let (service, _) = try await Self.service()
    defer { service.remove() }
    var numbers = Numbers(state: UInt64(index))
    let (path, body) = Self.bodies[index]
    for _ in 0..<Self.count {
      let reply = try await service.ask("POST", "/api/v1/\(path)", Self.mutated(Data(body.utf8), &numbers))
      #expect([200, 400, 404, 408, 409, 410, 429].contains(reply.status))
      if reply.status >= 400, reply.status != 408 { #expect((reply.json["detail"] as? String)?.isEmpty == false) }
    }
    #expect(try await service.post("create_session", [:]).status == 200)
  }

  @Test func mutatedProtobufIsAnsweredAndNothingTraps() async throws {
    let (service, session) = try await Self.service()
    defer { service.remove() }
    var numbers = Numbers(state: 99)
    let body = try service.gradient("\(session):train:0", 1, datums: 3)
    for _ in 0..<Self.count {
      let reply = try await service.ask("POST", "/api/v1/forward_backward", Self.mutated(body, &numbers))
      #expect([200, 400, 404, 409, 410].contains(reply.status))
    }
  }

  @Test func mutatedPathsOfCheckpointsAreAnsweredAndNothingTraps() async throws {
    let (service, session) = try await Self.service()
    defer { service.remove() }
    var numbers = Numbers(state: 7)
    let path = "tinker://\(session):train:0/sampler_weights/ck-1"
    let one = "/api/v1/training_runs/\(session):train:0/checkpoints/weights/ck-1"
    for number in 0..<Self.count {
      let text = String(decoding: Self.mutated(Data(path.utf8), &numbers), as: UTF8.self)
      let reply = try await service.post("weights_info", ["tinker_path": text])
      #expect([400, 404].contains(reply.status), "\(text.prefix(300))")
      // And as the path of a URL, which is what may stand in one.
      let plain = Self.mutated(Data(one.utf8), &numbers).filter { (0x21..<0x7F).contains($0) }
      let url = "/" + String(decoding: plain.drop { $0 == UInt8(ascii: "/") }, as: UTF8.self)
      let method = ["GET", "DELETE", "PUT", "POST"][number % 4]
      #expect(try await service.ask(method, url, Data("{}".utf8)).status < 500, "\(method) \(url.prefix(300))")
    }
  }

  @Test func pathsThatLeaveTheirFolderAreRefused() async throws {
    let (service, session) = try await Self.service()
    defer { service.remove() }
    let names = [
      "../x", "a/b", "..", ".", "", "a\u{0}b", "a\nb", String(repeating: "x", count: 129), "é", "..%2f..%2fetc",
    ]
    for (number, name) in names.enumerated() {
      let reply = try await service.post(
        "save_weights", ["model_id": "\(session):train:0", "seq_id": number + 1, "path": name])
      #expect(reply.status == 400, "\(name)")
    }
    for path in [
      "tinker://../weights/x", "tinker://a/weights/../x", "tinker:///weights/x", "file:///etc/passwd", "tinker://a/b/c",
      "tinker://a/weights", "tinker://a/weights/x/y", "tinker://a%2f..%2fb/weights/x",
    ] {
      #expect(try await service.post("weights_info", ["tinker_path": path]).status == 400, "\(path)")
    }
    for path in ["/files/../journal", "/files/x/..%2Fjournal", "/files/%2e%2e/journal"] {
      #expect(try await service.ask("GET", path).status == 404, "\(path)")
    }
  }

  @Test func bodiesThatAreTooLongOrCompressedAreRefused() async throws {
    let (service, _) = try await Self.service()
    defer { service.remove() }
    #expect(try await service.ask("POST", "/api/v1/create_session", Data(count: 2 << 20)).status == 413)
    let lie = try await service.ask("POST", "/api/v1/create_session", Data(), headers: ["Content-Length": "4294967296"])
    #expect(lie.status == 413)
    for encoding in ["gzip", "zstd", "br"] {
      let reply = try await service.ask(
        "POST", "/api/v1/forward_backward", Data([1]), headers: ["Content-Encoding": encoding])
      #expect(reply.status == 415)
    }
  }
}
