internal import Foundation
internal import Hummingbird
internal import SwiftProtobuf

extension TinkerRoutes {
  func addTraining(to group: RouterGroup<ServiceContext>) {
    group.post("create_model") { request, context in
      let asked = try await read(TinkerRequest.CreateModel.self, request)
      if let kind = asked.optimizerConfig?.type, kind != "adamw" {
        throw ServiceError(400, "optimizer_config.type is \(kind.prefix(40)); adamw is what works here")
      }
      let ticket = try await service.createModel(
        owner: context.owner, session: asked.sessionID, number: asked.modelSeqID, base: asked.baseModel,
        asked.loraConfig.shape, metadata: asked.userMetadata)
      return try Wire.reply(TinkerReply.Submitted(requestID: ticket.id, modelID: nil))
    }
    group.post("get_info") { request, context in
      let asked = try await read(TinkerRequest.Info.self, request)
      let model = try await service.model(asked.modelID, owner: context.owner)
      let base = try await service.describe(model.base)
      let served = await service.servedBases.first { $0.name == model.base }
      return try Wire.reply(
        TinkerReply.Info(
          modelData: .init(
            arch: base.architecture, modelName: model.base, tokenizerID: served?.tokenizer ?? model.base),
          modelID: model.id, loraRank: model.shape.rank, modelName: model.base))
    }
    group.post("forward_backward") { request, context in
      let body = try await Wire.body(request, limit: limits.requestBytes)
      let asked: Tinker_ForwardBackwardRequest
      do {
        asked = try Tinker_ForwardBackwardRequest(serializedBytes: body)
      } catch {
        throw ServiceError(400, "the body is no ForwardBackwardRequest of protobuf: \(error)")
      }
      let reply = try await submit(
        .forwardBackward(forwardOnly: asked.forwardOnly), context, asked.modelID, Int(asked.seqID), body)
      await service.note(asked.toldAdvantages)
      return reply
    }
    group.post("optim_step") { request, context in
      let asked = try await read(TinkerRequest.Step.self, request)
      return try await spending(asked.modelID, asked.seqID, context) {
        if let kind = asked.optimizerParams?.type, kind != "adamw" {
          throw ServiceError(400, "optimizer_params.type is \(kind.prefix(40)); adam_params are what works here")
        }
        return try await submit(
          .step(try (asked.adamParams ?? TinkerRequest.Adam()).step()), context, asked.modelID, asked.seqID)
      }
    }
    group.post("load_weights") { request, context in
      let asked = try await read(TinkerRequest.Load.self, request)
      if let session = asked.sessionID, let number = asked.modelSeqID {
        let ticket = try await service.loadModel(
          owner: context.owner, session: session, number: number, path: try CheckpointPath(asked.path),
          optimizer: asked.optimizer ?? false, metadata: asked.userMetadata)
        return try Wire.reply(TinkerReply.Submitted(requestID: ticket.id, modelID: ticket.model))
      }
      guard let model = asked.modelID, let number = asked.seqID else {
        throw ServiceError(
          400, "give session_id and model_seq_id for a new model, or model_id and seq_id for one that is there")
      }
      return try await spending(model, number, context) {
        try await submit(
          .load(try CheckpointPath(asked.path), optimizer: asked.optimizer ?? false, isNew: false), context, model,
          number)
      }
    }
    group.post("retrieve_future") { request, context in
      let asked = try await read(TinkerRequest.Retrieve.self, request)
      let status = try await service.future(asked.requestID, owner: context.owner, seconds: limits.pollSeconds)
      switch status {
      case .json(let data): return Wire.reply(data, type: "application/json")
      case .protobuf(let data):
        if asked.allowMetadataOnly == true, data.count > Self.metadataBytes {
          return try Wire.reply(TinkerReply.Metadata(responsePayloadSize: data.count))
        }
        return Wire.reply(data, type: "application/x-protobuf")
      case .failed(let why, let isAskers):
        return try Wire.reply(TinkerReply.Failed(error: why, category: isAskers ? "user" : "server"))
      case .waiting(let reason, let isPaused):
        return try Wire.reply(
          TinkerReply.Waiting(queueState: isPaused ? "paused_capacity" : "active", queueStateReason: reason),
          status: .requestTimeout)
      }
    }
  }

  /// The size from which an answer is announced first, so that the client makes room.
  private static let metadataBytes = 1 << 20

  /// Takes up a request of a model.
  func submit(
    _ kind: Operation.Kind, _ context: ServiceContext, _ model: String, _ number: Int, _ body: Data = Data()
  ) async throws -> Response {
    let ticket = try await service.submit(kind, owner: context.owner, model: model, number: number, body: body)
    return try Wire.reply(TinkerReply.Submitted(requestID: ticket.id, modelID: ticket.model))
  }

  /// Counts the number of a request that is refused as done: the client does not use it again.
  func spending(
    _ model: String, _ number: Int, _ context: ServiceContext, _ body: () async throws -> Response
  ) async throws -> Response {
    do {
      return try await body()
    } catch let error as ServiceError where (400..<500).contains(error.status) && error.status != 429 {
      await service.spend(number, of: model, owner: context.owner)
      throw error
    }
  }
}
