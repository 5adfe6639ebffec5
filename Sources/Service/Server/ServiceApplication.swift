public import Foundation
public import Hummingbird
internal import HummingbirdTLS
public import Logging
internal import NIOCore

/// The server: the routes over a service, at an address.
public struct ServiceApplication: Sendable {
  /// The service.
  public let service: ModelService
  /// What is accepted.
  public let limits: ServiceLimits
  /// What is measured.
  public let metrics: PrometheusMetrics
  private let keys: APIKeys
  private let isLocal: Bool
  private let certificate: ServerCertificate?
  private let jobs: FineTuning<ServiceHost>

  /// The scheme of the server's addresses.
  public var scheme: String { certificate == nil ? "http" : "https" }

  /// Creates the routes of a service, which keeps files and jobs in a folder. `isLocal` says whether only this machine reaches it; with a
  /// certificate, connections are encrypted.
  /// - Throws: `ServiceError` for a folder that cannot be used.
  public init(
    _ service: ModelService, folder: URL, keys: APIKeys = APIKeys(), limits: ServiceLimits, isLocal: Bool = true,
    certificate: ServerCertificate? = nil, metrics: PrometheusMetrics = PrometheusMetrics()
  ) throws {
    (self.service, self.limits, self.keys, self.metrics) = (service, limits, keys, metrics)
    (self.isLocal, self.certificate) = (isLocal, certificate)
    let files = try FileStore(folder: folder.appending(path: "files"), quota: limits.fileBytes)
    jobs = try FineTuning(folder: folder.appending(path: "jobs"), files: files) { owner in
      ServiceHost(service: service, owner: owner)
    }
  }

  /// What answers requests: for a server, and for tests without one.
  public var responder: some HTTPResponder<ServiceContext> { responder { _ in } }

  /// What answers requests, with routes of others beside these.
  func responder(_ more: (Router<ServiceContext>) -> Void) -> some HTTPResponder<ServiceContext> {
    router(more).buildResponder()
  }

  /// The routes.
  func router(_ more: (Router<ServiceContext>) -> Void = { _ in }) -> Router<ServiceContext> {
    let router = Router(context: ServiceContext.self)
    router.add(middleware: RequestCount(metrics: metrics))
    router.add(middleware: OriginGuard(isLocal: isLocal))
    TinkerRoutes(service, keys: keys, limits: limits, scheme: scheme).add(to: router)
    FileLinks(service: service).add(to: router)
    MetricsRoutes(service: service, metrics: metrics, keys: keys).add(to: router)
    OpenAPIDocument.add(to: router)
    more(router)
    let keys = keys
    addOpenAIRoutes(to: router, jobs: jobs, options: OpenAIOptions(owner: { key in try keys.owner(of: key) })) {
      addSolveRoutes(to: $0, service: service)
    }
    return router
  }

  /// Serves until the process is told to stop, with routes of others beside these; what was accepted is stored.
  public func run(
    host: String, port: Int, logger: Logger, beside more: (Router<ServiceContext>) -> Void = { _ in },
    ready: @escaping @Sendable (_ port: Int) async -> Void
  ) async throws {
    let application = Application(
      responder: responder(more),
      server: try certificate.map { try .tls(tlsConfiguration: $0.configuration) } ?? .http1(),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port), backlog: 1024),
      onServerRunning: { channel in
        await service.resume()
        // A job that cannot go on says so in its log.
        try? await jobs.resume()
        await ready(channel.localAddress?.port ?? port)
      }, logger: logger)
    try await application.runService()
    await jobs.stop()
    await service.stop()
  }
}

/// Counts requests and their times by the pattern of their path: paths have names of things, of which there is no end.
struct RequestCount: RouterMiddleware {
  typealias Context = ServiceContext
  let metrics: PrometheusMetrics
  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    let response = try await next(request, context)
    let labels = [("path", context.endpointPath ?? "none"), ("status", "\(response.status.code)")]
    metrics.add(1, to: "autodidact_requests_total", labels)
    metrics.observe((ContinuousClock.now - start) / .seconds(1), of: "autodidact_request_seconds", [labels[0]])
    return response
  }
}
