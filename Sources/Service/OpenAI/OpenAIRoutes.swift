internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What OpenAI's API needs besides a host of models.
struct OpenAIOptions: Sendable {
  /// Returns whose a key is; the key is `nil` where none was sent. What it throws is told to the client.
  var owner: @Sendable (_ key: String?) throws -> String = { _ in "local" }
  /// The most bytes of a request in JSON.
  var bodyLimit = 32 << 20
  /// The most bytes of a form with a file.
  var fileLimit = 256 << 20
  /// The time, and new names.
  var clock = ServiceClock()
}

/// Adds the routes of OpenAI's API under `/v1`.
/// - Parameters:
///   - jobs: the fine-tuning jobs, whose hosts answer for inference too.
///   - more: adds what OpenAI's API does not have.
func addOpenAIRoutes<Routes: RouterMethods, Host: TrainingHost>(
  to router: Routes, jobs: FineTuning<Host>, options: OpenAIOptions = OpenAIOptions(),
  beside more: (OpenAIRoutes<Routes>) -> Void = { _ in }
) {
  let routes = OpenAIRoutes(router: router, options: options)
  addInferenceRoutes(to: routes, host: jobs.host)
  addFileRoutes(to: routes, files: jobs.files)
  addGraderRoutes(to: routes)
  addJobRoutes(to: routes, jobs: jobs)
  more(routes)
  routes.addUnknown()
}

/// Routes whose errors are answered as OpenAI's clients read them, and whose key is checked.
struct OpenAIRoutes<Routes: RouterMethods> {
  let router: Routes
  let options: OpenAIOptions

  /// What a handler is given.
  struct Call: Sendable {
    let request: Request
    let parameters: Parameters
    let options: OpenAIOptions
    /// Whose the request is.
    let owner: String

    /// The parameters of the URL.
    var query: Query { Query(request.uri.query) }

    /// Returns a part of the path, without percent signs.
    func part(_ name: String) throws(OpenAIError) -> String {
      guard let text = parameters.get(name)?.removingPercentEncoding, !text.isEmpty else {
        throw .invalid(nil, "the path names no \(name)")
      }
      return text
    }

    /// What follows the route, without percent signs.
    var rest: String {
      let path = parameters.getCatchAll().joined(separator: "/")
      return path.removingPercentEncoding ?? path
    }

    /// Returns the body.
    func body() async throws -> [UInt8] {
      var all: [UInt8] = []
      try await read(upTo: options.bodyLimit) { all += $0 }
      return all
    }

    /// Tells the body in the parts that come.
    /// - Throws: `OpenAIError` 413 for one that is too long, 415 for a compressed one.
    func read(upTo limit: Int, _ tell: (ByteBufferView) throws -> Void) async throws {
      if let encoding = request.headers[.contentEncoding], encoding != "identity" {
        throw OpenAIError(status: 415, message: "the body is compressed (\(encoding.prefix(40))); send it as it is")
      }
      var left = limit
      if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > left { throw OpenAIError.tooLarge }
      for try await part in request.body {
        left -= part.readableBytes
        guard left >= 0 else { throw OpenAIError.tooLarge }
        try tell(part.readableBytesView)
      }
    }
  }

  /// Adds a route under `/v1`.
  func on(
    _ method: HTTPRequest.Method, _ path: String, _ handler: @escaping @Sendable (Call) async throws -> Response
  ) {
    let options = options
    router.on("/v1/\(path)", method: method) { request, context in
      do {
        let header = request.headers[.authorization]
        let key = header.flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil }
        let owner = try options.owner(key)
        return try await handler(
          Call(request: request, parameters: context.parameters, options: options, owner: owner))
      } catch {
        let error = OpenAIError(any: error)
        return .json(error.body, status: error.status)
      }
    }
  }

  /// Adds the answers to paths that are none.
  func addUnknown() {
    for method in [HTTPRequest.Method.get, .post, .delete] {
      on(method, "**") { call in
        throw OpenAIError(
          status: 404, message: "Invalid URL (\(call.request.method.rawValue) \(call.request.uri.path))",
          code: "unknown_url")
      }
    }
  }
}

/// Adds the routes of models, chats and completions.
func addInferenceRoutes<Routes: RouterMethods, Host: ModelHost>(
  to routes: OpenAIRoutes<Routes>, host: @escaping @Sendable (_ owner: String) -> Host
) {
  let clock = routes.options.clock
  routes.on(.post, "chat/completions") { call in
    try await ChatCompletions(host: host(call.owner), clock: clock).reply(to: call.body())
  }
  routes.on(.post, "completions") { call in
    try await TextCompletions(host: host(call.owner), clock: clock).reply(to: call.body())
  }
  routes.on(.get, "models") { call in
    .json(["object": "list", "data": .list(await host(call.owner).servedModels().map(\.tree))])
  }
  // A slash in a name may come as it is or as %2F.
  routes.on(.get, "models/**") { call in
    .json(try await served(call.rest, by: host(call.owner)).tree)
  }
  routes.on(.delete, "models/**") { call in
    let host = host(call.owner)
    let model = try await served(call.rest, by: host)
    guard model.isFineTuned else {
      throw OpenAIError(
        status: 403, message: "The model `\(model.id)` was not fine-tuned here and is not deleted", param: "model")
    }
    try await host.deleteModel(model.id)
    return .json(["id": .string(model.id), "object": "model", "deleted": true])
  }
}

private func served(_ id: String, by host: some ModelHost) async throws -> ServedModel {
  guard let model = await host.servedModels().first(where: { $0.id == id }) else { throw OpenAIError.noModel(id) }
  return model
}
