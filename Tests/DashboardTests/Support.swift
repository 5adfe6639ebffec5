import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Runs
import Testing

@testable import Dashboard

/// A dashboard over a store, asked without a network.
struct TestDashboard {
  let store: RunStore
  var routes: DashboardRoutes

  init(store: RunStore? = nil, live: (any LiveSource)? = nil) throws {
    self.store = try store ?? .inMemory()
    routes = DashboardRoutes(store: self.store, live: live)
  }

  struct Reply {
    let status: Int
    let headers: HTTPFields
    let text: String
    /// What the page may load.
    var policy: String { headers[.contentSecurityPolicy] ?? "" }
    var object: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:] }
    var array: [[String: Any]] {
      (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]) ?? []
    }
    /// The names of the runs of a list.
    var names: [String] { (object["runs"] as? [[String: Any]])?.compactMap { $0["name"] as? String } ?? [] }
  }

  /// Asks for a page; a body without end is read until `isEnough` says so of its text.
  func ask(
    _ path: String, key: String? = nil, until isEnough: @escaping @Sendable (String) throws -> Bool = { _ in false }
  ) async throws -> Reply {
    let router = Router(context: BasicRequestContext.self)
    routes.add(to: router)
    var fields = HTTPFields()
    fields[.authorization] = key.map { "Bearer \($0)" }
    let head = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:1", path: path, headerFields: fields)
    let context = BasicRequestContext(
      source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "test")))
    let response: Response
    do {
      response = try await router.buildResponder().respond(
        to: Request(head: head, body: RequestBody(buffer: ByteBuffer())), context: context)
    } catch let error as HTTPError {
      return Reply(status: error.status.code, headers: [:], text: "")
    }
    let collector = Collector(isEnough: isEnough)
    do { try await response.body.write(collector) } catch is Collector.Full {}
    return Reply(status: response.status.code, headers: response.headers, text: await collector.box.text)
  }
}

private struct Collector: ResponseBodyWriter {
  struct Full: Error {}
  actor Box {
    var text = ""
    func append(_ buffer: ByteBuffer) -> String {
      text += String(decoding: buffer.readableBytesView, as: UTF8.self)
      return text
    }
  }
  let isEnough: @Sendable (String) throws -> Bool
  let box = Box()
  mutating func write(_ buffer: ByteBuffer) async throws {
    if try isEnough(await box.append(buffer)) { throw Full() }
  }
  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// A service with one sample and one operation, of one owner.
struct ToyService: LiveSource {
  var hasJobs = false
  var keys: [String: String] = [:]

  func owner(of key: String?) async -> String? { keys.isEmpty ? "local" : key.flatMap { keys[$0] } }
  func queue(of owner: String) async -> [QueuedOperation] {
    [
      QueuedOperation(
        id: "\(owner)-1", model: "toy", kind: "sample", state: .waiting, accepted: Date(timeIntervalSince1970: 1),
        reason: "the engine starts", eta: 3)
    ]
  }
  func samples(of owner: String) async -> [ShownSample] {
    [
      ShownSample(
        id: "\(owner)-s", sampler: "toy", prompt: [.init("2 + 2 =")],
        tokens: [.init(" 4", logProbability: -0.1), .init("</script>", logProbability: -7)], reward: 1,
        date: Date(timeIntervalSince1970: 2))
    ]
  }
  func version() async -> Int { 1 }
}

extension RunStore {
  @discardableResult
  func sample(
    _ name: String = "reptile", kind: String = "train", configuration: String = "{}", minute: Int = 0,
    metrics: [Metric] = []
  ) throws -> Run {
    let run = try start(
      name: name, kind: kind, configuration: configuration, seed: 7, version: "0.2.0",
      date: Date(timeIntervalSince1970: 1_790_000_000 + 60 * Double(minute)))
    try record(metrics, for: run.id)
    return run
  }
}
