import Foundation
import Synchronization
import Tasks

@testable import Service

/// A host that learns: the logits of the next byte are a row of a table, one row to each byte before. An optimizer's step is plain
/// descent, so that a stored table is all there is to go on from.
final class BigramHost: TrainingHost {
  typealias Table = [[Float]]

  struct State {
    var models: [String: Table] = [:]
    var gradients: [String: Table] = [:]
    var served: [String: Table] = [:]
    var samplers: [String: Table] = [:]
    var stored: [String: Table] = [:]
    var count = 0
    var steps = 0
    var requests: [Tinker_ForwardBackwardRequest] = []
    /// What is told to the next request, or `nil` for its answer.
    var failure: OpenAIError?
  }

  static let size = 128
  let state: Mutex<State>
  /// Called before each step with the number of steps so far.
  let beforeStep: @Sendable (Int) async -> Void
  let context = 80

  init(base: Table? = nil, beforeStep: @escaping @Sendable (Int) async -> Void = { _ in }) {
    let zeros = Array(repeating: Array(repeating: Float(0), count: Self.size), count: Self.size)
    state = Mutex(State(served: ["toy": base ?? zeros]))
    self.beforeStep = beforeStep
  }

  /// What came of the job of this suffix, or `nil` if it has not ended.
  func result(_ suffix: String) -> Table? {
    state.withLock { state in
      state.served.first { $0.key.hasPrefix("ft:toy:local:\(suffix):") && !$0.key.contains("ckpt") }?.value
    }
  }

  // MARK: Inference

  func servedModels() async -> [ServedModel] {
    state.withLock { $0.served.keys.sorted() }.map {
      ServedModel(id: $0, created: 0, ownedBy: "local", isFineTuned: $0.hasPrefix("ft:"))
    }
  }

  func text(of model: String) async throws -> ModelText {
    guard state.withLock({ $0.served[model] != nil }) else { throw OpenAIError.noModel(model) }
    return ModelText(tokenizer: .bytes, template: nil, ends: [0], contextLength: context)
  }

  func deleteModel(_ id: String) async throws { state.withLock { $0.served[id] = nil } }

  func sample(_ order: SampleOrder, from model: String) async throws -> Tinker_SampleResponse {
    let table = try state.withLock { state in
      guard let table = state.served[model] ?? state.samplers[model] else { throw OpenAIError.noModel(model) }
      return table
    }
    var generator = SplitMix(state: order.seed)
    var reply = Tinker_SampleResponse()
    for _ in 0..<order.count {
      var (ids, scores): ([Int], [Float]) = ([], [])
      var previous = order.prompt.last ?? 0
      while ids.count < min(order.maxTokens ?? context, 8), ids.last != 0 {
        let logs = Self.logSoftmax(table[previous])
        var left = Float.random(in: 0..<1, using: &generator)
        previous =
          logs.firstIndex { log in
            left -= exp(log)
            return left < 0
          } ?? Self.size - 1
        ids.append(previous)
        scores.append(logs[previous])
      }
      var sequence = Tinker_SampledSequence()
      sequence.tokens = Data(littleEndian: ids.map { Int32($0) })
      sequence.logprobs = Data(littleEndian: scores)
      sequence.stopReason = ids.last == 0 ? .stop : .length
      reply.sequences.append(sequence)
    }
    return reply
  }

  static func logSoftmax(_ logits: [Float]) -> [Float] {
    let top = logits.max() ?? 0
    let sum = top + log(logits.reduce(0) { $0 + exp($1 - top) })
    return logits.map { $0 - sum }
  }

  // MARK: Training

  private func name(_ kind: String) -> String {
    state.withLock {
      $0.count += 1
      return "\(kind)-\($0.count)"
    }
  }

  private func add(_ table: Table) -> String {
    let name = name("training")
    let zeros = table.map { $0.map { _ in Float(0) } }
    state.withLock { ($0.models[name], $0.gradients[name]) = (table, zeros) }
    return name
  }

