import Foundation
import Reports
import Testing

@testable import Scaling

@Suite struct SummaryTests {
  /// A question whose answer is known: y = E + 3 x^−0.4, off by a thousandth.
  private func question(offset: Double, repeats: Int = 1) throws -> ScalingAnalysis {
    let x = (0..<12 * repeats).map { 100 * pow(2, Double($0 / repeats)) }
    let y = x.enumerated().map { (offset + 3 * pow($1, -0.4)) * (1 + 1e-3 * sin(Double(11 * $0))) }
    let observations = try Observations(variables: [("x", x)], target: ("y", y))
    return ScalingAnalysis(
      observations, source: "data.csv", lines: x.indices.map { $0 + 2 }, columns: ["x"], along: "x")
  }

  @Test func aParameterAtItsLimitIsZeroAndSaysSo() throws {
    let question = try question(offset: -1e-3)
    let summary = try FittedLaw(PowerLaw(), to: question).summary
    #expect(summary.parameters[0].isAtLimit && summary.parameters[0].value == 0)
    #expect(summary.table.rows[0][1].text == "0 (at its limit)")
    let free = try FittedLaw(PowerLaw(), to: self.question(offset: 0.1)).summary
    #expect(free.parameters.allSatisfy { !$0.isAtLimit })
  }

  @Test func repeatsAndExponentsAreSpokenOf() throws {
    let summary = try FittedLaw(PowerLaw(), to: question(offset: 0.1, repeats: 3)).summary
    #expect(summary.repeats?.places == 12 && summary.regimes.first?.finding.contains("dimensions") == true)
    #expect(summary.objectives.count == 4 && summary.withoutWorst.count == 5)
  }

  @Test func errorsAreSaidInLinesOfTheSource() throws {
    var question = try question(offset: 0.1)
    question.lines[2] = 40
    let error = ScalingError.notPositive(law: "power", column: "x", row: 3, value: 0)
    #expect(question.placed(error).hasPrefix("line 40, column x: 0.0"))
    #expect(question.placed(.empty) == ScalingError.empty.description)
  }

  @Test func theWorstRowsLeaveWithTheirLines() throws {
    var question = try question(offset: 0.1)
    var y = question.observations.y
    y[4] *= 1.5
    question.observations = try Observations(
      variables: [("x", question.observations.column(0))], target: ("y", y))
    try question.dropWorst(1, of: PowerLaw())
    #expect(question.dropped == [6] && question.lines.count == 11 && !question.lines.contains(6))
  }

  @Test func aPageShowsTheLawItsResidualsAndItsHorizons() throws {
    let question = try question(offset: 0.1)
    let fitted = try FittedLaw(PowerLaw(["x"]), to: question)
    let (summary, horizons) = fitted.forecast(at: [[1e7]], question)
    let plots = ScalingPlots(
      question, fit: fitted.fit, bootstrap: fitted.bootstrap, horizons: horizons, places: [[1e7]]
    ).all
    #expect(
      plots.map(\.title) == ["y against x", "Residuals against scale", "Error on the held-out rows, by training range"])
    #expect(plots[0].x.scale == .logarithmic && plots[0].y.scale == .logarithmic)
    #expect(Set(plots[0].series.map(\.name)).isSuperset(of: ["measured", "held out", "forecast"]))
    let page = Document(title: "t", answer: summary.blocks, plots: plots, command: "autodidact scale forecast")
      .html()
    #expect(page.components(separatedBy: "<svg class=\"wide\"").count == 4 && page.contains("class=\"band\""))
  }

  @Test func aVerdictWithFewScalesAsksForMore() throws {
    let all = try question(offset: 0.1)
    var few = all
    few.observations = all.observations.rows([0, 1, 2])
    let verdict = Verdict(few.observations, objective: .huber)
    let summary = VerdictSummary(verdict, few, cost: "x") { $0[0] }
    #expect(summary.answer == .notForecastable && summary.suggestion.hasPrefix("Measure at 2 more scales"))
  }
}
