import ArgumentParser
import Dashboard
import Foundation
import Hummingbird
import Logging
import NIOCore
import Runs

/// The command `autodidact dashboard`, which shows runs in a browser while they run.
struct DashboardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard",
    abstract: "Show runs in a browser: curves, comparisons, what runs now, reports.",
    discussion: """
      The pages follow the store as it changes; the runs may be of other processes. Only this machine is served unless \
      --host says otherwise, and then everyone who can reach it sees all runs. `autodidact serve` shows the same pages \
      beside its queue and its samples. A page to send to others: `autodidact runs export RUN --format html`.
      """)

  @Option(help: "The folder of the runs (default: $AUTODIDACT_RUNS, or ./runs); it is created if there is none.")
  var runsDir: String?

  @Option(help: "The port; 0 takes a free one.")
  var port = 8422

  @Option(help: "The address to listen at.")
  var host = "127.0.0.1"

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is \(port); give 0 to 65535") }
  }

  func run() async throws {
    try await reportingFailure {
      let store = try RunStore(directory: runsDir.map { URL(fileURLWithPath: $0) } ?? RunStore.defaultDirectory())
      try store.interruptAbandoned()
      // Where --report of other commands puts what the pages are to show.
      try FileManager.default.createDirectory(
        at: store.directory.appending(path: "pages"), withIntermediateDirectories: true)
      let router = Router(context: BasicRequestContext.self)
      DashboardRoutes(store: store).add(to: router)
      var logger = Logger(label: "autodidact.dashboard")
      logger.logLevel = .warning
      let host = host
      let application = Application(
        router: router, configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
        onServerRunning: { channel in
          // At once, although the output may be a file or a pipe.
          FileHandle.standardOutput.write(Data("dashboard  http://\(host):\(channel.localAddress?.port ?? 0)\n".utf8))
        }, logger: logger)
      try await application.runService()
    }
  }
}
