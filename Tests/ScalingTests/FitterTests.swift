import Foundation
import Randomness
import Testing

@testable import Scaling

struct FitterTests {
  /// 240 runs as in the classical fit, with an error of 0.8 %.
  static func chinchilla(seed: UInt64 = 3, noise: Double = 0.008) throws -> Observations {
    var generator = Generator(seed: seed)
    var (parameters, tokens, losses): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<240 {
      let n = exp(generator.uniform(in: log(5e7)..<log(1.6e10)))
      let d = exp(generator.uniform(in: log(1e18)..<log(1e22))) / (6 * n)
      let loss = 1.8172 + 482.01 * pow(n, -0.3478) + 2085.43 * pow(d, -0.3658)
      parameters.append(n)
      tokens.append(d)
      losses.append(loss * exp(noise * generator.normal()))
    }
    return try Observations(variables: [("N", parameters), ("D", tokens)], target: ("loss", losses))
  }

  /// At a minimum nothing near is lower, whatever the objective.
  @Test(arguments: Objective.all) func noNeighbourIsBetter(_ objective: Objective) throws {
    let fit = try Fitter(objective: objective).fit(Chinchilla(), to: Self.chinchilla())
    let problem = FitProblem(fit.law, fit.observations, objective)
    var generator = Generator(seed: 1)
    for _ in 0..<500 {
      let size = pow(10, generator.uniform(in: -6 ..< -1))
      let moved = fit.coordinates.map { $0 + size * generator.normal() }
      #expect(problem.loss(moved) >= fit.loss * (1 - 1e-7))
    }
    #expect(fit.agreeingStarts > 1)
  }

  @Test func linearLawIsLinearRegression() throws {
    let x = [8.0, 16, 32, 64, 128]
    let y = [3.1, 2.2, 1.4, 1.2, 1.0]
    let fit = try Fitter(objective: .squared).fit(CriticalBatch(), to: observations(x, y))
    let line = try #require(LeastSquares.line(x.map { 1 / $0 }, y))
    #expect(abs(fit.parameters[0] - line.offset) < 1e-8)
    #expect(abs(fit.parameters[1] - line.slope) < 1e-7)
  }

  @Test func oneWildRowMovesARobustFitLittle() throws {
    let clean = try Self.chinchilla(noise: 0.002)
    var y = clean.y
    y[17] *= 1.5
    let wild = try Observations(
      variables: [("N", clean.column(0)), ("D", clean.column(1))], target: ("loss", y))
    func exponent(_ objective: Objective, _ observations: Observations) throws -> Double {
      try #require(Fitter(objective: objective).fit(Chinchilla(), to: observations)["α"])
    }
    let robust = abs(try exponent(.huber, wild) - exponent(.huber, clean))
    let plain = abs(try exponent(.squaredLog, wild) - exponent(.squaredLog, clean))
    #expect(robust < plain / 5)
  }

  @Test func weightsCountAsRepeats() throws {
    let x = [10.0, 30, 100, 300, 1000, 3000]
    let y = [5.0, 4.1, 3.6, 3.0, 2.9, 2.7]
    let twice = try observations(x + [100], y + [3.6])
    let weighted = try observations(x, y, weights: [1, 1, 2, 1, 1, 1])
    let a = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: twice)
    let b = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: weighted)
    for (one, other) in zip(a.parameters, b.parameters) { #expect(abs(one - other) < 1e-5 * max(1, abs(one))) }
  }

  @Test func parameterThatIsNotNeededGoesToZero() throws {
    let x = logSpaced(10, 1e5, 12)
    let fit = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: observations(x, x.map { 7 * pow($0, -0.4) }))
    #expect(fit.parameters[0] < 1e-5)
    #expect(abs(fit.parameters[2] - 0.4) < 1e-4)
  }

  @Test func eachBadInputHasItsError() throws {
    func fails(_ x: [Double], _ y: [Double], _ objective: Objective = .huber) -> ScalingError? {
      do {
        _ = try Fitter(objective: objective).fit(PowerLaw(), to: observations(x, y))
        return nil
      } catch { return error as? ScalingError }
    }
    #expect(fails([1, 2, 0, 4], [4, 3, 2, 1]) == .notPositive(law: "power", column: "x", row: 3, value: 0))
    #expect(
      fails([1, 2, 3, 4], [4, 0, 2, 1]) == .targetNotPositive(column: "y", row: 2, value: 0, objective: "huber"))
    #expect(fails([1, 2, 3, 4], [4, 0, 2, 1], .squared) == nil)
    #expect(fails([1], [1]) == .tooFewPoints(law: "power", distinct: 1, needed: 3))
    #expect(fails([1, 1, 1, 1], [1, 2, 3, 4]) == .tooFewPoints(law: "power", distinct: 1, needed: 3))
    #expect(fails([1, 2, 3, 4], [2, 2, 2, 2]) == .constantTarget(column: "y", value: 2))
  }

  @Test func moreParametersThanLanesAreRefused() throws {
    let columns = (0..<8).map { column in ("x\(column)", (1...20).map { Double($0 * (column + 1)) }) }
    let wide = try Observations(variables: columns, target: ("y", (1...20).map { 30 - Double($0) }))
    #expect(throws: ScalingError.tooManyParameters(law: "power", count: 17)) {
      try Fitter().fit(PowerLaw(wide.variables), to: wide)
    }
  }

  @Test func duplicatedRowsChangeNothingButTheirCount() throws {
    let x = [10.0, 30, 100, 300, 1000, 3000]
    let y = [5.0, 4.1, 3.6, 3.0, 2.9, 2.7]
    let once = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: observations(x, y))
    let twice = try observations(x + x, y + y)
    #expect(twice.duplicateCount == 6)
    let fit = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: twice)
    for (one, other) in zip(once.parameters, fit.parameters) { #expect(abs(one - other) < 1e-5 * max(1, abs(one))) }
  }

  @Test func aMillionRowsAreFitted() throws {
    var generator = Generator(seed: 5)
    let x = (0..<1_000_000).map { _ in exp(generator.uniform(in: 2..<14)) }
    let y = x.map { (1.5 + 9 * pow($0, -0.3)) * exp(0.01 * generator.normal()) }
    let fit = try Fitter(objective: .squaredLog, startCount: 2).fit(PowerLaw(), to: observations(x, y))
    for (found, planted) in zip(fit.parameters, [1.5, 9, 0.3]) { #expect(abs(found - planted) < 2e-3 * planted) }
    let intervals = Bootstrap(fit, count: 20).intervals()
    for (interval, planted) in zip(intervals, [1.5, 9, 0.3]) {
      let bounds = try #require(interval)
      #expect(bounds.upperBound - bounds.lowerBound < 0.02 * planted)
    }
  }
}
