internal import Foundation
internal import Hummingbird

extension TinkerRoutes {
  func addCheckpoints(to group: RouterGroup<ServiceContext>) {
    group.post("save_weights") { try await save($0, $1, .training) }
    group.post("save_weights_for_sampler") { try await save($0, $1, .sampler) }
    group.post("save_weights_external") { try await save($0, $1, .external) }
    group.post("weights_info") { request, context in
      let asked = try await read(TinkerRequest.Path.self, request)
      let path = try CheckpointPath(asked.tinkerPath)
      let found = try await service.checkpoint(path, for: context.owner, kind: path.kind)
      return try Wire.reply(TinkerReply.Weights(baseModel: found.base, found.shape))
    }
    group.post("copy_weights") { _, _ -> Response in
      throw ServiceError(400, "there are no projects here to copy to; publish lets others read a checkpoint")
    }
    let one = "training_runs/{run}/checkpoints/{kind}/{name}"
    group.delete("\(one)") { _, context in
      try await service.delete(try path(context), owner: context.owner)
      return Wire.nothing
    }
    group.post("\(one)/publish") { _, context in
      try await service.change(try path(context), owner: context.owner) { $0.isPublic = true }
      return Wire.nothing
    }
    group.delete("\(one)/publish") { _, context in
      try await service.change(try path(context), owner: context.owner) { $0.isPublic = false }
      return Wire.nothing
    }
    group.put("\(one)/ttl") { request, context in
      let asked = try await read(TinkerRequest.Lifetime.self, request)
      let lifetime = try Self.lifetime(asked.ttlSeconds)
      let date = Date()
      try await service.change(try path(context), owner: context.owner) {
        $0.expiresAt = lifetime.map { date.addingTimeInterval(Double($0)) }
      }
      return Wire.nothing
    }
    group.get("\(one)/external_weights_urls") { request, context in
      let path = try path(context)
      let found = try await service.checkpoint(path, for: context.owner, kind: .external)
      var urls: [String: String] = [:]
      let (secret, end) = await service.link(to: found)
      for name in try Self.files(found.folder) {
        urls[name] = "\(scheme)://\(request.head.authority ?? "localhost")/files/\(secret)/\(name)"
      }
      return try Wire.reply(TinkerReply.Links(urls: urls, expires: end))
    }
  }

  /// The names of a folder's files, sorted.
  static func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func path(_ context: ServiceContext) throws -> CheckpointPath {
    let parts = try ["run", "kind", "name"].map { try context.parameters.path($0) }
    return try CheckpointPath("tinker://" + parts.joined(separator: "/"))
  }

  /// - Throws: `ServiceError` for a lifetime that no checkpoint can have.
  static func lifetime(_ seconds: Int?) throws(ServiceError) -> Int? {
    guard let seconds else { return nil }
    guard (3600...315_360_000).contains(seconds) else {
      throw ServiceError(400, "ttl_seconds is \(seconds); give 3600 to 315360000, or null for ever")
    }
    return seconds
  }

  private func save(
    _ request: Request, _ context: ServiceContext, _ kind: CheckpointPath.Kind
  ) async throws -> Response {
    let asked = try await read(TinkerRequest.Save.self, request)
    return try await spending(asked.modelID, asked.seqID, context) {
      if asked.ageEncryptionRecipients?.isEmpty == false {
        throw ServiceError(400, "files are not encrypted here; leave age_encryption_recipients out")
      }
      guard let name = asked.path else {
        guard kind == .sampler, let number = asked.samplingSessionSeqID else {
          throw ServiceError(400, "path is missing")
        }
        let sampler = String(asked.modelID.split(separator: ":").first ?? "") + ":sample:\(number)"
        return try await submit(.snapshot(sampler: sampler), context, asked.modelID, asked.seqID)
      }
      try CheckpointPath.check(name: name)
      let order = CheckpointOrder(
        path: CheckpointPath(run: asked.modelID, kind: kind, name: name), lifetime: try Self.lifetime(asked.ttlSeconds),
        overwrites: asked.overwrite ?? false, metadata: asked.userMetadata)
      return try await submit(.save(order), context, asked.modelID, asked.seqID)
    }
  }
}
