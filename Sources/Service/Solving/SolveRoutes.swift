internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import NIOCore
internal import Tasks

/// Adds the routes of tasks: what is sent is a task file as it is, what comes back its answers.
///
///     curl --data-binary @task.json 'http://127.0.0.1:8421/v1/tasks/solve?budget=30'
///
/// An order that is not done within `wait` seconds is answered by 202 and goes on: `GET /v1/tasks/ID` has its answers
/// then, and so has the Tinker API's `retrieve_future`.
func addSolveRoutes<Routes: RouterMethods>(to routes: OpenAIRoutes<Routes>, service: ModelService) {
  routes.on(.post, "tasks/solve") { call in
    let order = try SolveOrder(try await call.body(), call.query)
    let wait = try call.query.number("wait", within: 0...600) ?? 600
    let ticket = try await service.submitSolve(order, owner: call.owner)
    return try await reply(service, ticket.id, owner: call.owner, wait: wait)
  }
  routes.on(.get, "tasks/:id") { call in
    try await reply(
      service, call.part("id"), owner: call.owner, wait: try call.query.number("wait", within: 0...600) ?? 0)
  }
}

private func reply(_ service: ModelService, _ id: String, owner: String, wait: Double) async throws -> Response {
  switch try await service.future(id, owner: owner, seconds: wait) {
  case .json(let data):
    return Response(
      status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
  case .protobuf: throw OpenAIError.invalid("id", "\(excerpt(id)) is no order of tasks", code: "not_a_task")
  case .failed(let why, let isAskers): throw isAskers ? OpenAIError.invalid(nil, why) : OpenAIError.server(why)
  case .waiting(let reason, _):
    return .json(
      ["object": "task.answers", "id": .string(id), "status": "queued", "reason": .string(reason)], status: 202)
  }
}

extension SolveOrder {
  /// Creates the order of a request's body and parameters.
  /// - Throws: `OpenAIError` for a body that is no task file, with its line, and for parameters out of range.
  init(_ body: [UInt8], _ query: Query) throws {
    guard !body.isEmpty else { throw OpenAIError.invalid(nil, "the body is empty; send a task file as it is") }
    let files: TaskFiles
    do {
      files = try TaskFiles(Data(body), named: "body")
    } catch {
      throw OpenAIError.invalid(nil, "\(error)", code: "invalid_task")
    }
    if let failure = files.failures.first { throw OpenAIError.invalid(nil, "\(failure)", code: "invalid_task") }
    self.init(file: String(decoding: body, as: UTF8.self))
    if let number = try query.number("attempts", within: 1...100) { attempts = Int(number) }
    seconds = try query.number("budget", within: 0.1...600)
    guard let by = query["by"] else { return }
    guard ["both", "programs", "network"].contains(by) else {
      throw OpenAIError.invalid("by", "by: \"\(excerpt(by))\" is nobody; give both, programs or network")
    }
    self.by = by
  }
}

extension Query {
  /// Returns a number of the parameters, or `nil` if it is not there.
  /// - Throws: `OpenAIError` for what is no number of the range.
  func number(_ name: String, within range: ClosedRange<Double>) throws(OpenAIError) -> Double? {
    guard let text = self[name] else { return nil }
    guard let number = Double(text), range.contains(number) else {
      throw .invalid(
        name, "\(name): \(excerpt(text)) is no number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
