import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Logging
import NIOCore
import Testing

@testable import Service

/// A client of routes, without a network between.
struct RouterClient {
  struct Reply {
    var status: Int
    var type: String
    var body: Data

    var text: String { String(decoding: body, as: UTF8.self) }

    var json: JSONTree {
      get throws { JSONTree(try JSONValue(Array(body))) }
    }

    /// The events of a stream, without the last.
    var events: [JSONTree] {
      get throws {
        let lines = text.components(separatedBy: "\n\n").filter { !$0.isEmpty }
        #expect(lines.last == "data: [DONE]" && lines.allSatisfy { $0.hasPrefix("data: ") })
        return try lines.dropLast().map { JSONTree(try JSONValue(Array($0.utf8.dropFirst(6)))) }
      }
    }
  }

  struct Context: RequestContext {
    struct Source: RequestContextSource { let logger = Logger(label: "test") }
    var coreContext: CoreRequestContextStorage
    init(source: Source) { coreContext = CoreRequestContextStorage(source: source) }
  }

  private struct Writer: ResponseBodyWriter {
    final class Store { var data = Data() }
    let store: Store
    mutating func write(_ buffer: ByteBuffer) async throws { store.data += Data(buffer.readableBytesView) }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }

  private let responder: RouterResponder<Context>

  init(_ build: (Router<Context>) -> Void) {
    let router = Router(context: Context.self)
    build(router)
    responder = router.buildResponder()
  }

  /// Returns a client of the routes that need no folder.
  static func inference(_ host: some ModelHost, _ options: OpenAIOptions = OpenAIOptions()) -> RouterClient {
    RouterClient { router in
      let routes = OpenAIRoutes(router: router, options: options)
      addInferenceRoutes(to: routes) { _ in host }
      routes.addUnknown()
    }
  }

  func send(
    _ method: String, _ path: String, _ body: [UInt8] = [], headers: [(String, String)] = []
  ) async throws -> Reply {
    var fields = HTTPFields()
    for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
    let head = HTTPRequest(
      method: try #require(HTTPRequest.Method(method)), scheme: "http", authority: "localhost", path: path,
      headerFields: fields)
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let response = try await responder.respond(to: request, context: Context(source: Context.Source()))
    let store = Writer.Store()
    try await response.body.write(Writer(store: store))
    return Reply(
      status: response.status.code, type: response.headers[.contentType] ?? "", body: store.data)
  }

  func send(_ method: String, _ path: String, _ json: JSONTree) async throws -> Reply {
    try await send(method, path, json.bytes, headers: [("Content-Type", "application/json")])
  }
}

extension JSONTree {
  /// The value at a way of keys and places.
  func at(_ way: String) -> JSONTree? {
    way.split(separator: ".").reduce(JSONTree?.some(self)) { value, step in
      if let place = Int(step) { return value?.items.flatMap { place < $0.count ? $0[place] : nil } }
      return value?[String(step)]
    }
  }
}
