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
}
