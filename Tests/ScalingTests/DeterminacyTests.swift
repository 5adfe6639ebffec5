import Testing

@testable import Scaling

@Suite struct DeterminacyTests {
  /// Chinchilla's law at places (N, D), with a little noise.
  func fit(_ places: [(Double, Double)], _ law: any ScalingLaw = Chinchilla()) throws -> Fit {
    let noise = errors(places.count, 1e-3, seed: 5)
    let y = zip(places, noise).map { (1.8 + 400 * powerOf($0.0, -0.34) + 1200 * powerOf($0.1, -0.37)) * (1 + $1) }
    let rows = try Observations(
      variables: [("N", places.map(\.0)), ("D", places.map(\.1))], target: ("loss", y))
    return try Fitter(objective: .squaredLog).fit(law, to: rows)
  }

  func open(_ fit: Fit) -> [String]? {
    let error = #expect(throws: ScalingError.self) { try fit.checkDeterminacy() }
    guard case .undetermined(_, let parameters, _) = error else { return nil }
    return parameters
  }

  static let sizes = logSpaced(5e7, 5e9, 8)

  @Test func aColumnThatNeverVariesLeavesItsTermOpen() throws {
    let fit = try fit(Self.sizes.map { ($0, 4.4e9) })
    #expect(open(fit) == ["E", "B", "β"])
    let error = #expect(throws: ScalingError.self) { try fit.checkDeterminacy() }
    #expect(error?.description.contains("D is 4.4e+09 in all of them") == true)
  }

  @Test func twoValuesCannotTellThreeParameters() throws {
    #expect(open(try fit(Self.sizes.flatMap { [($0, 2e9), ($0, 2e10)] })) == ["E", "B", "β"])
  }

  @Test func columnsThatMoveTogetherAreNotToldApart() throws {
    #expect(open(try fit(Self.sizes.map { ($0, 20 * $0) })) != nil)
    #expect(open(try fit(Self.sizes.map { ($0, 20 * $0) }, Monomial(["N", "D"]))) == ["c", "a_N", "a_D"])
    #expect(open(try fit(Self.sizes.map { ($0, 3 * powerOf($0, 0.5)) }, Kaplan())) != nil)
  }

  @Test func whatIsPinnedNeedsNoRows() throws {
    let law = try PinnedLaw(Chinchilla(), ["B": 1200, "β": 0.37])
    let fit = try fit(Self.sizes.map { ($0, 4.4e9) }, law)
    #expect(throws: Never.self) { try fit.checkDeterminacy() }
  }

  @Test(arguments: ScalingLaws.all.indices) func examplesAreDetermined(_ index: Int) throws {
    let entry = ScalingLaws.all[index]
    let rows = try entry.example.observations(entry.exampleLaw)
    let fit = try Fitter(objective: .squaredLog).fit(entry.exampleLaw, to: rows)
    #expect(throws: Never.self) { try fit.checkDeterminacy() }
  }

  @Test func aComparisonRefusesWhatIsOpen() throws {
    let places = Self.sizes.map { ($0, 4.4e9) }
    let rows = try fit(places).observations
    let comparison = Comparison(rows, laws: [Chinchilla()], objective: .squaredLog, replicates: 0)
    #expect(comparison.candidates.isEmpty && comparison.refused.count == 1)
  }
}
