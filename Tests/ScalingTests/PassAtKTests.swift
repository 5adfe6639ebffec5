import Randomness
import Scaling
import TestSupport
import Testing

@Suite struct PassAtKTests {
  /// C(n, k) as a product.
  func choose(_ n: Int, _ k: Int) -> Double {
    k > n ? 0 : (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  @Test func itIsTheShareOfSubsetsWithAPass() {
    for n in 1...12 {
      for c in 0...n {
        for k in 1...n {
          let expected = 1 - choose(n - c, k) / choose(n, k)
          #expect(abs(Attempts(samples: n, passes: c).passAtK(k) - expected) < 1e-12)
        }
      }
    }
  }

  @Test func itsEndsAreExact() {
    #expect(Attempts(samples: 100, passes: 0).passAtK(100) == 0)
    #expect(Attempts(samples: 100, passes: 1).passAtK(100) == 1)
    #expect(abs(Attempts(samples: 100, passes: 37).passAtK(1) - 0.37) < 1e-15)
  }

  @Test func itIsStableForManySamples() {
    // With one pass in n, k samples without replacement hold it with probability k/n.
    let rare = Attempts(samples: 1_000_000_000, passes: 1)
    for k in [1, 10, 1_000_000] { #expect(abs(rare.passAtK(k) / (Double(k) / 1e9) - 1) < 1e-12) }
    // With n far above k, samples are independent: 1 − (1 − c/n)ᵏ.
    let many = Attempts(samples: 1_000_000_000, passes: 500_000_000)
    #expect(abs(many.passAtK(10) - (1 - 0x1p-10)) < 1e-9)
    #expect(Attempts(samples: 1_000_000, passes: 400_000).passAtK(500_000) == 1)
  }

  @Test func itIsUnbiasedWhereThePowerIsNot() {
    // Over all outcomes of n = 5 samples at p = 0.3: the mean of pass@2 is 1 − 0.7².
    var (mean, power) = (0.0, 0.0)
    for c in 0...5 {
      let weight = choose(5, c) * (0..<5).reduce(1) { $0 * ($1 < c ? 0.3 : 0.7) }
      mean += weight * Attempts(samples: 5, passes: c).passAtK(2)
      power += weight * (1 - (1 - Double(c) / 5) * (1 - Double(c) / 5))
    }
    #expect(abs(mean - 0.51) < 1e-12)
    #expect(power < 0.51 - 0.03)
  }

  @Test func moreThanAllSamplesTraps() async {
    let result = await #expect(processExitsWith: .trap, observing: [\.standardErrorContent]) {
      _ = Attempts(samples: 10, passes: 3).passAtK(11)
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("pass@11 of 10 samples"))
    await #expect(processExitsWith: .trap) { _ = Attempts(samples: 10, passes: 11) }
  }

  @Test func coverageIsTheMeanOverProblems() {
    let problems = [Attempts(samples: 4, passes: 0), Attempts(samples: 4, passes: 2), Attempts(samples: 8, passes: 8)]
    #expect(abs(coverage(of: problems, k: 2) - (0 + 5.0 / 6 + 1) / 3) < 1e-12)
    // It grows with k.
    let curve = (1...4).map { coverage(of: problems, k: $0) }
    #expect(curve == curve.sorted())
  }

  @Test func itsIntervalHoldsTheTruthAsOftenAsItSays() {
    // Problems of which half are always and half never solved: coverage is ½, at any k.
    var generator = Generator(seed: 11)
    var hits = 0
    for _ in 0..<200 {
      let problems = (0..<50).map { _ in Attempts(samples: 4, passes: generator.bernoulli(0.5) ? 4 : 0) }
      let interval = coverageInterval(of: problems, k: 2, draws: 200, using: &generator)
      hits += interval.contains(0.5) ? 1 : 0
    }
    #expect((175...200).contains(hits))
  }

  @Test func alikeProblemsHaveNoSpread() {
    var generator = Generator(seed: 12)
    let problems = [Attempts](repeating: Attempts(samples: 10, passes: 5), count: 20)
    let interval = coverageInterval(of: problems, k: 1, draws: 100, using: &generator)
    #expect(abs(interval.lowerBound - 0.5) < 1e-12 && interval.upperBound - interval.lowerBound < 1e-12)
  }
}
