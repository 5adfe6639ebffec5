import Foundation
import Randomness
import Testing

@testable import Scaling

struct BootstrapTests {
  @Test func sameSeedSameReplicates() throws {
    let fit = try Fitter().fit(Chinchilla(), to: FitterTests.chinchilla())
    #expect(Bootstrap(fit, count: 20, seed: 4).replicates == Bootstrap(fit, count: 20, seed: 4).replicates)
    #expect(Bootstrap(fit, count: 20, seed: 4).replicates != Bootstrap(fit, count: 20, seed: 5).replicates)
  }

  /// For independent rows and squares, the bootstrap and the profile measure the same.
  @Test func agreesWithTheProfile() throws {
    let fit = try Fitter(objective: .squaredLog).fit(Chinchilla(), to: FitterTests.chinchilla())
    let pairs = zip(Bootstrap(fit, count: 400).intervals(), Profile(fit).intervals())
    for (bootstrap, profile) in pairs {
      let (one, other) = (try #require(bootstrap), try #require(profile))
      let ratio = (one.upperBound - one.lowerBound) / (other.upperBound - other.lowerBound)
      #expect(0.7 < ratio && ratio < 1.4)
    }
  }

  /// Ten checkpoints of a run share its luck: drawn by run the interval is wider than drawn by row.
  @Test func runsAreDrawnWhole() throws {
    var generator = Generator(seed: 8)
    var (x, y, runs): ([Double], [Double], [String]) = ([], [], [])
    for run in 0..<14 {
      let luck = 0.03 * generator.normal()
      for _ in 0..<10 {
        let place = exp(generator.uniform(in: 2..<9))
        x.append(place)
        y.append((1 + 5 * powerOf(place, -0.4)) * (1 + luck))
        runs.append("\(run)")
      }
    }
    func width(_ observations: Observations) throws -> Double {
      let fit = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: observations)
      let interval = try #require(Bootstrap(fit).interval(at: Point([100])))
      return interval.upperBound - interval.lowerBound
    }
    #expect(try width(observations(x, y, runs: runs)) > 1.5 * width(observations(x, y)))
  }

  @Test func nominalCoverageOfAForecastValue() throws {
    let entry = try ScalingLaws.entry(named: "chinchilla")
    let clean = try entry.example.observations(entry.exampleLaw)
    let last = clean.scale.indices.max { clean.scale[$0] < clean.scale[$1] } ?? 0
    var inside = 0
    for replicate in 0..<100 {
      let noise = errors(clean.count, 0.004, seed: UInt64(1000 + replicate))
      let fit = try Fitter(objective: .squaredLog).fit(
        entry.exampleLaw, to: entry.example.observations(entry.exampleLaw, errors: noise))
      let interval = try #require(Bootstrap(fit, count: 100).interval(at: clean.points[last]))
      if interval.contains(clean.y[last]) { inside += 1 }
    }
    #expect(abs(Double(inside) / 100 - 0.95) <= 3 * (0.95 * 0.05 / 100).squareRoot())
  }

  /// A falling law cannot rise: its coefficient goes to its limit, and its exponent anywhere.
  @Test func everyIntervalHoldsItsEstimate() throws {
    let x = logSpaced(10, 3e4, 8)
    let fit = try Fitter(objective: .squared).fit(
      PowerLaw(), to: observations(x, x.map { -15 + 14 * powerOf($0, 0.15) }))
    #expect(!fit.follows)
    let bootstrap = Bootstrap(fit)
    for intervals in [bootstrap.intervals(), Profile(fit).intervals()] {
      for (index, interval) in intervals.enumerated() {
        #expect(interval?.contains(fit.isAtLimit(index) ? 0 : fit.parameters[index]) != false)
      }
    }
    let place = Point([1e5])
    #expect(bootstrap.interval(at: place)?.contains(fit.predict(place)) == true)
    #expect(bootstrap.predictionInterval(at: place)?.contains(fit.predict(place)) == true)
  }

  @Test func fewRunsGiveNoInterval() throws {
    let fit = try Fitter(objective: .squaredLog).fit(
      PowerLaw(), to: observations([1, 10, 100, 1000], [3, 2, 1.5, 1.2], runs: ["a", "a", "b", "b"]))
    #expect(Bootstrap(fit, count: 20).interval { $0[0] } == nil)
  }
}
