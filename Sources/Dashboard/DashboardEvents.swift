internal import Hummingbird
internal import NIOCore
internal import Runs
internal import ServiceLifecycle

/// The stream of messages that tell a page to look again (server-sent events).
///
/// A message has no content: what changed is asked for by the page that shows it. Without changes a second costs one
/// question for the store's version and none for its tables.
/// - Source: WHATWG, "HTML Living Standard", Section 9.2, "Server-sent events". <https://html.spec.whatwg.org/#server-sent-events>
struct DashboardEvents: Sendable {
  let store: RunStore
  let live: (any LiveSource)?
  /// The time between two looks.
  var pause: Duration = .seconds(1)
  /// The number of looks between two comments that keep the connection open, and find out that it is not.
  var beat = 15

  /// The body of the stream, which ends when the page goes or the server stops.
  var body: ResponseBody {
    ResponseBody { writer in
      var writer = writer
      try await write(to: &writer)
      try await writer.finish(nil)
    }
  }

  private func write(to writer: inout any ResponseBodyWriter) async throws {
    var (stored, served) = (try store.changes, await live?.version())
    try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
    var looks = 0
    // A server that stops waits for its answers, and this one would have no end.
    while !Task.isShuttingDownGracefully {
      try await Task.sleep(for: pause)
      looks += 1
      if looks % beat == 0 {
        // A run whose process was killed cannot say so itself.
        try store.interruptAbandoned()
        try await writer.write(ByteBuffer(string: ": still here\n\n"))
      }
      let (nowStored, nowServed) = (try store.changes, await live?.version())
      if nowStored != stored { try await writer.write(ByteBuffer(string: "event: store\ndata: {}\n\n")) }
      if nowServed != served { try await writer.write(ByteBuffer(string: "event: live\ndata: {}\n\n")) }
      (stored, served) = (nowStored, nowServed)
    }
  }
}
