import Testing

@testable import Scaling

struct ProfileTests {
  /// Where the law is linear and the objective squares, the profile is the t-interval of linear regression.
  @Test func linearRegressionHasItsTextbookInterval() throws {
    let x = [8.0, 16, 32, 64, 128, 256, 512]
    let y = [3.1, 2.2, 1.5, 1.2, 1.05, 1.02, 0.97]
    let fit = try Fitter(objective: .squared).fit(CriticalBatch(), to: observations(x, y))
    let slope = try #require(Trend.slope(x.map { 1 / $0 }, y))
    let t = Quantile.studentT(0.975, degrees: 5)
    let interval = try #require(Profile(fit).interval(1))
    #expect(abs(interval.lowerBound - (slope.slope - t * slope.error)) < 2e-3 * slope.slope)
    #expect(abs(interval.upperBound - (slope.slope + t * slope.error)) < 2e-3 * slope.slope)
  }

  @Test func whatTheDataDoNotBoundIsOpen() throws {
    // A pure power law does not say how large the offset is not: it may be zero.
    let x = logSpaced(10, 1e4, 10)
    let noise = errors(10, 0.02, seed: 2)
    let y = zip(x, noise).map { 7 * powerOf($0, -0.4) * (1 + $1) }
    let fit = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: observations(x, y))
    let interval = try #require(Profile(fit).interval(0))
    #expect(interval.lowerBound == 0)
    #expect(interval.upperBound > 0)
  }

  @Test(arguments: [Objective.huber, .squaredLog]) func theUnitOfWeightsDoesNotMatter(_ objective: Objective) throws {
    let all = try FitterTests.chinchilla()
    func interval(_ weight: Double) throws -> ClosedRange<Double> {
      let weighted = try Observations(
        variables: [("N", all.column(0)), ("D", all.column(1))], target: ("loss", all.y),
        weights: Array(repeating: weight, count: all.count))
      return try #require(Profile(Fitter(objective: objective).fit(Chinchilla(), to: weighted)).interval(3))
    }
    let (one, many) = (try interval(1), try interval(100))
    #expect(abs(one.lowerBound - many.lowerBound) < 1e-3 && abs(one.upperBound - many.upperBound) < 1e-3)
  }

  @Test func noDegreesOfFreedomNoInterval() throws {
    let fit = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: observations([1, 10, 100], [3, 2, 1.5]))
    #expect(Profile(fit).interval(0) == nil)
  }
}
