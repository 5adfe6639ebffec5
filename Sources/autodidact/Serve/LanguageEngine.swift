import Foundation
import Language
import Networks
import Service
import Tensors

/// A base model with the adapters that learn from it and those that are sampled from: what an engine's requests are about.
///
/// Requests for several models, or samples for several samplers, that come in one batch are one pass of the base. A request that
/// cannot be done is refused without costing the others.
struct LanguageEngine {
  /// The base.
  let base: LanguageModel
  /// The adapters that learn, by name.
  var models: [String: AdapterTraining] = [:]
  /// The adapters that are sampled from, by name.
  var samplers: [String: Sampler] = [:]

  /// What is sampled from.
  struct Sampler {
    /// The adapter, or `nil` for the base alone.
    var adapters: AdapterSet?
  }

  /// A request that the engine's caller should not have made.
  struct Misuse: Error {
    let problem: String
  }

  init(_ base: LanguageModel) { self.base = base }

  /// Does the requests of a batch and returns their replies in order.
  mutating func answer(_ batch: [EngineRequest]) -> [EngineReply] {
    var replies: [Int: EngineReply] = [:]
    let passes = batch.indices.filter { if case .forwardBackward = batch[$0].work { true } else { false } }
    let samples = batch.indices.filter { if case .sample = batch[$0].work { true } else { false } }
    for (index, reply) in zip(passes, judge(passes.map { batch[$0] })) { replies[index] = reply }
    for (index, reply) in zip(samples, sample(samples.map { batch[$0] })) { replies[index] = reply }
    return batch.indices.map { index in replies[index] ?? answer(batch[index]) }
  }

  /// Does a request that is not one of several.
  private mutating func answer(_ request: EngineRequest) -> EngineReply {
    do {
      return EngineReply(id: request.id, try outcome(of: request.work))
    } catch {
      return EngineReply(id: request.id, Self.outcome(of: error))
    }
  }

  private mutating func outcome(of work: EngineWork) throws -> EngineOutcome {
    switch work {
    case .describe:
      let c = base.decoder.configuration
      return .described(
        BaseModel(
          architecture: c.family.rawValue, contextLength: c.longest, vocabulary: c.vocabulary,
          parameters: base.decoder.parameterCount))
    case .create(let model, let shape):
      guard models[model] == nil else { throw Misuse(problem: "there is a model \(model) already") }
      models[model] = try AdapterTraining(base, AdapterDesign(shape))
    case .load(let model, let folder, let withOptimizer):
      models[model] = try training(from: URL(fileURLWithPath: folder), withOptimizer: withOptimizer)
    case .step(let model, let numbers):
      var training = try self.model(model)
      defer { models[model] = training }
      return .metrics(["grad_norm": try training.advance(AdapterTraining.Step(numbers)), "learning_rate": numbers.rate])
    case .save(let model, let folder, let kind):
      return .saved(bytes: try save(try self.model(model), to: URL(fileURLWithPath: folder), kind))
    case .openSampler(let sampler, let folder):
      samplers[sampler] = Sampler(adapters: try folder.map { try adapters(from: URL(fileURLWithPath: $0)) })
    case .drop(let names, let samplerNames):
      for name in names { models[name] = nil }
      for name in samplerNames { samplers[name] = nil }
    case .forwardBackward, .sample: throw Misuse(problem: "it is one of a batch")
    case .solve: throw Misuse(problem: "this engine is a language model, which answers no tasks")
    }
    return .done
  }

  /// The model of a name.
  func model(_ name: String) throws(Misuse) -> AdapterTraining {
    guard let model = models[name] else { throw Misuse(problem: "the engine has no model \(name)") }
    return model
  }

  /// What a failure is to the asker: theirs to mend, or not.
  static func outcome(of error: any Error) -> EngineOutcome {
    switch error {
    case let error as LanguageError: .refused("\(error)")
    case let error as WireError: .refused(error.problem)
    case let error as Misuse: .failed(error.problem)
    default: .failed("\(error)")
    }
  }
}

extension AdapterDesign {
  /// The design of a shape.
  init(_ shape: AdapterShape) {
    self.init(
      rank: shape.rank, seed: shape.seed, trainsAttention: shape.trainsAttention, trainsMLP: shape.trainsMLP,
      trainsUnembedding: shape.trainsUnembedding)
  }
}

extension AdapterTraining.Step {
  /// The numbers of a step.
  init(_ step: OptimizerStep) {
    self.init()
    (rate, beta1, beta2, epsilon) = (step.rate, step.beta1, step.beta2, step.epsilon)
    (weightDecay, gradientLimit) = (step.weightDecay, step.gradientLimit)
  }
}
