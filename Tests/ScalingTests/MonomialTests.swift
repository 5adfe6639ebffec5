import Testing

@testable import Scaling

@Suite struct MonomialTests {
  /// The best learning rate falls with parameters and rises with tokens, which no sum of falling powers does.
  @Test func aLearningRateIsFollowed() throws {
    let places = [6e7, 1.2e8, 2.5e8, 5e8].flatMap { n in [2e9, 8e9, 2e10, 1e11].map { (n, $0) } }
    let noise = errors(places.count, 0.03, seed: 2)
    let y = zip(places, noise).map { 1.79 * powerOf($0.0, -0.713) * powerOf($0.1, 0.307) * (1 + $1) }
    let rows = try Observations(variables: [("N", places.map(\.0)), ("D", places.map(\.1))], target: ("lr", y))
    let fit = try Fitter().fit(Monomial(["N", "D"]), to: rows)
    let (size, tokens) = (try #require(fit["a_N"]), try #require(fit["a_D"]))
    #expect(abs(size + 0.713) < 0.03 && abs(tokens - 0.307) < 0.02)
    #expect(fit.follows && fit.law.formula == "c N^a_N D^a_D")
    let power = try Fitter().fit(PowerLaw(["N", "D"]), to: rows)
    #expect(!power.follows && power.follower() == "monomial" && fit.follower() == nil)
  }

  @Test func itIsTriedWhereItIsAskedFor() throws {
    let rows = try observations([1, 2, 4, 8], [4, 3, 2.5, 2.2])
    #expect(!ScalingLaws.entries(aptFor: rows).map(\.name).contains("monomial"))
    #expect(try ScalingLaws.law(named: "monomial", variables: ["N"]).formula == "c N^a")
  }
}
