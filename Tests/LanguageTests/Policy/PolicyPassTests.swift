import Foundation
import Language
import Networks
import Randomness
import Tasks
import Tensors
import Testing

/// A tiny decoder whose head is its table of tokens.
func tied(seed: UInt64 = 1) throws -> LanguageModel {
  var c = DecoderConfiguration()
  (c.vocabulary, c.width, c.layers, c.heads, c.keyValueHeads, c.headWidth) = (256, 16, 2, 2, 2, 8)
  (c.innerWidth, c.longest, c.isTied) = (32, 64, true)
  var generator = Generator(seed: seed)
  return try LanguageModel("tied", CausalDecoder(c, using: &generator), .bytes)
}

extension AdapterTraining {
  /// A training whose adapter does something: both factors random.
  static func stirred(_ model: LanguageModel, rank: Int, seed: UInt64, unembedding: Bool = true) throws
    -> AdapterTraining
  {
    var training = try AdapterTraining(
      model, AdapterDesign(rank: rank, seed: seed, trainsUnembedding: unembedding))
    var generator = Generator(seed: seed).child("stir")
    training.add(training.adapters.map { .normal($0.shape, using: &generator) })
    var step = Step()
    step.rate = 0.01
    _ = try training.advance(step)
    return training
  }
}

/// A datum of random bytes whose targets are the next of them.
func datum(_ length: Int, seed: UInt64, width: Int = 1) -> PolicyDatum {
  var generator = Generator(seed: seed)
  let ids = (0...length).map { _ in Int.random(in: 0..<256, using: &generator) }
  let targets = (0..<length).flatMap { place in (0..<width).map { (ids[place + 1] + $0) % 256 } }
  func numbers(_ range: ClosedRange<Double>) -> [Double] {
    targets.map { _ in Double.random(in: range, using: &generator) }
  }
  return PolicyDatum(
    tokens: Array(ids.dropLast()), targets: targets, width: width,
    inputs: [
      "weights": numbers(0...1), "logprobs": numbers(-6 ... -5), "advantages": numbers(-1...1),
      "sequence_ratio_mask": targets.map { _ in 1 },
    ])
}

