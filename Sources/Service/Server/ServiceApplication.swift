public import Hummingbird
public import Logging
internal import NIOCore

/// The server: the routes over a service, at an address.
public struct ServiceApplication: Sendable {
  /// The service.
  public let service: ModelService
  /// What is accepted.
  public let limits: ServiceLimits
  private let keys: APIKeys

  /// Creates the routes of a service.
  public init(_ service: ModelService, keys: APIKeys = APIKeys(), limits: ServiceLimits) {
    (self.service, self.limits, self.keys) = (service, limits, keys)
  }

  /// What answers requests: for a server, and for tests without one.
  public var responder: some HTTPResponder<ServiceContext> {
    let router = Router(context: ServiceContext.self)
    TinkerRoutes(service, keys: keys, limits: limits, scheme: "http").add(to: router)
    FileLinks(service: service).add(to: router)
    return router.buildResponder()
  }

  /// Serves until the process is told to stop; what was accepted is stored.
  public func run(
    host: String, port: Int, logger: Logger, ready: @escaping @Sendable (_ port: Int) async -> Void
  ) async throws {
    let application = Application(
      responder: responder,
      configuration: ApplicationConfiguration(address: .hostname(host, port: port), backlog: 1024),
      onServerRunning: { channel in
        await service.resume()
        await ready(channel.localAddress?.port ?? port)
      }, logger: logger)
    try await application.runService()
    await service.stop()
  }
}
