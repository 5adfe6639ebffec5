import Testing

@testable import Scaling

struct ComparisonTests {
  @Test func theTrueLawForecastsBest() throws {
    let entry = try ScalingLaws.entry(named: "parscale")
    let noise = errors(24, 0.0005, seed: 3)
    let all = try entry.example.observations(entry.exampleLaw, errors: noise)
    let comparison = Comparison(all, holdOut: HoldOut(.factor(3)), objective: .squaredLog, replicates: 0)
    #expect(comparison.candidates.first?.name == "parscale")
    let heldOut = comparison.candidates.map(\.heldOutError).filter { !$0.isNaN }
    #expect(heldOut == heldOut.sorted())
  }

  @Test func everyLawIsEitherFittedOrRefusedWithAReason() throws {
    let all = try ForecastTests.curve()
    let comparison = Comparison(all, objective: .squaredLog, replicates: 0)
    let names = comparison.candidates.map(\.name) + comparison.refused.map(\.name)
    #expect(Set(names) == Set(ScalingLaws.entries(aptFor: all).map(\.name)))
  }

  @Test func lawsOfOtherQuantitiesAreNotTriedUnasked() throws {
    func names(_ variable: String, _ y: [Double]) throws -> Set<String> {
      let all = try Observations(variables: [(variable, [1, 2, 4, 8])], target: ("y", y))
      return Set(ScalingLaws.entries(aptFor: all).map(\.name))
    }
    let loss = try names("x", [4, 3, 2.5, 2.2])
    #expect(loss.isDisjoint(with: ["betaMixture", "coverage", "errorLink", "criticalBatch"]))
    #expect(loss.isSuperset(of: ["power", "broken1", "sigmoid", "rising"]))
    #expect(try names("k", [0.1, 0.2, 0.35, 0.5]).isSuperset(of: ["betaMixture", "coverage", "saturating"]))
    #expect(try names("B", [4, 3, 2.5, 2.2]).contains("criticalBatch"))
  }

  @Test func choosingDoesNotLookAtHeldOutRows() throws {
    let clean = try ForecastTests.curve()
    let changed = try observations(
      clean.column(0), zip(clean.scale, clean.y).map { $0 > 2.5e5 ? $1 * 1.4 : $1 })
    func chosen(_ all: Observations) -> String? { Comparison(all, objective: .squaredLog, replicates: 0).chosen?.name }
    #expect(chosen(clean) == chosen(changed))
  }

  /// Twelve parameters follow seventeen rows, whatever they are.
  @Test func noLawOfMoreParametersThanRowsCanTellIsChosen() throws {
    let x = logSpaced(10, 1e4, 17)
    let y = zip(x, errors(17, 0.03, seed: 9)).map { (2 + 5 * powerOf($0, -0.4)) * (1 + $1) }
    let all = try observations(x, y)
    for holdOut in [HoldOut(), HoldOut(.largest(14))] {
      let chosen = Comparison(all, holdOut: holdOut, objective: .squaredLog, replicates: 0).chosen
      #expect(try #require(chosen).fit.parameters.count <= 8)
    }
    let few = try observations(logSpaced(10, 1e3, 5), logSpaced(10, 1e3, 5).map { 2 + powerOf($0, -0.4) })
    #expect(Comparison(few, objective: .squaredLog, replicates: 0).chosen?.fit.parameters.count == 3)
  }

  /// Among many rows a standard error is small, and the larger law better by nothing that counts.
  @Test func theSmallerLawIsChosenWhereForecastsTie() throws {
    let x = (1...1200).map(Double.init)
    let y = zip(x, errors(1200, 0.02, seed: 3)).map { (1.5 + 30 * powerOf($0, -0.5)) * (1 + $1) }
    let laws: [any ScalingLaw] = [SigmoidOfCompute(), PowerLaw(), BrokenPowerLaw(breaks: 1)]
    #expect(Comparison(try observations(x, y), laws: laws, objective: .huber, replicates: 0).chosen?.name == "power")
  }
}
