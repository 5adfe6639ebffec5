internal import Foundation
internal import HTTPTypes
public import Hummingbird

/// The Tinker API: what its Python client asks, under `/api/v1`.
public struct TinkerRoutes: Sendable {
  let service: ModelService
  let keys: APIKeys
  let limits: ServiceLimits
  /// The scheme of links.
  let scheme: String

  /// Creates the routes of a service.
  public init(_ service: ModelService, keys: APIKeys, limits: ServiceLimits, scheme: String) {
    (self.service, self.keys, self.limits, self.scheme) = (service, keys, limits, scheme)
  }

  /// Adds the routes to a router.
  public func add(to router: Router<ServiceContext>) {
    let group = router.group("/api/v1").add(middleware: TinkerErrors()).add(middleware: TinkerKeys(keys: keys))
    addStart(to: group)
    addTraining(to: group)
    addSampling(to: group)
    addCheckpoints(to: group)
    addLists(to: group)
  }

  /// Returns what a JSON body says.
  func read<Value: Decodable>(_ type: Value.Type, _ request: Request) async throws -> Value {
    try Wire.json(type, try await Wire.body(request, limit: limits.requestBytes))
  }

  /// What the client asks before anything else.
  private func addStart(to group: RouterGroup<ServiceContext>) {
    group.post("client/config") { _, _ in
      try Wire.reply(ClientConfiguration())
    }
    group.post("client/dynamic_config") { _, _ in try Wire.reply(DynamicConfiguration()) }
    group.get("healthz") { _, _ in try Wire.reply(["status": "ok"]) }
    group.post("telemetry") { request, _ in
      // What the client tells of itself is not kept.
      _ = try await Wire.body(request, limit: limits.requestBytes)
      return try Wire.reply(["status": "accepted"])
    }
    group.get("get_server_capabilities") { _, _ in
      var models: [Capabilities.Model] = []
      for base in await service.servedBases {
        let model = try await service.describe(base.name)
        models.append(Capabilities.Model(modelName: base.name, maxContextLength: model.contextLength))
      }
      return try Wire.reply(Capabilities(supportedModels: models))
    }
    group.post("create_session") { request, context in
      let asked = try await read(TinkerRequest.CreateSession.self, request)
      let id = try await service.createSession(
        owner: context.owner, tags: asked.tags ?? [], metadata: asked.userMetadata ?? [:],
        displayName: asked.displayName, project: asked.projectID)
      return try Wire.reply(TinkerReply.SessionCreated(sessionID: id))
    }
    group.post("session_heartbeat") { request, context in
      let asked = try await read(TinkerRequest.Heartbeat.self, request)
      try await service.heartbeat(asked.sessionID, owner: context.owner)
      return try Wire.reply(["type": "session_heartbeat"])
    }
    group.post("sessions/{id}/finish") { _, context in
      try await service.finishSession(try context.parameters.require("id"), owner: context.owner)
      return Wire.nothing
    }
    group.post("auth/token") { _, _ -> Response in
      throw ServiceError(404, "keys are not exchanged here; leave pjwt_auth_enabled off")
    }
    group.post("create_custom_loss") { _, _ -> Response in
      throw ServiceError(
        400, "losses are not compiled here; forward_backward_custom computes them on the client, with the same result")
    }
  }

  struct ClientConfiguration: Encodable {
    /// Each chunk after the last was acknowledged: their order is then the order of their numbers.
    let parallelFwdbwdChunks = false
    let protoCompressFwdbwd = false
    let sampleMaxConcurrentRequests = 256
  }
  struct DynamicConfiguration: Encodable {
    let refreshIntervalSec = 300
    let sampleCancelEnabled = true
    let sampleCancelMaxBatchSize = 64
  }
  struct Capabilities: Encodable {
    struct Model: Encodable {
      let modelName: String
      let maxContextLength: Int
      let trainable = true
      let sampleable = true
    }
    let supportedModels: [Model]
  }
}

/// Turns refusals into the bodies that the Tinker client shows.
struct TinkerErrors: RouterMiddleware {
  typealias Context = ServiceContext
  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as ServiceError {
      return try Self.response(error)
    } catch let error as HTTPError {
      return try Self.response(ServiceError(error.status.code, error.body ?? error.status.reasonPhrase))
    } catch let error as EngineLost {
      return try Self.response(ServiceError(503, error.description))
    }
  }

  static func response(_ error: ServiceError) throws -> Response {
    var response = try Wire.reply(["detail": error.detail], status: .init(code: error.status))
    if error.status == 429 { response.headers[.retryAfter] = "1" }
    return response
  }
}

/// Finds out whose a request is.
struct TinkerKeys: RouterMiddleware {
  typealias Context = ServiceContext
  let keys: APIKeys
  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.owner = try keys.owner(of: request.headers[.xAPIKey])
    return try await next(request, context)
  }
}

extension HTTPField.Name {
  static var xAPIKey: Self { Self("X-API-Key") ?? .authorization }
}

extension Parameters {
  /// Returns a part of the path, decoded.
  func path(_ name: String) throws -> String {
    let raw: String = try require(name)
    return raw.removingPercentEncoding ?? raw
  }
}
