import Scaling
import TestSupport
import Testing

@Suite struct ARISETests {
  static let traces: [(accuracies: [Double], tokens: [Double], arise: Double)] = [
    ([0, 1], [100, 200], 0.5), ([1, 0], [100, 200], -2), ([0, 1, 0], [100, 200, 400], 0.5 - 2),
    ([1, 1], [100, 200], 0), ([0, 0, 0], [100, 200, 400], 0), ([0, 1], [100, 100], 1),
    ([0.25, 0.75], [100, 200], 0.25),
  ]

  @Test(arguments: traces)
  func knownTraces(_ accuracies: [Double], _ tokens: [Double], _ expected: Double) {
    #expect(abs(EffortTrace(accuracies: accuracies, tokens: tokens).arise - expected) < 1e-15)
  }

  @Test func aBenchmarkIsTheMeanOfItsProblems() {
    let problems = [
      EffortTrace(accuracies: [0, 1], tokens: [100, 200]), EffortTrace(accuracies: [1, 0], tokens: [100, 200]),
    ]
    #expect(abs(arise(of: problems) - -0.75) < 1e-15)
  }

  @Test func theUnitOfTheTokensDoesNotMatter() {
    let trace = EffortTrace(accuracies: [0, 1, 0, 1], tokens: [10, 30, 40, 90])
    let scaled = EffortTrace(accuracies: [0, 1, 0, 1], tokens: [20, 60, 80, 180])
    #expect(abs(trace.arise - scaled.arise) < 1e-15)
  }

  @Test func aTraceNeedsTwoEffortsAndTokens() async {
    await #expect(processExitsWith: .trap) { _ = EffortTrace(accuracies: [1], tokens: [1]) }
    await #expect(processExitsWith: .trap) { _ = EffortTrace(accuracies: [0, 1], tokens: [0, 1]) }
  }
}
