import Testing

@testable import Scaling

struct ObservationsTests {
  @Test func errorsNameColumnAndRow() {
    func made(
      x: [Double] = [1, 2], y: [Double] = [3, 4], weights: [Double]? = nil, runs: [String]? = nil
    ) throws -> Observations {
      try Observations(variables: [("x", x)], target: ("y", y), weights: weights, runs: runs)
    }
    #expect(throws: ScalingError.empty) { try made(x: [], y: []) }
    #expect(throws: ScalingError.ragged(column: "x", rows: 1, expected: 2)) { try made(x: [1]) }
    #expect(throws: ScalingError.negativeWeight(row: 2, value: -1)) { try made(weights: [1, -1]) }
    #expect(throws: ScalingError.ragged(column: "run", rows: 1, expected: 2)) { try made(runs: ["a"]) }
    #expect(throws: ScalingError.notFinite(column: "y", row: 1, value: .infinity)) { try made(y: [.infinity, 1]) }
  }

  @Test func runsGroupRows() throws {
    let all = try observations([1, 2, 3, 4], [1, 2, 3, 4], runs: ["b", "a", "b", "a"])
    #expect(all.runCount == 2)
    #expect(all.rowsByRun == [[0, 2], [1, 3]])
    #expect(all.rows([1, 3]).rowsByRun == [[0, 1]])
  }

  @Test func scaleIsTheProductUnlessSaid() throws {
    let all = try Observations(variables: [("N", [2, 3]), ("D", [5, 7])], target: ("y", [1, 2]))
    #expect(all.scale == [10, 21])
    #expect(all.place(1) == [3, 7])
  }

  /// A budget computed from rounded columns is one scale.
  @Test func scalesWithinAHundredthAreOne() throws {
    let all = try Observations(
      variables: [("N", [1, 2, 3, 4])], target: ("y", [4, 3, 2, 1]), scale: [100, 100.4, 100.9, 102])
    #expect(all.scale == [100, 100, 100, 102])
  }

  @Test func samePlaceAndValueIsACopy() throws {
    #expect(try observations([1, 1, 1, 2], [5, 5, 6, 5]).duplicateCount == 1)
    #expect(try observations([1, 1, 2], [5, 5, 5], runs: ["a", "b", "b"]).duplicateCount == 0)
  }
}
