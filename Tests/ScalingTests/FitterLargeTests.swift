import Foundation
import Testing

@testable import Scaling

@Suite struct FitterLargeTests {
  @Test func manyRowsEndWhereAllOfThemSay() throws {
    let count = 60_000
    let x = (0..<count).map { 100 * pow(1e5, Double($0) / Double(count)) }
    let y = x.enumerated().map { (0.5 + 3 * pow($1, -0.4)) * (1 + 1e-3 * sin(Double(11 * $0))) }
    let all = try Observations(variables: [("x", x)], target: ("y", y))
    let fit = try Fitter().fit(PowerLaw(), to: all)
    #expect(fit.observations.count == count && fit.triedStarts > 1 && fit.agreeingStarts > 1)
    // The sum of losses over all rows has no slope left.
    let problem = FitProblem(fit.law, all, fit.objective)
    var end = problem.emptyEvaluation
    problem.evaluate(fit.coordinates, into: &end)
    #expect((0..<3).allSatisfy { abs(end.gradient[$0]) < 1e-4 * end.loss })
    #expect(zip(fit.parameters, [0.5, 3, 0.4]).allSatisfy { abs($0 / $1 - 1) < 1e-3 })
  }
}
