import Foundation
import Randomness
import Testing

@testable import Scaling

/// What happens when a coefficient runs to zero: its logarithm has no end, and must not drag all others along.
struct FitProblemTests {
  /// E + A x^−α with E = 0, a little noise.
  static func pure(seed: UInt64) throws -> Observations {
    let x = logSpaced(10, 1e4, 10)
    return try observations(x, zip(x, errors(10, 0.03, seed: seed)).map { 5 * powerOf($0, -0.2) * (1 + $1) })
  }

  /// A law with an offset is never worse than the line through the logarithms, which is the same law without one.
  @Test(arguments: 0..<12) func anOffsetOfZeroIsReachedWithTheRestAtItsBest(_ seed: Int) throws {
    let all = try Self.pure(seed: UInt64(seed))
    let (x, y) = (all.column(0).map { log($0) }, all.y.map { log($0) })
    let line = try #require(LeastSquares.line(x, y))
    let best = zip(x, y).reduce(0) { sum, pair in
      let residual = pair.1 - line.offset - line.slope * pair.0
      return sum + 0.5 * residual * residual
    }
    let fit = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: all)
    #expect(fit.loss <= best * (1 + 1e-9))
  }

  @Test(arguments: 0..<6) func aUIsFitted(_ seed: Int) throws {
    let law = BrokenPowerLaw(breaks: 1)
    let x = logSpaced(10, 1e7, 40)
    let planted = [0.2, 10, 0.3, -0.6, 1e5, 0.3]
    let y = zip(x, errors(40, 0.01, seed: UInt64(seed))).map { law.value(at: Point([$0]), planted) * (1 + $1) }
    for objective in [Objective.huber, .squaredLog] {
      let fit = try Fitter(objective: objective).fit(law, to: observations(x, y))
      #expect(fit.relativeError < 0.015, "\(objective): \(fit.relativeError)")
    }
  }

  @Test func atEveryEndTheSlopeIsNothing() throws {
    for seed in 0..<6 {
      let fit = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: Self.pure(seed: UInt64(seed)))
      let problem = FitProblem(fit.law, fit.observations, fit.objective)
      var evaluation = problem.emptyEvaluation
      problem.evaluate(fit.coordinates, into: &evaluation)
      for index in fit.coordinates.indices { #expect(abs(evaluation.gradient[index]) < 1e-5) }
    }
  }

  /// Replicates of a fit at its limit leave it again where their rows ask for it.
  @Test func theBootstrapLeavesTheLimit() throws {
    let fits = try (0..<12).map { try Fitter(objective: .squaredLog).fit(PowerLaw(), to: Self.pure(seed: UInt64($0))) }
    let limited = try #require(fits.first { $0.parameters[0] < 1e-6 })
    let interval = try #require(Bootstrap(limited).intervals()[0])
    #expect(interval.lowerBound == 0)
    #expect(interval.upperBound > 0.01)
  }

  @Test func liftingMovesOnlyWhatIsIdle() throws {
    let problem = FitProblem(PowerLaw(), try Self.pure(seed: 1), .squaredLog)
    let counting = [log(0.5), log(5), log(0.2)]
    #expect(problem.lifted(counting) == counting)
    let idle = problem.lifted([log(1e-14), log(5), log(0.2)])
    #expect(idle[0] > log(1e-4) && idle[1] == log(5) && idle[2] == log(0.2))
    // Without its coefficient an exponent counts for nothing, but it is no coefficient.
    let exponent = problem.lifted([log(2), log(1e-14), log(0.2)])
    #expect(exponent[1] > log(1e-4) && exponent[2] == log(0.2))
  }
}