@Suite(.enabled(if: Torch.isAvailable)) struct PolicyPassTests {
  private let losses: [PolicyLoss]

  init() throws {
    losses = [
      try PolicyLoss("cross_entropy"), try PolicyLoss("ppo"),
      try PolicyLoss("gspo", ["clip_low_threshold": 0.1, "clip_high_threshold": 9]),
    ]
  }

  private func result(_ model: LanguageModel, _ request: PolicyRequest, _ adapters: AdapterSet) throws -> PolicyResult {
    try model.judge([request], adapters: [adapters])[0].get()
  }

  @Test func logProbabilitiesAreThoseOfTheDecoder() throws {
    let model = try tiny()
    let training = try AdapterTraining.stirred(model, rank: 3, seed: 4)
    let data = [datum(7, seed: 1), datum(12, seed: 2)]
    let result = try result(model, PolicyRequest(data, losses[0], isForwardOnly: true), training.adapters)
    #expect(result.gradient == nil)
    let adapted = training.adapters.placed(in: model.decoder)
    for (datum, own) in zip(data, result.logProbabilities) {
      let all = adapted(Tensor(datum.tokens)).logSoftmax(-1)
      let expected = all.taking(-1, at: Tensor(datum.targets).unsqueezed(1)).reshaped(-1).scalars(Float.self)
      for (a, b) in zip(own, expected) { #expect(abs(a - b) < 1e-5) }
    }
    let loss = zip(data, result.logProbabilities).reduce(0.0) { sum, pair in
      sum - zip(pair.0.inputs["weights"]!, pair.1).reduce(0.0) { $0 + $1.0 * Double($1.1) }
    }
    #expect(abs(result.metrics["loss:sum"]! - loss) < 1e-9)
  }

  @Test func accuracyIsTheShareOfLikeliestTokensAmongThoseThatAreLearned() throws {
    let model = try tiny()
    let training = try AdapterTraining.stirred(model, rank: 3, seed: 4)
    let tokens = datum(8, seed: 1).tokens
    let best = training.adapters.placed(in: model.decoder)(Tensor(tokens)).argmax(-1).scalars(Int.self)
    // Right at six places, of which two are not learned; wrong at one that is learned and one that is not.
    var targets = best
    for place in [6, 7] { targets[place] = (best[place] + 1) % 256 }
    let weights = [1, 0.5, 0, 2, 0, 1, 1, -1.0]
    let request = PolicyRequest(
      [PolicyDatum(tokens: tokens, targets: targets, inputs: ["weights": weights])], losses[0], isForwardOnly: true)
    let result = try result(model, request, training.adapters)
    #expect(result.accuracy.tokens == 5 && result.accuracy.right == 4)
    #expect(result.metrics["accuracy:mean"] == 0.8)
    let none = PolicyRequest(
      [PolicyDatum(tokens: tokens, targets: targets, inputs: ["weights": weights.map { _ in 0 }])], losses[0])
    #expect(try self.result(model, none, training.adapters).metrics["accuracy:mean"] == nil)
  }

  @Test(
    "the gradient is autograd's of the whole decoder, for adapters of every layer or without the head's",
    arguments: [true, false])
  func gradient(unembedding: Bool) throws {
    for model in [try tiny(), try tied()] {
      let training = try AdapterTraining.stirred(model, rank: 2, seed: 5, unembedding: unembedding)
      let datum = datum(9, seed: 3, width: 3)
      let result = try result(model, PolicyRequest([datum], losses[0]), training.adapters)
      let weights = Tensor(datum.inputs["weights"]!).reshaped(9, 3).converted(to: .float32)
      let (_, expected) = valueAndGradient(at: training.adapters) { adapters in
        let all = adapters.placed(in: model.decoder.withOwnHead)(Tensor(datum.tokens)).logSoftmax(-1)
        return -(all.taking(-1, at: Tensor(datum.targets, shape: [9, 3])) * weights).sum()
      }
      #expect(result.gradient?.names == expected.names)
      for (a, b) in zip(result.gradient!.tensors, expected.tensors) {
        #expect((a - b).magnitude().max().item < 1e-4 * max(1, b.magnitude().max().item))
      }
    }
  }

  @Test func aClientsResultIsThatOfTheClientAlone() throws {
    let model = try tiny()
    let trainings = try [(1, true), (4, false), (2, true)].enumerated().map {
      try AdapterTraining.stirred(model, rank: $0.element.0, seed: UInt64($0.offset), unembedding: $0.element.1)
    }
    let requests = zip(losses, [[5, 9, 9], [30], [4, 21]]).enumerated().map { index, pair in
      PolicyRequest(pair.1.map { datum($0, seed: UInt64(10 * index + $0)) }, pair.0)
    }
    let together = model.judge(requests, adapters: trainings.map(\.adapters))
    for (index, request) in requests.enumerated() {
      let (all, alone) = (try together[index].get(), try result(model, request, trainings[index].adapters))
      for (a, b) in zip(all.logProbabilities.joined(), alone.logProbabilities.joined()) { #expect(abs(a - b) < 1e-5) }
      for (key, value) in alone.metrics { #expect(abs(all.metrics[key]! - value) < 1e-4) }
      for (a, b) in zip(all.gradient!.tensors, alone.gradient!.tensors) {
        #expect((a - b).magnitude().max().item < 1e-5 * max(1, b.magnitude().max().item))
      }
      // Alone, the same bits each time.
      let again = try result(model, request, trainings[index].adapters)
      #expect(again.logProbabilities == alone.logProbabilities)
      #expect(
        zip(again.gradient!.tensors, alone.gradient!.tensors).allSatisfy {
          $0.scalars(Float.self) == $1.scalars(Float.self)
        })
    }
  }

  @Test func aBadRequestCostsTheOthersNothing() throws {
    let model = try tiny()
    let adapters = try AdapterTraining(model, AdapterDesign(rank: 2)).adapters
    let good = datum(5, seed: 1)
    func bad(_ tokens: [Int], _ targets: [Int], _ inputs: [String: [Double]]) -> PolicyRequest {
      PolicyRequest([good, PolicyDatum(tokens: tokens, targets: targets, inputs: inputs)], losses[0])
    }
    var far = good.inputs
    far["logprobs"] = Array(repeating: -1000, count: 5)
    let cases: [(PolicyRequest, String)] = [
      (PolicyRequest([], losses[0]), "there are none"), (bad([], [], [:]), "datum 1: model_input has no tokens"),
      (bad([1, 2, 3], [1, 2], ["weights": [1, 1]]), "target_tokens has 2 rows but model_input has 3 tokens"),
      (bad([1], [2], [:]), "needs weights"), (bad([1], [2], ["weights": [1, 1]]), "weights has 2 numbers"),
      (bad([1], [2], ["weights": [.nan]]), "finite"),
      (bad([300], [2], ["weights": [1]]), "model_input has the token 300"),
      (bad([1], [-1], ["weights": [1]]), "target_tokens has the token -1"),
      (bad(Array(repeating: 1, count: 300), Array(repeating: 1, count: 300), [:]), "300 tokens are more than the 256"),
      (PolicyRequest([PolicyDatum(tokens: good.tokens, targets: good.targets, inputs: far)], losses[1]), "not finite"),
    ]
    let requests = [PolicyRequest([good], losses[0])] + cases.map(\.0)
    let results = model.judge(requests, adapters: requests.map { _ in adapters })
    #expect(try results[0].get().logProbabilities[0].count == 5)
    for (result, (_, words)) in zip(results.dropFirst(), cases) {
      #expect { try result.get() } throws: { "\($0)".contains(words) }
    }
  }
}
