import Foundation
import Language
import Randomness
import Testing

@Suite struct TokenSamplerTests {
  private let logits: [Float] = [2, 1, 0, -1, -3]

  private func distribution(_ change: (inout SamplingSettings) -> Void, prompt: [Int] = []) -> [Int: Double] {
    var settings = SamplingSettings()
    change(&settings)
    let sampler = TokenSampler(settings, vocabulary: 5, prompt: prompt, using: Generator(seed: 1))
    let pairs = logits.withUnsafeBufferPointer { sampler.distribution($0) }
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0.id, $0.probability) })
  }

  @Test func withoutSettingsItIsTheSoftmax() {
    let total = logits.reduce(0) { $0 + exp(Double($1)) }
    for (id, probability) in distribution({ _ in }) {
      #expect(abs(probability - exp(Double(logits[id])) / total) < 1e-9)
    }
  }

  @Test func everyFilterKeepsTheMostLikelyAndSumsToOne() {
    let found: [(Set<Int>, [Int: Double])] = [
      ([0, 1], distribution { $0.topK = 2 }),
      ([0, 1], distribution { $0.topP = 0.8 }),  // 0.636 alone is too little
      ([0], distribution { $0.topP = 0.6 }),
      ([0, 1], distribution { $0.minP = 0.3 }),  // 1/e = 0.37, 1/e² = 0.14
      ([0], distribution { $0.temperature = 0 }),
    ]
    for (kept, probabilities) in found {
      #expect(Set(probabilities.keys) == kept)
      #expect(abs(probabilities.values.reduce(0, +) - 1) < 1e-9)
    }
  }

  @Test func temperatureDividesLogits() {
    let half = distribution { $0.temperature = 0.5 }
    #expect(abs(log(half[0]! / half[1]!) - 2) < 1e-6)
  }

  @Test func aPenaltyDividesPositiveLogitsAndMultipliesNegativeOnes() {
    let found = distribution({ $0.repetitionPenalty = 2 }, prompt: [0, 3])
    #expect(abs(log(found[0]! / found[1]!)) < 1e-6)  // 2 / 2 = 1
    #expect(abs(log(found[3]! / found[2]!) + 2) < 1e-6)  // -1 · 2 = -2
  }

  @Test func drawsFollowTheDistribution() {
    var settings = SamplingSettings()
    (settings.temperature, settings.topP) = (1.3, 0.97)
    let expected = distribution { ($0.temperature, $0.topP) = (1.3, 0.97) }
    var sampler = TokenSampler(settings, vocabulary: 5, prompt: [], using: Generator(seed: 3))
    let draws = 20_000
    var counts: [Int: Int] = [:]
    for _ in 0..<draws { counts[logits.withUnsafeBufferPointer { sampler.draw($0).id }, default: 0] += 1 }
    #expect(Set(counts.keys).isSubset(of: expected.keys))
    let chiSquared = expected.reduce(0.0) { sum, cell in
      let mean = cell.value * Double(draws)
      return sum + pow(Double(counts[cell.key, default: 0]) - mean, 2) / mean
    }
    #expect(chiSquared < 20, "\(expected.count - 1) degrees of freedom")
  }

  @Test func logProbabilitiesAreTheModelsOwn() {
    var settings = SamplingSettings()
    (settings.temperature, settings.topK) = (0.1, 1)
    var sampler = TokenSampler(settings, vocabulary: 5, prompt: [], using: Generator(seed: 3))
    let total = logits.reduce(0) { $0 + exp(Double($1)) }
    let draw = logits.withUnsafeBufferPointer { sampler.draw($0) }
    #expect(draw.id == 0 && abs(draw.logProbability - log(exp(2) / total)) < 1e-6)
  }

  @Test func settingsThatCannotBeAreNamed() {
    for change: (inout SamplingSettings) -> Void in [
      { $0.temperature = -1 }, { $0.topP = 0 }, { $0.minP = 2 }, { $0.count = 0 }, { $0.stop = [""] },
      { $0.repetitionPenalty = .nan },
    ] {
      var settings = SamplingSettings()
      change(&settings)
      #expect(settings.problem != nil)
    }
  }
}
