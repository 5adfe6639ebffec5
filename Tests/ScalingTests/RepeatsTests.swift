import Testing

@testable import Scaling

struct RepeatsTests {
  @Test func noiseIsTheSpreadOfRepeats() throws {
    let x = logSpaced(10, 1e5, 20).flatMap { [$0, $0, $0] }
    let noise = errors(60, 0.01, seed: 1)
    let y = zip(x, noise).map { (1 + 5 * powerOf($0, -0.4)) * (1 + $1) }
    let fit = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: observations(x, y))
    let repeats = try #require(Repeats(fit))
    #expect(repeats.places == 20 && repeats.rows == 60)
    #expect(abs(repeats.noise - 0.01) < 0.003)
    #expect(repeats.lackOfFit < 3)
  }

  @Test func aWrongLawLacksFit() throws {
    let x = logSpaced(10, 1e5, 20).flatMap { [$0, $0] }
    let noise = errors(40, 0.005, seed: 1)
    let y = zip(x, noise).map { (2 + sineOf($0)) * (1 + $1) }
    let fit = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: observations(x, y))
    #expect(try #require(Repeats(fit)).lackOfFit > 50)
  }

  @Test func withoutRepeatsNothingIsSaid() throws {
    let fit = try Fitter(objective: .squaredLog).fit(
      PowerLaw(), to: observations([1, 10, 100, 1000], [3, 2, 1.5, 1.2]))
    #expect(Repeats(fit) == nil)
  }
}
