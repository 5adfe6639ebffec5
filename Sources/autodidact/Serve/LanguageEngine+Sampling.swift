import Foundation
import Language
import Networks
import Service
import SwiftProtobuf

extension LanguageEngine {
  /// Draws the continuations of several requests, for any samplers, in one batch.
  func sample(_ requests: [EngineRequest]) -> [EngineReply] {
    var replies = requests.map { EngineReply(id: $0.id, .done) }
    var (adapters, numbers): ([AdapterSet], [String: Int]) = ([], [:])
    var asked: [(index: Int, order: SamplingOrder, lastPlaces: Int?)] = []
    for (index, request) in requests.enumerated() {
      guard case .sample(let name) = request.work else { continue }
      do {
        guard let sampler = samplers[name] else { throw Misuse(problem: "the engine has no sampler \(name)") }
        if let set = sampler.adapters, numbers[name] == nil {
          numbers[name] = adapters.count
          adapters.append(set)
        }
        let order = try JSONDecoder().decode(SampleOrder.self, from: request.body)
        let own = SamplingOrder(order, adapter: numbers[name], longest: base.decoder.configuration.longest)
        asked.append((index, own, order.lastPromptPlaces))
      } catch { replies[index] = EngineReply(id: request.id, Self.outcome(of: error)) }
    }
    let results = base.sample(asked.map(\.order), adapters: adapters)
    for (ask, result) in zip(asked, results) {
      let id = requests[ask.index].id
      do {
        let message = Tinker_SampleResponse(try result.get(), of: ask.order, lastPlaces: ask.lastPlaces)
        replies[ask.index] = EngineReply(id: id, .done, body: try message.serializedData())
      } catch { replies[ask.index] = EngineReply(id: id, Self.outcome(of: error)) }
    }
    return replies
  }
}

extension SamplingOrder {
  /// The order of a message, of a model that reads `longest` tokens.
  init(_ order: SampleOrder, adapter: Int?, longest: Int) {
    var settings = SamplingSettings()
    (settings.temperature, settings.topK, settings.topP) = (order.temperature, order.topK, order.topP)
    (settings.count, settings.seed, settings.stop) = (order.count, order.seed, order.stopTexts)
    settings.maxTokens = order.maxTokens ?? max(longest - order.prompt.count, 1)
    self.init(prompt: order.prompt, settings, adapter: adapter)
    ends = order.stopTokens.map(Set.init)
    wantsPromptLogProbabilities = order.wantsPromptLogProbabilities
    (topPromptTokens, topSampledTokens) = (order.topPromptTokens, order.topSampledTokens)
  }
}

extension Tinker_SampleResponse {
  /// The message of what came of an order, with the log-probabilities of so many places at the prompt's end, or of all.
  init(_ sampled: SampledOrder, of order: SamplingOrder, lastPlaces: Int? = nil) {
    self.init()
    let untold = max(0, sampled.prompt.count - (lastPlaces ?? sampled.prompt.count))
    sequences = sampled.continuations.map { continuation in
      var sequence = Tinker_SampledSequence()
      sequence.stopReason = continuation.finish == .stop ? .stop : .length
      sequence.tokens = Data(littleEndian: continuation.ids.map { Int32($0) })
      sequence.logprobs = Data(floats: continuation.logProbabilities.map { Float($0) })
      if order.topSampledTokens > 0 {
        sequence.topkSampledLogprobs = Tinker_TopK(continuation.top, order.topSampledTokens)
      }
      return sequence
    }
    if order.wantsPromptLogProbabilities {
      promptLogprobs = Data(
        floats: sampled.prompt.enumerated().map { $0 < untold ? .nan : $1.logProbability ?? .nan })
    }
    if order.topPromptTokens > 0 {
      topkPromptLogprobs = Tinker_TopK(
        sampled.prompt.enumerated().map { $0 < untold ? [] : $1.top }, order.topPromptTokens)
    }
  }
}

extension Tinker_TopK {
  /// The message of the most likely tokens at some places, `count` at each.
  init(_ places: [[TokenChance]], _ count: Int) {
    self.init()
    (k, length) = (UInt32(count), UInt32(places.count))
    let cells = places.flatMap { chances in (0..<count).map { $0 < chances.count ? chances[$0] : nil } }
    tokenIds = Data(littleEndian: cells.map { Int32($0?.id ?? 0) })
    logprobs = Data(floats: cells.map { $0?.logProbability ?? -99999 })
  }
}
