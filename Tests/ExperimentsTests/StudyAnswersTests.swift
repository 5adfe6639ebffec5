import Foundation
import Reports
import Scaling
import Testing

@testable import Experiments

struct StudyAnswersTests {
  /// A table in which the error is a power of tasks, with three seeds.
  static func table(tasks: [Double], error: (Double) -> Double) -> StudyTable {
    var rows: [StudyTable.Row] = []
    for count in tasks {
      for seed in 1...3 {
        let noise = 0.002 * sin(100 * count + Double(seed))
        let numbers: [String: Double] = [
          "tasks": count, "steps": 5, "seed": Double(seed), "queryLoss": 2 * error(count),
          "accuracy": 1 - error(count) * (1 + noise),
        ]
        rows.append(StudyTable.Row(sweep: "tasks", run: "run-\(count)-\(seed)", group: .trained, numbers: numbers))
      }
    }
    return StudyTable(study: "mine", rows: rows)
  }

  static func study(_ y: [String]) -> StudyConfiguration {
    var analysis = StudyAnalysis()
    (analysis.x, analysis.y, analysis.at) = (["tasks"], y, ["steps": 5])
    var sweep = StudySweep()
    (sweep.name, sweep.analyses) = ("tasks", [analysis])
    var study = StudyConfiguration()
    (study.name, study.sweeps) = ("mine", [sweep])
    return study
  }

  static let scales = (0..<12).map { 10 * pow(2, Double($0)) }

  @Test func aPlantedLawIsFound() throws {
    let answers = StudyAnswers(
      Self.study(["error", "accuracy"]), Self.table(tasks: Self.scales) { 0.1 + 2 * pow($0, -0.4) }, replicates: 50)
    #expect(answers.refused.isEmpty)
    #expect(answers.answers.map(\.verdict.answer) == [.law, .law])
    #expect(answers.answers.map(\.verdict.goal) == [.lower, .higher])
    #expect(answers.answers[0].verdict.data.runs == 36)
    let page = answers.report(command: "make it").html()
    #expect(page.contains("<svg") && page.contains("tasks: error against tasks, steps = 5"))
  }

  @Test func whatCannotBeAskedIsSaid() throws {
    let answers = StudyAnswers(Self.study(["exact"]), Self.table(tasks: Self.scales) { _ in 0.5 }, replicates: 50)
    #expect(answers.answers.isEmpty)
    #expect(answers.refused.count == 1)
    let constant = StudyAnswers(Self.study(["queryLoss"]), Self.table(tasks: [1, 2]) { _ in 0.5 }, replicates: 50)
    #expect(constant.answers.map(\.verdict.answer) == [.notForecastable])
  }
}
