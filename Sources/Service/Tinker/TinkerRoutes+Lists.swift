internal import Foundation
internal import Hummingbird

extension TinkerRoutes {
  func addLists(to group: RouterGroup<ServiceContext>) {
    group.get("training_runs") { request, context in
      let all = await service.models(of: context.owner)
      let (page, cursor) = try Self.page(all, request)
      let kept = await service.checkpoints(of: context.owner)
      return try Wire.reply(
        TinkerReply.Runs(trainingRuns: page.map { TinkerReply.Run($0, kept) }, cursor: cursor))
    }
    group.get("training_runs/{run}") { _, context in
      let model = try await service.model(try context.parameters.path("run"), owner: context.owner)
      return try Wire.reply(TinkerReply.Run(model, await service.checkpoints(of: context.owner)))
    }
    group.get("training_runs/{run}/checkpoints") { _, context in
      let run = try context.parameters.path("run")
      let own = await service.checkpoints(of: context.owner).filter { $0.path.run == run }
      if own.isEmpty { _ = try await service.model(run, owner: context.owner) }
      return try Wire.reply(TinkerReply.Checkpoints(checkpoints: own.map(TinkerReply.Checkpoint.init), cursor: nil))
    }
    group.get("checkpoints") { request, context in
      let (page, cursor) = try Self.page(await service.checkpoints(of: context.owner), request)
      return try Wire.reply(TinkerReply.Checkpoints(checkpoints: page.map(TinkerReply.Checkpoint.init), cursor: cursor))
    }
    group.get("sessions/{id}") { _, context in
      let session = try await service.session(try context.parameters.path("id"), owner: context.owner)
      let runs = await service.models(of: context.owner).filter { $0.session == session.id }.map(\.id)
      let samplers = await service.samplers(ofSession: session.id).map(\.id)
      return try Wire.reply(
        TinkerReply.SessionInfo(
          trainingRunIDs: runs, samplerIDs: samplers, userMetadata: session.metadata, displayName: session.displayName))
    }
    group.get("sessions") { request, context in
      let (page, _) = try Self.page(await service.sessions(of: context.owner), request)
      return try Wire.reply(["sessions": page.map(\.id)])
    }
    group.post("sessions/search") { request, context in
      let asked = try await read(TinkerRequest.SearchSessions.self, request)
      let kept = await service.checkpoints(of: context.owner)
      let found = await service.sessions(of: context.owner).filter { session in
        (asked.userMetadata ?? [:]).allSatisfy { session.metadata[$0.key] == $0.value }
      }.prefix(max(0, min(1000, asked.limit ?? 50)))
      return try Wire.reply(
        TinkerReply.FoundSessions(
          sessions: found.map { session in
            .init(session, checkpoints: kept.filter { $0.path.run.hasPrefix(session.id + ":") }.count)
          }))
    }
  }

  /// Returns the part of a list that a request asks for.
  static func page<Value>(_ all: [Value], _ request: Request) throws -> ([Value], TinkerReply.Cursor) {
    func number(_ name: String, _ standard: Int) throws -> Int {
      guard let text = request.uri.queryParameters[Substring(name)] else { return standard }
      guard let value = Int(text), value >= 0 else {
        throw ServiceError(400, "\(name) is \(text.prefix(40)); give a number from 0 on")
      }
      return value
    }
    let (offset, limit) = (try number("offset", 0), min(1000, try number("limit", 100)))
    return (
      Array(all.dropFirst(offset).prefix(limit)),
      TinkerReply.Cursor(offset: offset, limit: limit, totalCount: all.count)
    )
  }
}
