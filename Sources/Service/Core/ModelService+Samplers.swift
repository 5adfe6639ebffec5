internal import Foundation

extension ModelService {
  func sampler(_ id: String, owner: String) throws(ServiceError) -> Sampler {
    if let sampler = state.samplers[id], sampler.owner == owner { return sampler }
    // A name that this owner's session could have given out.
    let session = state.sessions[String(id.prefix { $0 != ":" })]
    guard session?.owner == owner, id.contains(":sample:") else { throw .notFound("the sampler \(id.prefix(100))") }
    throw ServiceError(
      404,
      "the sampler \(id.prefix(100)) is not here: of the samplers that a model saves without a name, the "
        + "\(limits.unnamedSamplers) asked last are kept, until their session is silent; give save_weights_for_sampler "
        + "a name for those that are to stay")
  }

  func isSampler(_ id: String, of owner: String) -> Bool { state.samplers[id]?.owner == owner }

  func samplers(ofSession id: String) -> [Sampler] {
    state.samplers.values.filter { $0.session == id }.sorted { $0.id < $1.id }
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

  /// Forgets a sampler that nobody asks any more.
  func close(sampler id: String, owner: String) {
    guard isSampler(id, of: owner) else { return }
    // If it cannot be stored, the sampler stays until its session is silent.
    try? forget(samplers: [id])
  }

  /// Forgets the samplers without a name that a model has beyond those asked last.
  func dropOldSamplers(of model: String) {
    let unnamed = state.samplers.values.filter { $0.model == model && $0.path == nil }
    guard unnamed.count > limits.unnamedSamplers else { return }
    let old = unnamed.filter { !isAsked($0) }.sorted { ($0.lastAsked ?? 0, $0.id) < ($1.lastAsked ?? 0, $1.id) }
    // If it cannot be stored, they go with a later one.
    try? forget(samplers: old.prefix(unnamed.count - limits.unnamedSamplers).map(\.id))
  }

  /// Whether a sample of a sampler waits.
  func isAsked(_ sampler: Sampler) -> Bool {
    (state.samples[sampler.id] ?? [:]).values.contains { id in state.futures[id].map { $0.result == nil } ?? false }
  }

  /// Forgets samplers: here, in their engines and on the disk.
  func forget(samplers ids: [String]) throws(ServiceError) {
    let gone = ids.compactMap { state.samplers[$0] }
    guard !gone.isEmpty else { return }
    try record(.samplersGone(gone.map(\.id)))
    for sampler in gone {
      if let folder = sampler.folder { release(folder) }
      if let place = slots[sampler.engine]?.samplers.firstIndex(of: sampler.id) {
        slots[sampler.engine]?.samplers.remove(at: place)
        slots[sampler.engine]?.surplus.samplers.append(sampler.id)
      }
      pump(sampler.engine)
    }
  }
}
