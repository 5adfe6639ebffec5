import Language
import Networks
import Randomness
import Tasks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct LanguageModelGenerationTests {
  private func settings(_ change: (inout SamplingSettings) -> Void = { _ in }) -> SamplingSettings {
    var settings = SamplingSettings()
    settings.maxTokens = 12
    change(&settings)
    return settings
  }

  @Test func aBatchOfUnequalPromptsIsEachAlone() throws {
    let model = try tiny()
    let prompts = ["a", "bottles on", "the wall is green"].map { model.tokenizer.encode($0) }
    let together = try model.complete(prompts, settings { $0.temperature = 0 })
    for (prompt, completions) in zip(prompts, together) {
      let alone = try model.complete([prompt], settings { $0.temperature = 0 })[0]
      #expect(alone[0].ids == completions[0].ids)
      for (a, b) in zip(alone[0].logProbabilities, completions[0].logProbabilities) { #expect(abs(a - b) < 1e-4) }
    }
  }

  @Test func rowsWithAdaptersOfTheirOwnAreEachAlone() throws {
    let model = try tiny()
    func adapted(_ seed: UInt64, rank: Int) -> LanguageModel {
      var generator = Generator(seed: seed)
      var adapted = model
      adapted.decoder = model.decoder.addingLowRankAdapters(rank: rank, scale: 2, to: "!head.*", using: &generator)
        .mapNamed { name, leaf in
          name.hasSuffix("lora.up") ? .truncatedNormal(leaf.shape, deviation: 0.5, using: &generator) : leaf
        }
      return adapted
    }
    let models = [adapted(2, rank: 2), model, adapted(3, rank: 4)]
    let prompts = ["a", "bottles on", "the wall is green"].map { model.tokenizer.encode($0) }
    let settings = settings { ($0.count, $0.stopIDs) = (2, [7, 70, 170]) }
    let sets = models.enumerated().map { $0.offset == 1 ? nil : AdapterSet(of: $0.element.decoder) }
    let together = try model.complete(prompts, settings, adapters: sets)
    #expect(together[0] != together[1])
    for (index, own) in models.enumerated() {
      // Completion c of prompt p is a function of p: the others stand there too, and are not looked at.
      let alone = try own.complete(prompts, settings)[index]
      #expect(alone.map(\.ids) == together[index].map(\.ids))
      for (a, b) in zip(alone, together[index]) {
        for (x, y) in zip(a.logProbabilities, b.logProbabilities) { #expect(abs(x - y) < 1e-4) }
      }
    }
    #expect(throws: LanguageError.self) { try model.complete(prompts, settings, adapters: [nil]) }
  }

  @Test func completionsAreAFunctionOfSeedPromptAndNumber() throws {
    let model = try tiny()
    let prompt = model.tokenizer.encode("wall")
    let four = try model.complete([prompt], settings { $0.count = 4 })[0]
    #expect(Set(four.map(\.ids)).count == 4)
    // Batches of other sizes round otherwise: tokens are the same, log-probabilities to the seventh digit.
    #expect(try model.complete([prompt], settings { $0.count = 2 })[0].map(\.ids) == four.prefix(2).map(\.ids))
    #expect(try model.complete([prompt], settings { ($0.count, $0.seed) = (4, 9) })[0].map(\.ids) != four.map(\.ids))
  }

  @Test func logProbabilitiesAreThoseOfScoring() throws {
    let model = try tiny()
    let prompt = model.tokenizer.encode("green")
    let completion = try model.complete([prompt], settings { $0.temperature = 0.8 })[0][0]
    let scores = model.negativeLogProbabilities(of: completion.ids, after: prompt)
    for (a, b) in zip(completion.logProbabilities, scores) { #expect(abs(a + b) < 2e-4) }
  }

  @Test func aStopTextEndsAndIsNotPartOfTheText() throws {
    let model = try tiny()
    let prompt = model.tokenizer.encode("x")
    let free = try model.complete([prompt], settings { ($0.temperature, $0.maxTokens) = (1, 40) })[0][0]
    #expect(free.finish == .length && free.ids.count == 40)
    // Two characters from the middle of what the same seed says.
    let middle = free.text.index(free.text.startIndex, offsetBy: free.text.count / 2)
    let stop = String(free.text[middle...].prefix(2))
    var told = ""
    let cut = try model.complete([prompt], settings { ($0.maxTokens, $0.stop) = (40, [stop]) }) { _, _, text in
      told += text
    }[0][0]
    #expect(cut.finish == .stop && !cut.text.contains(stop) && free.text.hasPrefix(cut.text))
    #expect(told == cut.text)
  }

  @Test func rowsThatEndLeaveTheOthersAlone() throws {
    let model = try tiny()
    let prompt = model.tokenizer.encode("ab")
    let free = try model.complete([prompt], settings { $0.count = 5 })[0]
    let stop = free[1].ids[3]
    let cut = try model.complete([prompt], settings { ($0.count, $0.stopIDs) = (5, [stop]) })[0]
    for (a, b) in zip(free, cut) {
      #expect(Array(a.ids.prefix(b.ids.count)) == b.ids)
      #expect(b.finish == .length || b.ids.last == stop)
    }
  }

  @Test func theContextIsNotExceeded() throws {
    let model = try tiny(longest: 16)
    let completion = try model.complete([Array(repeating: 65, count: 10)], settings { $0.maxTokens = 100 })[0][0]
    #expect(completion.ids.count == 6 && completion.finish == .length)
    #expect(throws: LanguageError.self) { try model.complete([Array(repeating: 65, count: 16)], settings()) }
    #expect(throws: LanguageError.self) { try model.complete([[]], settings()) }
    #expect(throws: LanguageError.self) { try model.complete([[999]], settings()) }
  }

  @Test func aTokenizerOfAnotherModelIsRefused() throws {
    var c = DecoderConfiguration()
    (c.vocabulary, c.width, c.layers, c.heads, c.keyValueHeads, c.headWidth, c.innerWidth) = (100, 8, 1, 1, 1, 8, 8)
    var generator = Generator(seed: 1)
    let decoder = CausalDecoder(c, using: &generator)
    #expect(throws: LanguageError.self) { try LanguageModel("own", decoder, .bytes) }
  }

  @Test func weightsThatAreNotFiniteAreNamed() throws {
    var decoder = try tiny().decoder
    decoder.norm.gain = decoder.norm.gain * Double.nan
    #expect { try LanguageModel("broken", decoder, .bytes) } throws: { "\($0)".contains("norm.gain") }
  }
}
