internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A reply of server-sent events, `data: JSON` each, and `data: [DONE]` at the end.
enum EventStream {
  /// Returns the reply whose events `write` sends; an error that it throws is the last event.
  static func response(
    _ write: @Sendable @escaping (_ send: @escaping (JSONTree) async throws -> Void) async throws -> Void
  ) -> Response {
    let body = ResponseBody { writer in
      let sink = Sink(writer)
      do {
        try await write { try await sink.send($0.bytes) }
      } catch  where !sink.isClosed {
        try await sink.send(OpenAIError(any: error).body.bytes)
      }
      try await sink.send(Array("[DONE]".utf8))
      try await sink.writer.finish(nil)
    }
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"], body: body)
  }

  /// The end of a connection to which events are written, by one task.
  private final class Sink {
    var writer: any ResponseBodyWriter
    /// Whether nobody listens any more.
    private(set) var isClosed = false

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    func send(_ bytes: [UInt8]) async throws {
      do {
        try await writer.write(ByteBuffer(bytes: Array("data: ".utf8) + bytes + Array("\n\n".utf8)))
      } catch {
        isClosed = true
        throw error
      }
    }
  }
}
