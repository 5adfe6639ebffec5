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
    let comparison = Comparison(try ForecastTests.curve(), objective: .squaredLog, replicates: 0)
    let names = comparison.candidates.map(\.name) + comparison.refused.map(\.name)
    #expect(Set(names) == Set(ScalingLaws.entries(reading: 1).map(\.name)))
  }

  @Test func choosingDoesNotLookAtHeldOutRows() throws {
    let clean = try ForecastTests.curve()
    let changed = try observations(
      clean.column(0), zip(clean.scale, clean.y).map { $0 > 2.5e5 ? $1 * 1.4 : $1 })
    func chosen(_ all: Observations) -> String? { Comparison(all, objective: .squaredLog, replicates: 0).chosen?.name }
    #expect(chosen(clean) == chosen(changed))
  }
}
