internal import Foundation

extension ModelService {
  /// Begins a session and returns its name.
  public func createSession(
    owner: String, tags: [String], metadata: [String: String], displayName: String?, project: String?
  ) throws(ServiceError) -> String {
    let id = "sess-" + String(format: "%04d", state.sessionCount + 1)
    try record(
      .session(
        Session(
          id: id, owner: owner, createdAt: now(), tags: tags, metadata: metadata, displayName: displayName,
          project: project)))
    heardOf[id] = now()
    return id
  }

  /// Notes that a session's client lives. Nothing is stored.
  /// - Throws: `ServiceError` 404 for a session that is not there, 410 for one that is finished.
  public func heartbeat(_ id: String, owner: String) throws(ServiceError) {
    let session = try session(id, owner: owner)
    guard !session.isFinished else { throw ServiceError(410, "the session \(id) is finished; create another") }
    heardOf[id] = now()
  }

  /// Ends a session: nothing new is taken up in it, and its checkpoints stay.
  public func finishSession(_ id: String, owner: String) throws(ServiceError) {
    var session = try session(id, owner: owner)
    session.isFinished = true
    try record(.session(session))
  }

  func session(_ id: String, owner: String) throws(ServiceError) -> Session {
    guard let session = state.sessions[id], session.owner == owner else {
      throw .notFound("the session \(id.prefix(100))")
    }
    return session
  }

  func model(_ id: String, owner: String) throws(ServiceError) -> TrainedModel {
    guard let model = state.models[id], model.owner == owner else { throw .notFound("the model \(id.prefix(100))") }
    return model
  }

  func sampler(_ id: String, owner: String) throws(ServiceError) -> Sampler {
    guard let sampler = state.samplers[id], sampler.owner == owner else {
      throw .notFound("the sampler \(id.prefix(100))")
    }
    return sampler
  }

  func sessions(of owner: String) -> [Session] {
    state.sessions.values.filter { $0.owner == owner }.sorted { $0.id < $1.id }
  }

  func models(of owner: String) -> [TrainedModel] {
    state.models.values.filter { $0.owner == owner && $0.failure == nil }.sorted { $0.id < $1.id }
  }

  func samplers(ofSession id: String) -> [Sampler] {
    state.samplers.values.filter { $0.session == id }.sorted { $0.id < $1.id }
  }

  func checkpoints(of owner: String) -> [StoredCheckpoint] {
    state.checkpoints.values.filter { $0.owner == owner }.sorted {
      ($0.createdAt, $0.path.id) < ($1.createdAt, $1.path.id)
    }
  }

  /// Makes a sampler of a base model or of a checkpoint; asked again with the same number, it is the same sampler.
  public func createSampler(
    owner: String, session id: String, number: Int, base: String?, path: CheckpointPath?
  ) throws(ServiceError) -> String {
    let session = try session(id, owner: owner)
    let name = "\(session.id):sample:\(number)"
    if state.samplers[name] != nil { return name }
    let sampler: Sampler
    if let path {
      let found = try checkpoint(path, for: owner, kind: .sampler)
      guard let served = bases[found.base] else { throw unknown(base: found.base) }
      sampler = Sampler(
        id: name, owner: owner, session: id, base: found.base, engine: served.engine, folder: found.folder, path: path)
    } else {
      guard let base else { throw ServiceError(400, "give base_model or model_path") }
      guard let served = bases[base] else { throw unknown(base: base) }
      sampler = Sampler(id: name, owner: owner, session: id, base: base, engine: served.engine)
    }
    try record(.sampler(sampler))
    return name
  }

  /// Returns the number of another copy of a sampler's client.
  func join(_ id: String, owner: String) throws(ServiceError) -> Int {
    _ = try sampler(id, owner: owner)
    copies[id, default: 0] += 1
    return copies[id] ?? 1
  }

  /// Changes a checkpoint that is its owner's.
  func change(
    _ path: CheckpointPath, owner: String, _ body: (inout StoredCheckpoint) -> Void
  ) throws(ServiceError) {
    guard var found = state.checkpoints[path], found.owner == owner else {
      throw ServiceError(404, "Checkpoint not found: \(path)")
    }
    body(&found)
    try record(.checkpoint(found))
  }

  /// Deletes a checkpoint. Samplers that were made of it stay as they are.
  func delete(_ path: CheckpointPath, owner: String) throws(ServiceError) {
    guard let found = state.checkpoints[path], found.owner == owner else {
      throw ServiceError(404, "Checkpoint not found: \(path)")
    }
    try record(.checkpointGone(path))
    release(found.folder)
  }

  /// Removes a folder that nothing needs any more.
  func release(_ folder: String) {
    guard !state.samplers.values.contains(where: { $0.folder == folder }),
      !state.checkpoints.values.contains(where: { $0.folder == folder })
    else { return }
    // One that cannot be removed costs its space and nothing else.
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Lets go of what is over: checkpoints whose time has come, and results that were kept long enough.
  public func tidy() throws(ServiceError) {
    let date = now()
    for checkpoint in state.checkpoints.values {
      if let end = checkpoint.expiresAt, end <= date { try delete(checkpoint.path, owner: checkpoint.owner) }
    }
    let old = state.futures.values.filter { future in
      guard let done = future.doneAt, date.timeIntervalSince(done) > limits.resultSeconds else { return false }
      // What a lost engine would have to do again is kept until a baseline has it.
      return future.operation.isSample
        || !state.done(of: future.operation.target).contains { $0.operation.id == future.operation.id }
    }
    if !old.isEmpty { try record(.expired(old.map(\.operation.id))) }
    try release(state.sessions.values.filter { isSilent($0, date) }.map(\.id))
  }

  /// Whether a session's client was not heard of for long.
  private func isSilent(_ session: Session, _ date: Date) -> Bool {
    let heard = heardOf[session.id] ?? startedAt
    let last = models(of: session.owner).filter { $0.session == session.id }.map(\.lastRequestAt).max()
    return date.timeIntervalSince(max(heard, last ?? heard)) > limits.sessionSeconds
  }

  /// Lets engines forget what silent sessions have, and removes their samplers without a name.
  private func release(_ sessions: [String]) throws(ServiceError) {
    let silent = Set(sessions)
    let nameless = state.samplers.values.filter {
      silent.contains($0.session) && $0.path == nil && !(state.samples[$0.id] ?? [:]).values.contains { state.futures[$0]?.result == nil }
    }
    if !nameless.isEmpty { try record(.samplersGone(nameless.map(\.id))) }
    for sampler in nameless {
      if let folder = sampler.folder { release(folder) }
    }
    for name in slots.keys {
      let models = (slots[name]?.models ?? []).filter { id in
        silent.contains(state.models[id]?.session ?? "") && state.head(of: id) == nil
      }
      let samplers = (slots[name]?.samplers ?? []).filter { id in nameless.contains { $0.id == id } }
      guard !models.isEmpty || !samplers.isEmpty else { continue }
      slots[name]?.models.subtract(models)
      slots[name]?.samplers.removeAll { samplers.contains($0) }
      slots[name]?.surplus.models += models.sorted()
      slots[name]?.surplus.samplers += samplers
      pump(name)
    }
  }
}
