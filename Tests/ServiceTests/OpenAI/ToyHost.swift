import Foundation
import Synchronization
import Tasks

@testable import Service

/// A host whose model is arithmetic: lp(previous, next) = -(1 + ((31 previous + 17 next) mod 97) / 97), over the letters a to z.
final class ToyHost: ModelHost {
  let models: Mutex<[ServedModel]>
  /// The text of a prompt at whose end the engine dies.
  let fatal: String
  let context: Int

  init(fatal: String = "boom", context: Int = 400) {
    (self.fatal, self.context) = (fatal, context)
    models = Mutex([
      ServedModel(id: "toy/tiny", created: 1_790_000_000, ownedBy: "local", isFineTuned: false),
      ServedModel(
        id: "ft:toy/tiny:local:demo:0001", created: 1_790_000_060, ownedBy: "local", isFineTuned: true),
    ])
  }

  static func logProbability(_ previous: Int, _ next: Int) -> Float {
    -(1 + Float((31 * previous + 17 * next) % 97) / 97)
  }

  /// Returns the letters from the likeliest on.
  static func ranking(after previous: Int) -> [Int] {
    (97...122).sorted { (logProbability(previous, $1), $0) < (logProbability(previous, $0), $1) }
  }

  /// Returns what the model writes after a prompt.
  static func greedy(_ prompt: [Int], _ count: Int) -> [Int] {
    var ids = prompt
    for _ in 0..<count { ids.append(ranking(after: ids.last ?? 0)[0]) }
    return Array(ids.dropFirst(prompt.count))
  }

  func servedModels() async -> [ServedModel] { models.withLock { $0 } }

  func text(of model: String) async throws -> ModelText {
    guard await servedModels().contains(where: { $0.id == model }) else { throw OpenAIError.noModel(model) }
    return ModelText(tokenizer: .bytes, template: nil, ends: [0], contextLength: context)
  }

  func deleteModel(_ id: String) async throws { models.withLock { $0.removeAll { $0.id == id } } }

  func sample(_ order: SampleOrder, from model: String) async throws -> Tinker_SampleResponse {
    if String(decoding: order.prompt.map { UInt8($0) }, as: UTF8.self).contains(fatal) {
      throw OpenAIError.server("engine died")
    }
    var reply = Tinker_SampleResponse()
    if order.wantsPromptLogProbabilities {
      let pairs = zip(order.prompt, order.prompt.dropFirst())
      reply.promptLogprobs = Data(littleEndian: [.nan] + pairs.map { Self.logProbability($0, $1) })
      reply.topkPromptLogprobs = Self.table([-1] + order.prompt.dropLast(), order.topPromptTokens)
    }
    let limit = order.maxTokens ?? context - order.prompt.count
    for _ in 0..<order.count {
      let ids = Self.greedy(order.prompt, limit)
      let before = [order.prompt.last ?? 0] + ids
      var sequence = Tinker_SampledSequence()
      sequence.tokens = Data(littleEndian: ids.map { Int32($0) })
      sequence.logprobs = Data(littleEndian: zip(before, ids).map { Self.logProbability($0, $1) })
      sequence.topkSampledLogprobs = Self.table(before.dropLast(), order.topSampledTokens)
      sequence.stopReason = .length
      reply.sequences.append(sequence)
    }
    return reply
  }

  private static func table(_ before: some Collection<Int>, _ width: Int) -> Tinker_TopK {
    var table = Tinker_TopK()
    (table.k, table.length) = (UInt32(width), UInt32(before.count))
    for previous in before {
      let ids = previous < 0 ? Array(repeating: 0, count: width) : Array(ranking(after: previous).prefix(width))
      table.tokenIds += Data(littleEndian: ids.map { Int32($0) })
      table.logprobs += Data(littleEndian: ids.map { previous < 0 ? -99999 : logProbability(previous, $0) })
    }
    return table
  }
}
