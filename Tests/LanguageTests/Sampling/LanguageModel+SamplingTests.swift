import Foundation
import Language
import Networks
import Randomness
import Tasks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct LanguageModelSamplingTests {
  private func order(
    _ prompt: String, seed: UInt64 = 1, adapter: Int? = nil, tokens: Int = 10,
    _ change: (inout SamplingOrder) -> Void = { _ in }
  ) -> SamplingOrder {
    var order = SamplingOrder(prompt: Tokenizer.bytes.encode(prompt), adapter: adapter)
    (order.settings.seed, order.settings.maxTokens) = (seed, tokens)
    change(&order)
    return order
  }

  /// Orders with all that may differ between those of a batch.
  private var orders: [SamplingOrder] {
    [
      order("a", adapter: 0) { $0.settings.count = 3 },
      order("green bottles", seed: 2, adapter: 1, tokens: 7) {
        ($0.settings.temperature, $0.topSampledTokens) = (0.7, 3)
      },
      order("hanging on the wall", seed: 3, tokens: 14) { ($0.settings.topK, $0.settings.count) = (20, 2) },
      order("a", seed: 4, adapter: 0) { ($0.settings.topP, $0.wantsPromptLogProbabilities) = (0.9, true) },
      order("on the wall", seed: 5, adapter: 2, tokens: 3) { ($0.settings.temperature, $0.topPromptTokens) = (0, 4) },
    ]
  }

  private func adapters(_ model: LanguageModel) throws -> [AdapterSet] {
    try [(2, true), (4, false), (1, true)].enumerated().map {
      try AdapterTraining.stirred(model, rank: $0.element.0, seed: UInt64($0.offset), unembedding: $0.element.1)
        .adapters
    }
  }

  @Test func anOrderIsWhatItIsAlone() throws {
    for model in [try tiny(), try tied()] {
      let adapters = try adapters(model)
      let together = model.sample(orders, adapters: adapters)
      for (order, result) in zip(orders, together) {
        let (all, alone) = (try result.get(), try model.sample([order], adapters: adapters)[0].get())
        #expect(all.continuations.count == order.settings.count)
        for (a, b) in zip(all.continuations, alone.continuations) {
          #expect(a.ids == b.ids && a.finish == b.finish && a.top.map { $0.map(\.id) } == b.top.map { $0.map(\.id) })
          for (x, y) in zip(a.logProbabilities, b.logProbabilities) { #expect(abs(x - y) < 1e-5) }
        }
        for (a, b) in zip(all.prompt, alone.prompt) {
          #expect(abs((a.logProbability ?? 0) - (b.logProbability ?? 0)) < 1e-5 && a.top.map(\.id) == b.top.map(\.id))
        }
      }
    }
  }

  @Test func sampledPromptAndTrainedLogProbabilitiesAgree() throws {
    for model in [try tiny(), try tied()] {
      let adapters = try adapters(model)
      var asked = order("green", adapter: 1, tokens: 12)
      asked.settings.temperature = 0.8
      let drawn = try model.sample([asked], adapters: adapters)[0].get().continuations[0]
      let all = asked.prompt + drawn.ids
      var scored = SamplingOrder(prompt: all, adapter: 1)
      (scored.settings.maxTokens, scored.wantsPromptLogProbabilities) = (1, true)
      let prompt = try model.sample([scored], adapters: adapters)[0].get().prompt
      #expect(prompt.count == all.count && prompt[0].logProbability == nil)
      let datum = PolicyDatum(
        tokens: Array(all.dropLast()), targets: Array(all.dropFirst()),
        inputs: ["weights": all.dropFirst().map { _ in 1 }])
      let request = PolicyRequest([datum], try PolicyLoss("cross_entropy"), isForwardOnly: true)
      let judged = try model.judge([request], adapters: [adapters[1]])[0].get().logProbabilities[0]
      for (a, b) in zip(prompt.dropFirst(), judged) { #expect(abs(a.logProbability! - b) < 1e-5) }
      for (a, b) in zip(drawn.logProbabilities, judged.suffix(drawn.ids.count)) { #expect(abs(a - Double(b)) < 1e-5) }
    }
  }

  @Test func anOrderOfTheBaseIsACompletion() throws {
    let model = try tiny()
    var order = order("wall", seed: 9)
    order.settings.count = 3
    let completions = try model.complete([order.prompt], order.settings)[0]
    #expect(try model.sample([order])[0].get().continuations.map(\.ids) == completions.map(\.ids))
  }

  @Test func whatAContinuationStopsAtIsPartOfIt() throws {
    let model = try tiny()
    let free = try model.sample([order("x", tokens: 40)])[0].get().continuations[0].ids
    #expect(free.count == 40)
    let byText = try model.sample([
      order("x", tokens: 40) { $0.settings.stop = [Tokenizer.bytes.decode(Array(free[20..<23]))] }
    ])[0].get().continuations[0]
    #expect(byText.finish == .stop && byText.ids == Array(free.prefix(byText.ids.count)) && byText.ids.count <= 23)
    let byToken = try model.sample([order("x", tokens: 40) { $0.ends = [free[10]] }])[0].get().continuations[0]
    #expect(byToken.finish == .stop && byToken.ids == Array(free.prefix(free.firstIndex(of: free[10])! + 1)))
  }

  @Test func theModelsOwnEndIsOneUnlessNoneIsWanted() throws {
    let plain = try tiny()
    let drawn = try plain.sample([order("x", tokens: 20)])[0].get().continuations[0].ids
    let model = try LanguageModel("ending", plain.decoder, .bytes, ends: [drawn[5]])
    let ended = try model.sample([order("x", tokens: 20)])[0].get().continuations[0]
    #expect(ended.ids == Array(drawn.prefix(drawn.firstIndex(of: drawn[5])! + 1)) && ended.finish == .stop)
    let never = try model.sample([order("x", tokens: 20) { $0.ends = [] }])[0].get().continuations[0]
    #expect(never.ids == drawn && never.finish == .length)
  }

  @Test func theMostLikelyAreThoseOfTheLogits() throws {
    let model = try tiny()
    let result = try model.sample([
      order("ab", tokens: 1) { ($0.topSampledTokens, $0.topPromptTokens, $0.settings.temperature) = (5, 2, 0) }
    ])[0].get()
    let all = model.decoder(Tensor(Tokenizer.bytes.encode("ab"))).logSoftmax(-1)
    let sorted = all.sorted(-1, descending: true)
    #expect(result.continuations[0].top[0].map(\.id) == sorted.indices[1][0..<5].scalars(Int.self))
    for (a, b) in zip(result.continuations[0].top[0], sorted.values[1][0..<5].scalars(Float.self)) {
      #expect(abs(a.logProbability - b) < 1e-5)
    }
    #expect(
      result.prompt[0].top.isEmpty && result.prompt[1].top.map(\.id) == sorted.indices[0][0..<2].scalars(Int.self))
  }

  @Test func aFullContextIsScoredAndALongOneHasRoomForOthers() throws {
    let model = try tiny(longest: 32)
    let full = SamplingOrder(prompt: Array(repeating: 65, count: 32))
    // Padding takes places, and none of the room of a short prompt.
    let short = order("a", tokens: 100)
    let results = model.sample([full, short])
    #expect(try results[0].get().continuations[0].ids.count == 1)
    #expect(try results[1].get().continuations[0].ids == model.sample([short])[0].get().continuations[0].ids)
    #expect(try results[1].get().continuations[0].ids.count == 31)
  }

  @Test func aBadOrderCostsTheOthersNothing() throws {
    let model = try tiny()
    let bad: [(SamplingOrder, String)] = [
      (SamplingOrder(prompt: []), "empty"), (SamplingOrder(prompt: [999]), "the token 999"),
      (order("a", adapter: 3), "there are 0"), (order("a") { $0.topSampledTokens = 300 }, "0 to 256"),
      (order("a") { $0.settings.topP = 0 }, "top-p"),
      (order("a") { $0.ends = [-4] }, "the token -4"), (order(String(repeating: "a", count: 257)), "reads 256"),
    ]
    let results = model.sample([order("a")] + bad.map(\.0))
    #expect(try results[0].get().continuations[0].ids == model.sample([order("a")])[0].get().continuations[0].ids)
    for (result, (_, words)) in zip(results.dropFirst(), bad) {
      #expect { try result.get() } throws: { "\($0)".contains(words) }
    }
  }

  @Test func anAdapterThatDivergedIsNamed() throws {
    let model = try tiny()
    let lost = try adapters(model)[0].map { $0 * Double.nan }
    let results = model.sample([order("a", adapter: 0), order("a")], adapters: [lost])
    #expect { try results[0].get() } throws: { "\($0)".contains("diverged") }
    #expect(try results[1].get().continuations[0].ids.count == 10)
    let request = PolicyRequest([datum(5, seed: 1)], try PolicyLoss("cross_entropy"))
    #expect { try model.judge([request], adapters: [lost])[0].get() } throws: { "\($0)".contains("diverged") }
  }
}
