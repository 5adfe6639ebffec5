import Experiments
import Foundation
import MetaLearning
import Reports
import Tasks

/// The tables of an evaluation for a terminal.
struct EvaluationText {
  let console: Console

  func text(_ evaluation: Evaluation, _ comparison: EvaluationComparison?) -> String {
    let isSteps = evaluation.rows.count == 1 && !evaluation.hasParts
    return (isSteps ? steps(of: evaluation, comparison) : families(of: evaluation, comparison)) + tuning(of: evaluation)
  }

  /// Returns the settings that were chosen for each number of steps.
  private func tuning(of evaluation: Evaluation) -> String {
    guard let choices = evaluation.tuning else { return "" }
    let rows = choices.map { choice in
      ["\(choice.steps)", choice.settings.joined(separator: " "), String(format: "%.3f", choice.validation)]
    }
    return "\n\n" + console.styled("chosen on meta-validation tasks", .bold) + "\n"
      + Table(["steps", "settings", evaluation.score], numeric: [0, 2], rows: rows).text(console: console)
  }

  /// Returns the table of one set of tasks, with a row for each number of steps.
  private func steps(of evaluation: Evaluation, _ comparison: EvaluationComparison?) -> String {
    func number(_ value: Double) -> String {
      evaluation.isAccuracy ? String(format: "%.2f %%", 100 * value) : String(format: "%.3f", value)
    }
    func spread(_ estimate: Estimate) -> String { estimate.count > 1 ? " ± \(number(estimate.halfWidth))" : "" }
    let rows = evaluation.rows[0].points.map { point in
      [
        "\(point.steps)", number(point.score.mean) + spread(point.score), number(point.median),
        String(format: "%.1f %%", 100 * point.diverged),
      ]
        + (comparison?.rows[0].points ?? []).filter { $0.steps == point.steps }.map { pair in
          let mean = pair.score.mean
          let leftOut = pair.leftOut > 0 ? " (\(pair.leftOut) diverged)" : ""
          return (evaluation.isAccuracy ? String(format: "%+.2f %%", 100 * mean) : String(format: "%+.3f", mean))
            + spread(pair.score) + leftOut
        }
    }
    let columns = ["steps", evaluation.score, "median", "diverged"] + (comparison == nil ? [] : ["difference"])
    let norm = "\(evaluation.normalization ?? "none") (\(evaluation.isTransductive ? "transductive" : "inductive"))"
    return "\(evaluation.learner) on \(evaluation.network), \(evaluation.plan.episodes) episodes of "
      + "\(evaluation.plan.split.rawValue), norm: \(norm)\n"
      + Table(columns, numeric: Set(0..<columns.count), rows: rows).text(console: console)
      + (evaluation.baseline.map { "\n\n\($0.name): \(number($0.score.mean))\(spread($0.score))" } ?? "")
  }

  /// Returns the table of several sets of tasks, such as families: a row for each set, a column for each number of
  /// steps.
  private func families(of evaluation: Evaluation, _ comparison: EvaluationComparison?) -> String {
    let unit = evaluation.isAccuracy ? ", %" : ""
    var columns: [(title: String, value: (ScorePoint) -> Estimate?, pair: (ScoreDifference) -> Estimate?)] = [
      (evaluation.scoreTitle.lowercased(), { $0.score }, { $0.score })
    ]
    if evaluation.hasParts { columns.append(("whole outputs right", { $0.exact }, { $0.exact })) }
    let scale = evaluation.isAccuracy ? 100.0 : 1
    var parts: [String] = []
    for group in EvaluationGroup.allCases {
      let members = evaluation.rows.filter { $0.group == group }
      guard !members.isEmpty else { continue }
      let all = members.count > 1 ? evaluation.overall.filter { $0.group == group } : []
      for column in columns {
        let rows = (members + all).map { row in
          (row.name, row.shots, row.points.first?.score.count ?? 0, row.points.map { ($0.steps, column.value($0)) })
        }
        parts.append(table("\(group.title): \(column.title)\(unit)", rows, scale: scale, signed: false))
      }
    }
    guard let comparison else { return parts.joined(separator: "\n\n") }
    for group in EvaluationGroup.allCases {
      let members = comparison.rows.filter { $0.group == group }
      guard !members.isEmpty else { continue }
      let all = members.count > 1 ? comparison.overall.filter { $0.group == group } : []
      for column in columns {
        let rows = (members + all).map { row in
          (row.name, row.shots, row.points.first?.score.count ?? 0, row.points.map { ($0.steps, column.pair($0)) })
        }
        let title = "difference from \(comparison.against): \(group.title): \(column.title)\(unit)"
        parts.append(table(title, rows, scale: scale, signed: true))
      }
    }
    return parts.joined(separator: "\n\n")
  }

  private func table(
    _ title: String, _ rows: [(name: String, shots: Int?, episodes: Int, points: [(Int, Estimate?)])], scale: Double,
    signed: Bool
  ) -> String {
    let steps = rows[0].points.map { "after \($0.0)" }
    let cells = rows.map { row in
      [row.name, row.shots.map { "\($0)" } ?? "", "\(row.episodes)"]
        + row.points.map { point in
          guard let e = point.1 else { return "–" }
          let format = scale == 100 ? (signed ? "%+.1f" : "%.1f") : (signed ? "%+.3f" : "%.3f")
          let mean = String(format: format, scale * e.mean)
          // One episode has no interval.
          guard e.count > 1 else { return mean }
          return mean + String(format: scale == 100 ? " ± %.1f" : " ± %.3f", scale * e.halfWidth)
        }
    }
    return console.styled(title, .bold) + "\n"
      + Table(["tasks", "examples", "episodes"] + steps, numeric: Set(1..<(3 + steps.count)), rows: cells)
      .text(console: console)
  }
}