  func createTraining(base: String, _ shape: AdapterShape) async throws -> String {
    add(state.withLock { $0.served[base] ?? [] })
  }

  func loadTraining(_ stored: String) async throws -> String {
    guard let table = state.withLock({ $0.stored[stored] }) else { throw OpenAIError.server("there is no \(stored)") }
    return add(table)
  }

  func forwardBackward(
    _ request: Tinker_ForwardBackwardRequest, of training: String
  ) async throws -> Tinker_ForwardBackwardOutput {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      state.requests.append(request)
      let table = state.models[training] ?? []
      var gradient = state.gradients[training] ?? []
      var output = Tinker_ForwardBackwardOutput()
      var (field, offsets, loss) = (Tinker_BatchedTensor(), [Int64(0)], 0.0)
      for datum in request.data {
        let ids = datum.modelInput.flatMap { [Int32](littleEndian: $0.encodedText.tokens) }.map { Int($0) }
        let targets = (datum.lossFnInputs["target_tokens"]?.dense ?? Data()).withUnsafeBytes {
          Array($0.bindMemory(to: Int64.self)).map { Int($0) }
        }
        func input(_ name: String) -> [Float] { [Float](littleEndian: datum.lossFnInputs[name]?.dense ?? Data()) }
        let scores = zip(ids, targets).map { Self.logSoftmax(table[$0])[$1] }
        // ∂loss/∂log p of each target.
        let slopes: [Float]
        if request.lossFn == "cross_entropy" {
          slopes = input("weights").map { -$0 }
          loss += zip(slopes, scores).reduce(0) { $0 + Double($1.0 * $1.1) }
        } else {
          let ratios = zip(scores, input("logprobs")).map { exp($0 - $1) }
          slopes = zip(ratios, input("advantages")).map { -$0 * $1 }
          loss += slopes.reduce(0) { $0 + Double($1) }
        }
        if !request.forwardOnly {
          for ((id, target), slope) in zip(zip(ids, targets), slopes) where slope != 0 {
            for (other, log) in Self.logSoftmax(table[id]).enumerated() {
              gradient[id][other] += slope * ((other == target ? 1 : 0) - exp(log))
            }
          }
        }
        field.data += Data(littleEndian: scores)
        offsets.append(Int64(field.data.count))
      }
      state.gradients[training] = gradient
      field.offsets = Data(littleEndian: offsets)
      field.dtype = .float32
      var record = Tinker_ArrayRecord()
      (record.fields["logprobs"], record.numDatums) = (field, Int64(request.data.count))
      output.lossFnOutputs = [record]
      output.metrics = ["loss:sum": loss]
      return output
    }
  }

  func step(_ step: OptimizerStep, of training: String) async throws -> [String: Double] {
    await beforeStep(state.withLock { $0.steps })
    state.withLock { state in
      state.steps += 1
      guard let table = state.models[training], let gradient = state.gradients[training] else { return }
      state.models[training] = zip(table, gradient).map { row, slopes in
        slopes.contains { $0 != 0 } ? zip(row, slopes).map { $0 - Float(step.rate) * $1 } : row
      }
      state.gradients[training] = gradient.map { $0.map { _ in 0 } }
    }
    return [:]
  }

  func saveTraining(_ training: String, as name: String) async throws -> String {
    state.withLock { $0.stored[name] = $0.models[training] }
    return name
  }

  func saveSampler(_ training: String, as served: String) async throws {
    state.withLock { $0.served[served] = $0.models[training] }
  }

  func openSampler(of training: String) async throws -> String {
    let name = name("sampler")
    state.withLock { $0.samplers[name] = $0.models[training] }
    return name
  }

  func closeSampler(_ sampler: String) async { state.withLock { $0.samplers[sampler] = nil } }
  func dropTraining(_ training: String) async {
    state.withLock { ($0.models[training], $0.gradients[training]) = (nil, nil) }
  }
  func deleteState(_ stored: String) async { state.withLock { $0.stored[stored] = nil } }
}
