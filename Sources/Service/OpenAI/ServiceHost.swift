internal import Foundation
internal import SwiftProtobuf

/// The service as OpenAI's routes see it: an owner's models, trained and sampled through the same queue as the Tinker API's.
///
/// A fine-tuned name is a sampler checkpoint of the service, whose metadata has the name.
struct ServiceHost: TrainingHost {
  let service: ModelService
  let owner: String

  private static let servedAs = "served_as"

  func servedModels() async -> [ServedModel] {
    let bases = await service.servedBases.map {
      ServedModel(
        id: $0.name, created: Int(service.startedAt.timeIntervalSince1970), ownedBy: "local", isFineTuned: false)
    }
    return bases
      + (await service.checkpoints(of: owner)).compactMap { checkpoint in
        checkpoint.metadata?[Self.servedAs].map {
          ServedModel(
            id: $0, created: Int(checkpoint.createdAt.timeIntervalSince1970), ownedBy: checkpoint.owner,
            isFineTuned: true)
        }
      }
  }

  func text(of model: String) async throws -> ModelText {
    let base = try await base(of: model)
    let text = try await service.text(of: base)
    let description = try await service.describe(base)
    return ModelText(
      tokenizer: text.tokenizer, template: text.template, ends: text.ends, contextLength: description.contextLength)
  }

  func sample(_ order: SampleOrder, from model: String) async throws -> Tinker_SampleResponse {
    let sampler = try await sampler(of: model)
    let number = await service.nextNumber()
    let ticket = try await service.submitSample(order, owner: owner, sampler: sampler, number: number)
    return try Tinker_SampleResponse(serializedBytes: try await result(ticket))
  }

  func deleteModel(_ id: String) async throws {
    guard let found = await served(id) else { throw OpenAIError.noModel(id) }
    try await service.delete(found.path, owner: owner)
  }

  // MARK: Training

  func createTraining(base: String, _ shape: AdapterShape) async throws -> String {
    let session = try await session()
    let number = await service.nextNumber()
    if let found = await served(base) {
      // A model that was fine-tuned goes on from its weights, which its training left beside what is served.
      let state = CheckpointPath(run: found.path.run, kind: .training, name: found.path.name)
      let ticket = try await service.loadModel(
        owner: owner, session: session, number: number, path: state, optimizer: false, metadata: nil)
      _ = try await result(ticket)
      return try named(ticket)
    }
    let ticket = try await service.createModel(
      owner: owner, session: session, number: number, base: base, shape, metadata: nil)
    _ = try await result(ticket)
    return try named(ticket)
  }

  func loadTraining(_ state: String) async throws -> String {
    let ticket = try await service.loadModel(
      owner: owner, session: try await session(), number: await service.nextNumber(), path: try CheckpointPath(state),
      optimizer: true, metadata: nil)
    _ = try await result(ticket)
    return try named(ticket)
  }

  func forwardBackward(
    _ request: Tinker_ForwardBackwardRequest, of training: String
  ) async throws -> Tinker_ForwardBackwardOutput {
    var request = request
    request.modelID = training
    let data = try await next(
      .forwardBackward(forwardOnly: request.forwardOnly), training, try request.serializedBytes())
    return try Tinker_ForwardBackwardOutput(serializedBytes: data)
  }

  func step(_ step: OptimizerStep, of training: String) async throws -> [String: Double] {
    struct Stepped: Decodable { let metrics: [String: Double] }
    return try JSONDecoder().decode(Stepped.self, from: try await next(.step(step), training)).metrics
  }

  func saveTraining(_ training: String, as name: String) async throws -> String {
    let path = CheckpointPath(run: training, kind: .training, name: try Self.name(name))
    _ = try await next(.save(CheckpointOrder(path: path, overwrites: true)), training)
    return path.description
  }

  func saveSampler(_ training: String, as served: String) async throws {
    let earlier = await self.served(served)
    let name = try Self.name(served)
    let state = CheckpointPath(run: training, kind: .training, name: name)
    _ = try await next(.save(CheckpointOrder(path: state, overwrites: true)), training)
    let path = CheckpointPath(run: training, kind: .sampler, name: name)
    _ = try await next(
      .save(CheckpointOrder(path: path, overwrites: true, metadata: [Self.servedAs: served])), training)
    if let earlier, earlier.path != path { try await service.delete(earlier.path, owner: owner) }
  }

  func openSampler(of training: String) async throws -> String {
    let number = await service.nextNumber()
    let sampler = "\(training.prefix { $0 != ":" }):sample:\(number)"
    _ = try await next(.snapshot(sampler: sampler), training)
    return sampler
  }

  func note(_ rewards: [Double], of order: SampleOrder, from sampler: String) async {
    await service.note(rewards, sampler: sampler, seed: order.seed)
  }

  func closeSampler(_ sampler: String) async { await service.close(sampler: sampler, owner: owner) }

  func dropTraining(_ training: String) async { await service.letGo(model: training, owner: owner) }

  func deleteState(_ state: String) async {
    // One that is gone already is what was wanted.
    guard let path = try? CheckpointPath(state) else { return }
    try? await service.delete(path, owner: owner)
  }

  // MARK: Parts

  private func session() async throws -> String { try await service.session(forOpenAIOf: owner) }

  private func served(_ name: String) async -> StoredCheckpoint? {
    await service.checkpoints(of: owner).last { $0.metadata?[Self.servedAs] == name }
  }

  private func base(of model: String) async throws -> String {
    if let found = await served(model) { return found.base }
    guard await service.servedBases.contains(where: { $0.name == model }) else { throw OpenAIError.noModel(model) }
    return model
  }

  /// The sampler of a base, of a fine-tuned name, or one that was opened.
  private func sampler(of model: String) async throws -> String {
    if await service.isSampler(model, of: owner) { return model }
    let path = await served(model)?.path
    let base = path == nil ? try await base(of: model) : nil
    return try await service.standingSampler(owner: owner, session: try await session(), base: base, path: path)
  }

  /// A name of a checkpoint: letters that paths do not have become dashes.
  private static func name(_ text: String) throws -> String {
    let plain = String(
      text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" }.suffix(120))
    let name = plain.hasPrefix(".") ? "x" + plain : plain
    try CheckpointPath.check(name: name)
    return name
  }

  private func named(_ ticket: ModelService.Ticket) throws -> String {
    guard let model = ticket.model else { throw OpenAIError.server("the service named no model") }
    return model
  }

  /// Does a model's next work and returns its result.
  private func next(_ kind: Operation.Kind, _ model: String, _ body: Data = Data()) async throws -> Data {
    try await result(try await service.submitNext(kind, owner: owner, model: model, body: body))
  }

  private func result(_ ticket: ModelService.Ticket) async throws -> Data {
    while true {
      try _Concurrency.Task.checkCancellation()
      switch try await service.future(ticket.id, owner: owner, seconds: 30) {
      case .json(let data), .protobuf(let data): return data
      case .failed(let why, let isAskers): throw ServiceError(isAskers ? 400 : 500, why)
      case .waiting:
        if await service.isStopping { throw ServiceError(503, "the server stops") }
      }
    }
  }
}
