internal import Foundation
internal import Hummingbird

extension TinkerRoutes {
  func addSampling(to group: RouterGroup<ServiceContext>) {
    group.post("create_sampling_session") { request, context in
      let asked = try await read(TinkerRequest.CreateSampling.self, request)
      let path = try asked.modelPath.map { text throws(ServiceError) in try CheckpointPath(text) }
      let id = try await service.createSampler(
        owner: context.owner, session: asked.sessionID, number: asked.samplingSessionSeqID, base: asked.baseModel,
        path: path)
      return try Wire.reply(TinkerReply.SamplerCreated(samplingSessionID: id))
    }
    group.get("samplers/{id}") { _, context in
      let sampler = try await service.sampler(try context.parameters.path("id"), owner: context.owner)
      return try Wire.reply(
        TinkerReply.SamplerInfo(samplerID: sampler.id, baseModel: sampler.base, modelPath: sampler.path?.description))
    }
    group.post("asample") { request, context in
      let asked = try await read(SampleRequest.self, request)
      let order = try asked.order(limits)
      let ticket = try await service.submitSample(
        order, owner: context.owner, sampler: asked.samplingSessionID, number: asked.seqID)
      let names = (0..<order.count).map {
        SampleRequest.name(of: $0, in: asked.seqID, sampler: asked.samplingSessionID)
      }
      return try Wire.reply(TinkerReply.SampleSubmitted(requestID: ticket.id, sampleSequenceIDs: names))
    }
    group.post("cancel_future") { request, context in
      let asked = try await read(TinkerRequest.Retrieve.self, request)
      try await service.cancel(asked.requestID, owner: context.owner)
      return try Wire.reply([String: String]())
    }
    group.post("join_sampling_session") { request, context in
      let asked = try await read(TinkerRequest.Sampling.self, request)
      let count = try await service.join(asked.samplingSessionID, owner: context.owner)
      return try Wire.reply(TinkerReply.Joined(clientCounter: count))
    }
    group.post("retrieve_futures") { request, context in
      let asked = try await read(TinkerRequest.RetrieveMany.self, request)
      let seconds = min(limits.pollSeconds, max(0, asked.timeout ?? limits.pollSeconds))
      let cursor = max(0, asked.prevCursor ?? 0)
      let done = try await service.finishedSamples(
        of: asked.target.samplingSessionID, copy: asked.target.clonedSamplerID ?? 0, owner: context.owner,
        after: cursor,
        seconds: seconds)
      return try Wire.reply(
        TinkerReply.Completions(
          completions: done.map {
            .init(
              state: $0.isFailed ? "failed" : "finished", requestID: $0.id,
              responsePayloadUncompressedSize: $0.isFailed ? nil : $0.bytes)
          }, cursor: cursor + done.count))
    }
  }
}
