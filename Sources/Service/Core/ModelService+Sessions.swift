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

  /// Notes that a session's client lives, and returns whether the session goes on. Nothing is stored.
  /// - Throws: `ServiceError` 404 for a session that is not there.
  func hear(of id: String, owner: String) throws(ServiceError) -> Bool {
    let session = try session(id, owner: owner)
    heardOf[id] = now()
    return !session.isFinished
  }

  /// Ends a session: nothing new is taken up in it, and its checkpoints stay.
  public func finishSession(_ id: String, owner: String) throws {
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

  func sessions(of owner: String) -> [Session] {
    state.sessions.values.filter { $0.owner == owner }.sorted { $0.id < $1.id }
  }

  func models(of owner: String) -> [TrainedModel] {
    state.models.values.filter { $0.owner == owner && $0.failure == nil }.sorted { $0.id < $1.id }
  }

  func checkpoints(of owner: String) -> [StoredCheckpoint] {
    state.checkpoints.values.filter { $0.owner == owner }.sorted {
      ($0.createdAt, $0.path.id) < ($1.createdAt, $1.path.id)
    }
  }

  /// Changes a checkpoint that is its owner's.
  func change(
    _ path: CheckpointPath, owner: String, _ body: (inout StoredCheckpoint) -> Void
  ) throws {
    guard var found = state.checkpoints[path], found.owner == owner else {
      throw ServiceError(404, "Checkpoint not found: \(path)")
    }
    body(&found)
    try record(.checkpoint(found))
  }

  /// Deletes a checkpoint. Samplers that were made of it stay as they are.
  func delete(_ path: CheckpointPath, owner: String) throws {
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

  /// Lets go of what is over: checkpoints whose time has come, results that were kept long enough, and what the journal has of them.
  public func tidy() async throws {
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
    try await rewriteJournal()
  }

  /// Whether a session's client was not heard of for long.
  private func isSilent(_ session: Session, _ date: Date) -> Bool {
    let heard = heardOf[session.id] ?? startedAt
    let last = models(of: session.owner).filter { $0.session == session.id }.map(\.lastRequestAt).max()
    return date.timeIntervalSince(max(heard, last ?? heard)) > limits.sessionSeconds
  }

  /// Lets engines forget what silent sessions have, and removes their samplers without a name.
  private func release(_ sessions: [String]) throws {
    let silent = Set(sessions)
    try forget(
      samplers: state.samplers.values.filter { silent.contains($0.session) && $0.path == nil && !isAsked($0) }.map(\.id)
    )
    for name in slots.keys {
      let models = (slots[name]?.models ?? []).filter { id in
        silent.contains(state.models[id]?.session ?? "") && state.head(of: id) == nil
      }
      guard !models.isEmpty else { continue }
      slots[name]?.models.subtract(models)
      slots[name]?.surplus.models += models.sorted()
      pump(name)
    }
  }
}
