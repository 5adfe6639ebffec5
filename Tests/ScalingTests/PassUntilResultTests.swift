import Foundation
import Randomness
import Scaling
import TestSupport
import Testing

@Suite struct PassUntilResultTests {
  /// Sampling until the r-th pass or the cap.
  typealias Rule = (passes: Int, cap: Int)

  /// The probability of each outcome at pass rate p.
  func outcomes(_ rule: Rule, _ p: Double) -> [(result: PassUntilResult, weight: Double)] {
    func binomial(_ n: Int, _ c: Int) -> Double {
      (0..<c).reduce(pow(1 - p, Double(n - c))) { $0 * p * Double(n - $1) / Double($1 + 1) }
    }
    let r = rule.passes
    let ended = (r...rule.cap).map { samples in
      (PassUntilResult(passes: r, samples: samples, wanted: r), p * binomial(samples - 1, r - 1))
    }
    let capped = (0..<r).map { (PassUntilResult(passes: $0, samples: rule.cap, wanted: r), binomial(rule.cap, $0)) }
    return ended + capped
  }

  /// The number of samples up to the r-th pass, as a sum of geometric waits.
  func samples(passes: Int, rate: Double, _ generator: inout Generator) -> Int {
    (0..<passes).reduce(0) { sum, _ in sum + 1 + Int(log(1 - generator.uniform()) / log1p(-rate)) }
  }

  @Test func fewerPassesThanWantedAreACap() {
    #expect(!PassUntilResult(passes: 3, samples: 12, wanted: 3).isCapped)
    #expect(PassUntilResult(passes: 0, samples: 11, wanted: 3).isCapped)
  }

  @Test(arguments: [2, 3, 10]) func theOutcomesSayWhichEstimateIsUnbiased(_ passes: Int) {
    let p = 0.2
    let all = outcomes((passes: passes, cap: 600), p)
    #expect(abs(all.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
    #expect(abs(all.reduce(0) { $0 + $1.weight * $1.result.estimate } - p) < 1e-9)
    #expect(all.reduce(0) { $0 + $1.weight * $1.result.ratio } > p * 1.05)
  }

  @Test func atTenPassesTheRatioIsElevenPercentTooHigh() {
    var generator = Generator(seed: 21)
    let count = 20_000
    let results = (0..<count).map { _ in
      PassUntilResult(passes: 10, samples: samples(passes: 10, rate: 2e-4, &generator), wanted: 10)
    }
    let ratio = results.reduce(0) { $0 + $1.ratio } / Double(count) / 2e-4
    let estimate = results.reduce(0) { $0 + $1.estimate } / Double(count) / 2e-4
    // One has a relative deviation of about 1/√8 = 0.35, so that the mean of 20,000 has 0.0025.
    #expect(abs(ratio - 10.0 / 9) < 0.01)
    #expect(abs(estimate - 1) < 0.01)
  }

  @Test func aRateThatAFixedNumberOfSamplesReadsAsZeroIsMeasured() {
    let rate = 2e-4
    var generator = Generator(seed: 22)
    let zeros = (0..<1000).count { _ in !(0..<100).contains { _ in generator.bernoulli(rate) } }
    // 0.9998¹⁰⁰ = 98 % of the draws of pass@1 at n = 100.
    #expect((960...995).contains(zeros))
    var hits = 0
    for _ in 0..<10 {
      let result = PassUntilResult(passes: 10, samples: samples(passes: 10, rate: rate, &generator), wanted: 10)
      hits += result.interval().contains(rate) && result.estimate > rate / 3 && result.estimate < rate * 3 ? 1 : 0
    }
    #expect(hits >= 8)
  }

  @Test(arguments: [0.004, 0.03, 0.1, 0.5, 0.97]) func theIntervalKeepsItsConfidence(_ p: Double) {
    for (rule, confidence) in [((passes: 4, cap: 150), 0.95), ((passes: 1, cap: 40), 0.8)] {
      let all = outcomes(rule, p)
      let below = all.filter { $0.result.interval(confidence: confidence).upperBound < p }
      let above = all.filter { $0.result.interval(confidence: confidence).lowerBound > p }
      for side in [below, above] {
        #expect(side.reduce(0) { $0 + $1.weight } <= (1 - confidence) / 2 + 1e-9)
      }
    }
  }

  @Test func theIntervalHasItsClosedForms() {
    // r = 1 at K: 1 − (1−p)ᴷ = α/2 below, (1−p)ᴷ⁻¹ = α/2 above.
    let first = PassUntilResult(passes: 1, samples: 21, wanted: 1).interval()
    #expect(abs(first.lowerBound - -expm1(log1p(-0.025) / 21)) < 1e-12)
    #expect(abs(first.upperBound - -expm1(log(0.025) / 20)) < 1e-12)
    // No pass in K: (1−p)ᴷ = α/2.
    let none = PassUntilResult(passes: 0, samples: 1000, wanted: 10).interval()
    #expect(none.lowerBound == 0 && abs(none.upperBound - -expm1(log(0.025) / 1000)) < 1e-12)
    // All pass: p is at least (α/2)^(1/K).
    let all = PassUntilResult(passes: 7, samples: 7, wanted: 7).interval()
    #expect(all.upperBound == 1 && abs(all.lowerBound - pow(0.025, 1.0 / 7)) < 1e-12)
  }

  @Test func theIntervalOfABinomialIsClopperAndPearsons() {
    // The bounds solve the binomial's tails, here written out for 2 of 10.
    let interval = PassUntilResult(passes: 2, samples: 10, wanted: 5).interval()
    func atMost(_ c: Int, _ p: Double) -> Double {
      let terms = [1.0, 10, 45].enumerated().map { i, ways in ways * pow(p, Double(i)) * pow(1 - p, Double(10 - i)) }
      return terms.prefix(c + 1).reduce(0, +)
    }
    #expect(abs(atMost(2, interval.upperBound) - 0.025) < 1e-10)
    #expect(abs(1 - atMost(1, interval.lowerBound) - 0.025) < 1e-10)
  }

  @Test func theEstimatesAtTheCapAreTheShare() {
    let capped = PassUntilResult(passes: 3, samples: 1000, wanted: 10)
    #expect(capped.estimate == 0.003 && capped.ratio == 0.003)
    let single = PassUntilResult(passes: 1, samples: 8, wanted: 1)
    #expect(single.estimate == 0.125)
  }

  @Test func nonsenseTraps() async {
    await #expect(processExitsWith: .trap) { _ = PassUntilResult(passes: 0, samples: 2, wanted: 0) }
    await #expect(processExitsWith: .trap) { _ = PassUntilResult(passes: 3, samples: 2, wanted: 5) }
  }
}
