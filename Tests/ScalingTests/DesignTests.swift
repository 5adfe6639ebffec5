import Testing

@testable import Scaling

struct DesignTests {
  /// Thirty runs, as a small laboratory has them.
  static func few() throws -> Observations { try FitterTests.chinchilla().rows { $0 % 8 == 0 } }

  static func design(budget: Double? = nil) throws -> Design {
    let fit = try Fitter(objective: .squaredLog).fit(Chinchilla(), to: few())
    return Design(
      Bootstrap(fit, count: 200), target: [7e10, 1.4e12], cost: { 6 * $0[0] * $0[1] }, budget: budget)
  }

  @Test func theFrontierBuysMoreForMore() throws {
    let design = try Self.design()
    #expect(design.frontier.count > 2)
    for (cheap, dear) in zip(design.frontier, design.frontier.dropFirst()) {
      #expect(cheap.cost <= dear.cost)
      #expect(cheap.remaining > dear.remaining)
    }
    #expect(design.frontier.allSatisfy { $0.cost <= 0.1 * design.targetCost && $0.remaining < 1 })
    let recommended = try #require(design.recommended)
    #expect(recommended.remaining <= 0.8)
  }

  @Test func noBudgetNoExperiment() throws {
    let design = try Self.design(budget: 1)
    #expect(design.frontier.isEmpty && design.recommended == nil)
  }

  /// One run that went wrong does not make all new ones worthless.
  @Test func oneWildRowLeavesTheAdvice() throws {
    let all = try Self.few()
    func remaining(_ y: [Double]) throws -> Double {
      let rows = try Observations(variables: [("N", all.column(0)), ("D", all.column(1))], target: ("loss", y))
      let fit = try Fitter(objective: .huber).fit(Chinchilla(), to: rows)
      let design = Design(Bootstrap(fit, count: 200), target: [7e10, 1.4e12], cost: { 6 * $0[0] * $0[1] })
      return try #require(design.frontier.last?.remaining)
    }
    var wild = all.y
    wild[3] *= 1.3
    #expect(try abs(remaining(wild) - remaining(all.y)) < 0.25)
  }

  /// What it promises is what happens: over many repetitions of all runs, the forecast spreads less by about as much as
  /// said once the recommended runs are added.
  @Test func thePromiseIsKept() throws {
    let all = try Self.few()
    let fit = try Fitter(objective: .squaredLog).fit(Chinchilla(), to: all)
    let design = Design(
      Bootstrap(fit, count: 300), target: [7e10, 1.4e12], cost: { 6 * $0[0] * $0[1] }, reach: 4)
    let experiment = try #require(design.recommended)
    let added = Array(repeating: experiment.values, count: experiment.seeds)
    let places = (0..<all.count).map(all.place)
    let rest = fit.residuals.reduce(0) { $0 + $1 * $1 } / Double(all.count - 5)
    func spread(_ places: [[Double]]) throws -> Double {
      let forecasts = try (0..<80).map { repetition -> Double in
        let noise = errors(places.count, rest.squareRoot(), seed: UInt64(repetition))
        let y = zip(places, noise).map { fit.predict(Point($0)) * (1 + $1) }
        let repeated = try Observations(
          variables: [("N", places.map { $0[0] }), ("D", places.map { $0[1] })], target: ("loss", y))
        return try Fitter(objective: .squaredLog).fit(Chinchilla(), to: repeated).predict(Point(design.target))
      }
      let mean = forecasts.reduce(0, +) / 80
      return (forecasts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 79).squareRoot()
    }
    let kept = try spread(places + added) / spread(places)
    #expect(abs(kept - experiment.remaining) < 0.2, "\(kept), promised \(experiment.remaining)")
  }
}
