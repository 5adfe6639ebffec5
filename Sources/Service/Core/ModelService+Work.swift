internal import Foundation
internal import SwiftProtobuf

extension ModelService {
  /// Does operations together and completes each.
  func run(_ operations: [Operation], on engine: any Engine, _ name: String) async throws(EngineLost) {
    try await openSamplers(of: operations, on: engine, name)
    var (asked, requests): ([Operation], [EngineRequest]) = ([], [])
    for operation in operations {
      do throws(ServiceError) {
        try prepare(operation)
        let body = try state.futures[operation.id].map { future throws(ServiceError) in try journal.body(future.request)
        }
        requests.append(request(operation, body ?? Data(), id: requests.count))
        asked.append(operation)
      } catch {
        complete(operation, .failed(error.detail, isAskers: error.status < 500))
      }
    }
    guard !requests.isEmpty else { return }
    if requests.count > 1 {
      do {
        try record(.batch(asked.map(\.id)))
      } catch {
        throw EngineLost(error.detail)
      }
    }
    let start = ContinuousClock.now
    let replies = try await engine.answer(requests)
    guard replies.count == requests.count else {
      throw EngineLost("it gave \(replies.count) answers to \(requests.count) requests")
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    for (operation, reply) in zip(asked, replies) { finish(operation, reply, name, seconds) }
  }

  /// Refuses what cannot be done at its turn.
  private func prepare(_ operation: Operation) throws(ServiceError) {
    switch operation.kind {
    case .save(let order):
      if !order.overwrites, state.checkpoints[order.path] != nil {
        throw ServiceError(409, "Checkpoint \(order.path) already exists")
      }
      let used = state.checkpoints.values.filter { $0.owner == operation.owner }.reduce(0) { $0 + $1.bytes }
      guard used < limits.checkpointBytes else {
        throw ServiceError(
          409,
          "checkpoints take \(used) bytes of \(limits.checkpointBytes): delete some, the oldest is "
            + "\(state.checkpoints.values.filter { $0.owner == operation.owner }.min { $0.createdAt < $1.createdAt }?.path.description ?? "none")"
        )
      }
    case .load(let path, _, _): _ = try checkpoint(path, for: operation.owner, kind: .training)
    default: break
    }
  }

  /// Returns a checkpoint that an owner may read.
  func checkpoint(
    _ path: CheckpointPath, for owner: String, kind: CheckpointPath.Kind
  ) throws(ServiceError) -> StoredCheckpoint {
    guard let found = state.checkpoints[path], found.owner == owner || found.isPublic else {
      let sibling = CheckpointPath.Kind.allCases.map { CheckpointPath(run: path.run, kind: $0, name: path.name) }
        .first { state.checkpoints[$0]?.owner == owner }
      throw ServiceError(
        404, "Checkpoint not found: \(path)" + (sibling.map { "; there is \($0)" } ?? ""))
    }
    guard path.kind == kind else {
      let sibling = CheckpointPath(run: path.run, kind: kind, name: path.name)
      let there = state.checkpoints[sibling] != nil ? "; there is \(sibling)" : ""
      throw ServiceError(400, "\(path) is of \(path.kind.rawValue), and this takes \(kind.rawValue)\(there)")
    }
    return found
  }

  private func openSamplers(
    of operations: [Operation], on engine: any Engine, _ name: String
  ) async throws(EngineLost) {
    let asked = Set(operations.filter { if case .sample = $0.kind { true } else { false } }.map(\.target))
    guard !asked.isEmpty else { return }
    let new = asked.subtracting(slots[name]?.samplers ?? []).sorted()
    let requests = new.enumerated().map { index, id in
      EngineRequest(id: index, .openSampler(sampler: id, folder: state.samplers[id]?.folder))
    }
    for (index, request) in requests.enumerated() {
      let replies = try await engine.answer([request])
      if let reason = replies.first?.outcome.reason {
        for operation in operations where operation.target == new[index] {
          complete(operation, .failed("the sampler \(new[index]) cannot be read: \(reason)", isAskers: false))
        }
      }
    }
    var open = (slots[name]?.samplers ?? []).filter { !asked.contains($0) } + asked.sorted()
    let surplus = open.prefix(max(0, open.count - max(limits.openSamplers, asked.count)))
    if !surplus.isEmpty {
      _ = try await engine.answer([EngineRequest(id: 0, .drop(models: [], samplers: Array(surplus)))])
      open.removeFirst(surplus.count)
    }
    slots[name]?.samplers = open
  }

  /// Returns what an engine is asked for an operation.
  func request(_ operation: Operation, _ body: Data, id: Int) -> EngineRequest {
    let work: EngineWork =
      switch operation.kind {
      case .create(let shape): .create(model: operation.target, shape)
      case .load(let path, let optimizer, _):
        .load(
          model: operation.target, folder: state.checkpoints[path]?.folder ?? "", optimizer: optimizer)
      case .forwardBackward: .forwardBackward(model: operation.target)
      case .step(let step): .step(model: operation.target, step)
      case .save(let order):
        .save(model: operation.target, folder: target(of: operation).path, order.path.kind.engineKind)
      case .snapshot: .save(model: operation.target, folder: target(of: operation).path, .sampler)
      case .sample: .sample(sampler: operation.target)
      case .solve: .solve
      }
    // A folder that an earlier try left was not acknowledged.
    if case .save(_, let folder, _) = work { try? FileManager.default.removeItem(atPath: folder) }
    return EngineRequest(id: id, work, body: body)
  }

  /// The folder that an operation writes: of its own, so that one that is overwritten is there until the new one is.
  private func target(of operation: Operation) -> URL {
    let kind = if case .snapshot = operation.kind { "samplers" } else { "checkpoints" }
    return folder.appending(path: "\(kind)/\(Self.fileName(operation.target))-\(operation.id)")
  }

  private func finish(_ operation: Operation, _ reply: EngineReply, _ name: String, _ seconds: Double) {
    if let reason = reply.outcome.reason {
      let isAskers = if case .refused = reply.outcome { true } else { false }
      complete(operation, .failed(reason, isAskers: isAskers))
      return
    }
    do throws(ServiceError) {
      switch operation.kind {
      case .create:
        slots[name]?.models.insert(operation.target)
        try answer(operation, TinkerReply.Created(modelID: operation.target))
      case .load(let path, _, let isNew):
        slots[name]?.models.insert(operation.target)
        if isNew, let checkpoint = state.checkpoints[path], var model = state.models[operation.target] {
          model.shape = checkpoint.shape
          try record(.model(model))
        }
        try answer(operation, TinkerReply.Loaded(path: path.description, modelID: operation.target))
      case .solve: complete(operation, .json, reply.body)
      case .forwardBackward, .sample:
        complete(operation, .protobuf, reply.body)
        note(operation, reply, seconds)
      case .step:
        var metrics: [String: Double] = [:]
        if case .metrics(let own) = reply.outcome { metrics = own }
        try answer(operation, TinkerReply.Stepped(metrics: metrics))
        note(operation, reply, seconds)
      case .save(let order): try store(order, operation, reply)
      case .snapshot(let id):
        guard let model = state.models[operation.target] else { return }
        let sampler = Sampler(
          id: id, owner: model.owner, session: model.session, base: model.base, engine: model.engine,
          folder: target(of: operation).path, model: model.id)
        try record(.sampler(sampler))
        dropOldSamplers(of: model.id)
        try answer(operation, TinkerReply.SavedForSampler(path: nil, samplingSessionID: id))
      }
    } catch {
      complete(operation, .failed(error.detail, isAskers: false))
    }
  }

  private func store(_ order: CheckpointOrder, _ operation: Operation, _ reply: EngineReply) throws(ServiceError) {
    guard let model = state.models[operation.target], case .saved(let bytes) = reply.outcome else { return }
    let earlier = state.checkpoints[order.path]
    let date = now()
    try record(
      .checkpoint(
        StoredCheckpoint(
          path: order.path, owner: model.owner, base: model.base, shape: model.shape,
          folder: target(of: operation).path,
          bytes: bytes, createdAt: date, metadata: order.metadata,
          expiresAt: order.lifetime.map { date.addingTimeInterval(Double($0)) })))
    if let earlier { release(earlier.folder) }
    switch order.path.kind {
    case .training: try answer(operation, TinkerReply.Saved(path: order.path.description))
    case .sampler:
      try answer(operation, TinkerReply.SavedForSampler(path: order.path.description, samplingSessionID: nil))
    case .external:
      try answer(operation, TinkerReply.SavedExternal(path: order.path.description, sizeBytes: bytes))
    }
  }

  private func answer(_ operation: Operation, _ value: some Encodable) throws(ServiceError) {
    do {
      complete(operation, .json, try TinkerReply.encoder.encode(value))
    } catch {
      throw ServiceError(500, "the answer cannot be written: \(error)")
    }
  }

  /// Stores a result and wakes who waits for it.
  func complete(_ operation: Operation, _ result: OperationResult, _ body: Data = Data()) {
    do {
      try record(.completed(id: operation.id, result, at: now()), body: body)
    } catch {
      // The disk is full. The result is not kept beyond this process, but whoever waits is told.
      state.apply(
        .completed(id: operation.id, .failed(error.detail, isAskers: false), at: now()))
    }
    wake(operation.id)
    if operation.isSample {
      wakeSampler(ServiceState.copy(operation.sequence / 1_000_000_000, of: operation.target))
    }
  }

  private func note(_ operation: Operation, _ reply: EngineReply, _ seconds: Double) {
    if operation.isSample {
      remember(operation, reply.body)
      reports.yield(.sampled(sampler: operation.target, id: operation.id, seconds: seconds))
      return
    }
    var metrics: [String: Double] = [:]
    if case .metrics(let own) = reply.outcome { metrics = own }
    if operation.isForwardBackward {
      // The answer is the engine's own; one that cannot be read has no numbers to show.
      metrics = (try? Tinker_ForwardBackwardOutput(serializedBytes: reply.body))?.metrics ?? [:]
    }
    let step = state.models[operation.target]?.steps ?? 0
    reports.yield(
      .trained(model: operation.target, base: operation.engine, step: step, metrics: metrics, seconds: seconds))
  }
}

extension CheckpointPath.Kind {
  var engineKind: EngineWork.SaveKind {
    switch self {
    case .training: .training
    case .sampler: .sampler
    case .external: .external
    }
  }
}
