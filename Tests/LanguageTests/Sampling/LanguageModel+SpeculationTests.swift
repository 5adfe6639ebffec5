import Language
import Networks
import Randomness
import Tasks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct LanguageModelSpeculationTests {
  @Test("greedy tokens are the same, whoever drafts")
  func greedy() throws {
    let model = try tiny()
    var settings = SamplingSettings()
    (settings.temperature, settings.maxTokens, settings.repetitionPenalty) = (0, 40, 1.1)
    let prompt = model.tokenizer.encode("green bottles hanging, green bottles")
    let plain = try model.complete([prompt], settings)[0][0]
    for draft in [Draft.lookup(match: 2), .model(try tiny()), .model(try tiny(seed: 2))] {
      let found = try model.complete(prompt, settings, drafting: draft)
      #expect(found.completion.ids == plain.ids && found.completion.finish == plain.finish)
      for (a, b) in zip(found.completion.logProbabilities, plain.logProbabilities) { #expect(abs(a - b) < 2e-4) }
    }
  }

  @Test func aDraftModelThatIsTheModelIsAlwaysRight() throws {
    let model = try tiny()
    var settings = SamplingSettings()
    (settings.maxTokens, settings.temperature) = (40, 0.9)
    let found = try model.complete(model.tokenizer.encode("wall"), settings, drafting: .model(model), tokens: 3)
    // Rounding alone may refuse one: a pass of four tokens sums in another order than four passes.
    #expect(found.count.kept >= found.count.drafted - 1 && found.count.passes <= 12)
  }

  @Test func nothingIsWrittenWhereNothingMayBe() throws {
    let model = try tiny()
    var settings = SamplingSettings()
    settings.maxTokens = 0
    #expect(try model.complete([65], settings, drafting: .lookup()).completion.ids.isEmpty)
  }

  @Test func aDraftOfAnotherVocabularyIsRefused() throws {
    var c = try tiny().decoder.configuration
    c.vocabulary = 300
    var generator = Generator(seed: 1)
    let other = try LanguageModel("other", CausalDecoder(c, using: &generator), .bytes)
    #expect(throws: LanguageError.self) { try tiny().complete([65], SamplingSettings(), drafting: .model(other)) }
  }
}
