internal import Foundation

extension ModelService {
  /// An acknowledged request: the name of its future, and of its model if it has one.
  public struct Ticket: Hashable, Sendable {
    /// The name of the future.
    public let id: String
    /// The model, or `nil` if it has none yet.
    public let model: String?
  }

  /// Takes up a new model. Asked again with the same number, it is the same request.
  public func createModel(
    owner: String, session id: String, number: Int, base: String, _ shape: AdapterShape, metadata: [String: String]?
  ) throws(ServiceError) -> Ticket {
    guard let served = bases[base] else { throw unknown(base: base) }
    guard (1...limits.rank).contains(shape.rank) else {
      throw ServiceError(400, "rank is \(shape.rank); give 1 to \(limits.rank)")
    }
    return try submitNew(
      owner, id, number, base, served.engine, shape, metadata, .create(shape))
  }

  /// Takes up a new model that goes on from a checkpoint.
  public func loadModel(
    owner: String, session id: String, number: Int, path: CheckpointPath, optimizer: Bool, metadata: [String: String]?
  ) throws(ServiceError) -> Ticket {
    // What is not there is said by the future: the client expects it so.
    let found = state.checkpoints[path]
    let base = found?.base ?? bases.keys.sorted().first ?? ""
    guard let served = bases[base] else { throw unknown(base: base) }
    return try submitNew(
      owner, id, number, base, served.engine, found?.shape ?? AdapterShape(rank: 1), metadata,
      .load(path, optimizer: optimizer, isNew: true))
  }

  private func submitNew(
    _ owner: String, _ id: String, _ number: Int, _ base: String, _ engine: String, _ shape: AdapterShape,
    _ metadata: [String: String]?, _ kind: Operation.Kind
  ) throws(ServiceError) -> Ticket {
    let session = try session(id, owner: owner)
    let name = "\(session.id):train:\(number)"
    if let known = state.accepted[name]?[0] { return Ticket(id: known, model: name) }
    guard state.models[name] == nil else { throw ServiceError(409, "\(name) is there already; take the next number") }
    guard models(of: owner).count < limits.models else {
      throw ServiceError(409, "you have \(limits.models) models, which is the most; finish some sessions")
    }
    let date = now()
    try record(
      .model(
        TrainedModel(
          id: name, owner: owner, session: id, base: base, engine: engine, shape: shape, createdAt: date,
          metadata: metadata, lastRequestAt: date)))
    return try accept(owner, engine, name, 0, kind)
  }

  /// Takes up a request for a model in its place. Asked again with the same number, it is the same request.
  func submit(
    _ kind: Operation.Kind, owner: String, model name: String, number: Int, body: Data = Data()
  ) throws(ServiceError) -> Ticket {
    let model = try model(name, owner: owner)
    if let known = state.accepted[name]?[number] { return Ticket(id: known, model: name) }
    if let why = model.failure { throw ServiceError(400, "\(name) could not be made: \(why)") }
    guard number >= 0 else { throw ServiceError(400, "seq_id is \(number); give 1, 2, 3 …") }
    guard number >= model.next else {
      throw ServiceError(
        410, "request \(number) of \(name) was done, and its result is no longer kept; the next is \(model.next)")
    }
    return try accept(owner, model.engine, name, number, kind, body)
  }

  /// Counts a number that was refused as done: the client's next request has the next one.
  func spend(_ number: Int, of name: String, owner: String) {
    guard let model = state.models[name], model.owner == owner, number >= model.next,
      state.accepted[name]?[number] == nil
    else { return }
    // If it cannot be stored, the disk is full, and the model waits.
    _ = try? record(.spent(model: name, sequence: number))
    pump(model.engine)
  }

  /// Takes up a sample.
  func submitSample(
    _ order: SampleOrder, owner: String, sampler id: String, number: Int
  ) throws(ServiceError) -> Ticket {
    let sampler = try sampler(id, owner: owner)
    if let known = state.samples[id]?[number] { return Ticket(id: known, model: nil) }
    guard (state.waitingSamples[sampler.engine] ?? []).count < limits.waitingSamples else {
      throw ServiceError(429, "\(limits.waitingSamples) samples wait already; send it again in a second")
    }
    let body: Data
    do {
      body = try JSONEncoder().encode(order)
    } catch {
      throw ServiceError(400, "the prompt cannot be stored: \(error)")
    }
    return try accept(owner, sampler.engine, id, number, .sample(count: order.count), body)
  }

  func accept(
    _ owner: String, _ engine: String, _ target: String, _ number: Int, _ kind: Operation.Kind, _ body: Data = Data()
  ) throws(ServiceError) -> Ticket {
    guard !isStopping else { throw ServiceError(503, "the server stops; send it again when it is back") }
    let id = "req-" + String(format: "%06d", state.futureCount + 1)
    let operation = Operation(
      id: id, owner: owner, engine: engine, target: target, sequence: number, kind: kind, acceptedAt: now())
    try record(.accepted(operation), body: body)
    pump(engine)
    return Ticket(id: id, model: operation.isSample ? nil : target)
  }

  /// Takes back a sample that has not begun; one that has is done all the same.
  func cancel(_ id: String, owner: String) throws {
    guard let future = state.futures[id], future.operation.owner == owner else {
      throw ServiceError.notFound("the request \(id.prefix(100))")
    }
    guard future.operation.isSample, future.result == nil else { return }
    complete(future.operation, .failed("cancelled", isAskers: true))
  }
}
