import Testing

@testable import Scaling

struct HorizonsTests {
  @Test func rangesExpandAndJudgeTheSameRows() throws {
    let horizons = try Horizons(PowerLaw(), ForecastTests.curve(), objective: .squaredLog)
    #expect(horizons.forecasts.count > 2)
    let ranges = horizons.forecasts.map(\.trainedTo)
    #expect(ranges == ranges.sorted())
    #expect(Set(horizons.forecasts.map { $0.rows.map(\.scale) }).count == 1)
    #expect(horizons.shrinks(negligible: 0.01))
  }

  /// A curve that breaks after the first ranges: seeing more does not help a law without a break.
  @Test func theWrongLawDoesNotShrink() throws {
    let x = logSpaced(10, 1e6, 18)
    let y = x.map { 3 + sineOf($0) }
    let horizons = try Horizons(PowerLaw(), observations(x, y), objective: .squaredLog)
    // The wave of a third of the mean stays in its error.
    #expect(horizons.last.relativeError > 0.1)
  }

  @Test func tooFewPlacesAreRefused() throws {
    #expect(throws: ScalingError.tooFewPoints(law: "power", distinct: 3, needed: 4)) {
      try Horizons(PowerLaw(), observations([1, 2, 4, 32], [4, 3, 2.5, 2]), objective: .squaredLog)
    }
  }
}
