import Testing

@testable import Scaling

struct RegimeTests {
  @Test func exponentsTellTheRegime() {
    #expect(Regime(exponent: 1.02, interval: 0.9...1.1) == .varianceLimited)
    #expect(Regime(exponent: 0.25, interval: 0.2...0.3) == .resolutionLimited(dimensions: 4...16))
    #expect(Regime(exponent: 2, interval: 1.8...2.2) == .fasterThanEither)
    #expect(Regime(exponent: 0.6, interval: 0.2...1.5) == .undetermined)
    #expect(Regime(exponent: 0.6, interval: nil) == .undetermined)
  }

  /// The mean of n draws is off by σ²/n in square: variance-limited by construction.
  @Test func anAverageIsVarianceLimited() throws {
    let x = logSpaced(4, 4096, 24)
    let y = zip(x, errors(24, 0.02, seed: 5)).map { (0.3 + 2 / $0) * (1 + $1) }
    let fit = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: observations(x, y))
    let exponent = try #require(fit["α"])
    #expect(Regime(exponent: exponent, interval: Profile(fit).interval(2)) == .varianceLimited)
  }
}
