import Foundation
import Language
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct AdapterTrainingTests {
  private func step(_ rate: Double = 0.01) -> AdapterTraining.Step {
    var step = AdapterTraining.Step()
    step.rate = rate
    return step
  }

  private func numbers(_ set: AdapterSet?) -> [[Float]] { set?.tensors.map { $0.scalars(Float.self) } ?? [] }

  @Test func theDesignSaysWhichLayersLearn() throws {
    let model = try tied()
    func paths(_ attention: Bool, _ mlp: Bool, _ unembedding: Bool) throws -> [String] {
      try AdapterTraining(
        model,
        AdapterDesign(rank: 2, trainsAttention: attention, trainsMLP: mlp, trainsUnembedding: unembedding)
      ).adapters.paths
    }
    #expect(try paths(true, false, false).count == 8 && paths(false, true, false).count == 6)
    #expect(try paths(false, false, true) == ["head"] && paths(true, true, true).count == 15)
    #expect(throws: LanguageError.self) { try paths(false, false, false) }
    #expect(throws: LanguageError.self) { try AdapterTraining(model, AdapterDesign(rank: 0)) }
  }

  @Test func aStepIsThatOfAdamWOfTheClippedSum() throws {
    let model = try tiny()
    var training = try AdapterTraining(
      model, AdapterDesign(rank: 1, seed: 3, trainsMLP: false, trainsUnembedding: false))
    let before = numbers(training.adapters)
    let ones = training.adapters.map { .ones($0.shape) }
    let count = Double(ones.parameterCount)
    training.add(ones)
    training.add(ones.map { $0 * 2.0 })
    var numbersOfStep = step(0.1)
    (numbersOfStep.epsilon, numbersOfStep.weightDecay, numbersOfStep.gradientLimit) = (1, 0.5, 1)
    #expect(abs(try training.advance(numbersOfStep) - 3 * count.squareRoot()) < 1e-3)
    // g = 1/√n everywhere, and after one step m̂ = g and √v̂ = g.
    let g = 1 / count.squareRoot()
    for (old, new) in zip(before.joined(), numbers(training.adapters).joined()) {
      #expect(abs(Double(new) - (Double(old) * (1 - 0.05) - 0.1 * g / (g + 1))) < 1e-5)
    }
    #expect(training.gradient == nil && training.step == 1)
  }

  @Test func aGradientThatIsNotFiniteIsDropped() throws {
    let model = try tiny()
    var training = try AdapterTraining.stirred(model, rank: 1, seed: 2)
    let before = numbers(training.adapters)
    training.add(training.adapters.map { $0 * Double.nan })
    #expect(throws: LanguageError.self) { try training.advance(step()) }
    #expect(numbers(training.adapters) == before && training.gradient == nil)
    #expect(throws: LanguageError.self) { try training.advance(step(-1)) }
  }

  @Test func aStoredStateGoesOnBitForBitWithAGradientInFlight() throws {
    let model = try tied()
    var training = try AdapterTraining.stirred(model, rank: 3, seed: 8)
    func learn(_ training: inout AdapterTraining, _ seed: UInt64) throws {
      let request = PolicyRequest([datum(9, seed: seed)], try PolicyLoss("cross_entropy"))
      training.add(try model.judge([request], adapters: [training.adapters])[0].get().gradient!)
    }
    try learn(&training, 1)
    let stored = try Safetensors(decoding: training.state.encoded())
    var restored = try AdapterTraining(model, restoring: stored, named: "state", withOptimizer: true)
    for seed in 2...3 as ClosedRange<UInt64> {
      try learn(&training, seed)
      try learn(&restored, seed)
      #expect(try training.advance(step()) == restored.advance(step()))
    }
    #expect(numbers(training.adapters) == numbers(restored.adapters))
    // Without its optimizer the adapter is the same and the moments are new.
    let fresh = try AdapterTraining(model, restoring: training.state, named: "state", withOptimizer: false)
    #expect(numbers(fresh.adapters) == numbers(training.adapters) && fresh.step == 0 && fresh.gradient == nil)
  }

  @Test func filesOfAnotherBaseOrWithoutAStateAreRefused() throws {
    let (model, other) = (try tiny(), try tiny(seed: 2))
    let training = try AdapterTraining.stirred(model, rank: 3, seed: 8)
    func refusal(_ stored: Safetensors, _ model: LanguageModel, _ words: String, withOptimizer: Bool = true) {
      #expect { try AdapterTraining(model, restoring: stored, named: "it", withOptimizer: withOptimizer) } throws: {
        "\($0)".contains(words)
      }
    }
    refusal(training.state, other, "another base")
    refusal(training.weights, model, "saved for sampling")
    var wrong = training.weights
    wrong.metadata["rank"] = "2"
    refusal(wrong, model, "the model needs", withOptimizer: false)
    refusal(Safetensors([:]), model, "no adapter that was saved here")
  }

  @Test func thePEFTFolderIsReadAsTheSameAdapter() throws {
    let model = try tied()
    let training = try AdapterTraining.stirred(model, rank: 2, seed: 6)
    try withFolder { folder in
      try training.write(peft: folder, of: model, base: "tied")
      let read = AdapterSet(of: try model.decoder.withOwnHead.addingAdapters(peft: folder))
      #expect(read.paths == training.adapters.paths && numbers(read) == numbers(training.adapters))
      #expect(read.layers["head"]?.scale == 16)
    }
  }
}
