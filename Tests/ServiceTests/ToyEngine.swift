import Foundation
import Service
import SwiftProtobuf
import Synchronization

/// An engine whose model is arithmetic: ln p(next | previous) = −(1 + ((31 previous + 17 next) mod 97) / 97).
///
/// A model's state is the list of what was done to it, which it saves and loads: two models are alike if their lists are.
final class ToyEngine: Engine {
  struct Died: Error {}
  private struct State {
    var models: [String: [String]] = [:]
    var samplers: Set<String> = []
    var batches: [[EngineRequest]] = []
    var batchesUntilDeath: Int?
  }
  private let state = Mutex(State())

  /// Dies when it is asked after so many batches.
  init(dyingAfter batches: Int? = nil) { state.withLock { $0.batchesUntilDeath = batches } }

  /// What it was asked.
  var batches: [[EngineRequest]] { state.withLock { $0.batches } }
  /// What was done to each model.
  var models: [String: [String]] { state.withLock { $0.models } }

  static func logProbability(_ previous: Int, _ next: Int) -> Double {
    -(1 + Double((31 * previous + 17 * next) % 97) / 97)
  }

  func answer(_ batch: [EngineRequest]) async throws(EngineLost) -> [EngineReply] {
    try state.withLock { state throws(EngineLost) in
      if let left = state.batchesUntilDeath {
        guard left > 0 else { throw EngineLost("it died, as the test asked") }
        state.batchesUntilDeath = left - 1
      }
      state.batches.append(batch)
      return batch.map { Self.answer($0, &state) }
    }
  }

  private static func answer(_ request: EngineRequest, _ state: inout State) -> EngineReply {
    func reply(_ outcome: EngineOutcome, _ body: Data = Data()) -> EngineReply {
      EngineReply(id: request.id, outcome, body: body)
    }
    do {
      switch request.work {
      case .describe:
        return reply(.described(BaseModel(architecture: "toy", contextLength: 1024, vocabulary: 256, parameters: 0)))
      case .create(let model, let shape): state.models[model] = ["create \(shape.rank)"]
      case .load(let model, let folder, let optimizer):
        let text = try String(contentsOf: URL(filePath: folder).appending(path: "state"), encoding: .utf8)
        state.models[model] = text.split(separator: "\n").map(String.init)
        if !optimizer { state.models[model]?.append("without moments") }
      case .forwardBackward(let model):
        guard state.models[model] != nil else { return reply(.failed("there is no \(model)")) }
        let asked = try Tinker_ForwardBackwardRequest(serializedBytes: request.body)
        let output = try forward(asked)
        if !asked.forwardOnly { state.models[model]?.append("gradient \(asked.data.count)") }
        return reply(.done, try output.serializedBytes())
      case .step(let model, let step):
        guard state.models[model] != nil else { return reply(.failed("there is no \(model)")) }
        state.models[model]?.append("step \(step.rate)")
        return reply(.metrics(["grad_norm": 1.25]))
      case .save(let model, let folder, _):
        guard let own = state.models[model] else { return reply(.failed("there is no \(model)")) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let data = Data(own.joined(separator: "\n").utf8)
        try data.write(to: URL(filePath: folder).appending(path: "state"))
        return reply(.saved(bytes: data.count))
      case .openSampler(let sampler, let folder):
        if let folder, !FileManager.default.fileExists(atPath: folder) { return reply(.refused("no folder \(folder)")) }
        state.samplers.insert(sampler)
      case .sample(let sampler):
        guard state.samplers.contains(sampler) else { return reply(.failed("there is no \(sampler)")) }
        let order = try JSONDecoder().decode(SampleOrder.self, from: request.body)
        return reply(.done, try sample(order).serializedBytes())
      case .solve:
        let order = try JSONDecoder().decode(SolveOrder.self, from: request.body)
        return reply(.done, Data(#"{"object": "task.answers", "attempts": \#(order.attempts), "tasks": []}"#.utf8))
      case .drop(let models, let samplers):
        for model in models { state.models[model] = nil }
        state.samplers.subtract(samplers)
      }
      return reply(.done)
    } catch let error as ServiceError {
      return reply(.refused(error.detail))
    } catch {
      return reply(.failed("\(error)"))
    }
  }

  private static func forward(_ asked: Tinker_ForwardBackwardRequest) throws -> Tinker_ForwardBackwardOutput {
    var (all, offsets, loss) = (Data(), [Int64(0)], 0.0)
    for datum in asked.data {
      let tokens: [Int] = datum.modelInput.flatMap { numbers($0.encodedText.tokens, Int32.self).map(Int.init) }
      guard let targets = datum.lossFnInputs["target_tokens"] else {
        throw ServiceError(400, "target_tokens is missing")
      }
      let wanted = numbers(targets.dense, Int64.self).map(Int.init)
      guard wanted.count == tokens.count else {
        throw ServiceError(400, "target_tokens has \(wanted.count) rows but model_input has \(tokens.count) tokens")
      }
      let weights = datum.lossFnInputs["weights"].map { numbers($0.dense, Float.self) }
      for (index, pair) in zip(tokens, wanted).enumerated() {
        let value = logProbability(pair.0, pair.1)
        withUnsafeBytes(of: Float(value)) { all.append(contentsOf: $0) }
        loss -= value * Double(weights?[index] ?? 1)
      }
      offsets.append(Int64(all.count))
    }
    var output = Tinker_ForwardBackwardOutput()
    output.lossFnOutputType = "ArrayRecord"
    var record = Tinker_ArrayRecord()
    record.typeTag = "ArrayRecord"
    record.numDatums = Int64(asked.data.count)
    var tensor = Tinker_BatchedTensor()
    tensor.data = all
    tensor.offsets = offsets.reduce(into: Data()) { data, value in
      withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
    tensor.dtype = .float32
    record.fields["logprobs"] = tensor
    output.lossFnOutputs = [record]
    output.metrics["loss:sum"] = loss
    return output
  }

  private static func sample(_ order: SampleOrder) -> Tinker_SampleResponse {
    var response = Tinker_SampleResponse()
    for index in 0..<order.count {
      var (tokens, values, previous) = (Data(), Data(), order.prompt.last ?? 0)
      for place in 0..<(order.maxTokens ?? 16) {
        let next = (previous * 7 + place + index + Int(order.seed % 97)) % 97
        withUnsafeBytes(of: Int32(next)) { tokens.append(contentsOf: $0) }
        withUnsafeBytes(of: Float(logProbability(previous, next))) { values.append(contentsOf: $0) }
        previous = next
      }
      var sequence = Tinker_SampledSequence()
      (sequence.stopReason, sequence.tokens, sequence.logprobs) = (.length, tokens, values)
      response.sequences.append(sequence)
    }
    if order.wantsPromptLogProbabilities {
      var values = Data()
      withUnsafeBytes(of: Float.nan) { values.append(contentsOf: $0) }
      for (previous, next) in zip(order.prompt, order.prompt.dropFirst()) {
        withUnsafeBytes(of: Float(logProbability(previous, next))) { values.append(contentsOf: $0) }
      }
      response.promptLogprobs = values
    }
    return response
  }

  static func numbers<Number: BitwiseCopyable>(_ data: Data, _ type: Number.Type) -> [Number] {
    data.withUnsafeBytes { bytes in
      (0..<(bytes.count / MemoryLayout<Number>.size)).map {
        bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: type)
      }
    }
  }
}
