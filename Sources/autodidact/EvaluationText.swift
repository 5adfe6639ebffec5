import Experiments
import Foundation
import MetaLearning
import Reports
import Tasks

/// Tables of an evaluation for a terminal.
struct EvaluationText {
  let console: Console

  func text(_ evaluation: Evaluation, _ comparison: EvaluationComparison?) -> String {
    let unit = evaluation.isAccuracy ? ", %" : ""
    var columns: [(title: String, value: (ScorePoint) -> Estimate?, pair: (ScoreDifference) -> Estimate?)] = [
      (evaluation.scoreTitle.lowercased(), { $0.score }, { $0.score })
    ]
    if evaluation.hasParts { columns.append(("whole outputs right", { $0.exact }, { $0.exact })) }
    if !evaluation.isAccuracy, let note = spoiled(evaluation) { columns[0].title += note }
    let scale = evaluation.isAccuracy ? 100.0 : 1
    var parts: [String] = [heading(evaluation)]
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

  /// What was measured, in a line.
  private func heading(_ evaluation: Evaluation) -> String {
    let norm = evaluation.normalization.map { mode in
      ", norm: \(mode) (\(evaluation.isTransductive ? "transductive" : "inductive"))"
    }
    return "\(evaluation.learner) on \(evaluation.network), tasks: \(evaluation.tasks), "
      + "split: \(evaluation.plan.split.rawValue)\(norm ?? "")"
  }

  /// A note on episodes that diverged, which means leave out.
  private func spoiled(_ evaluation: Evaluation) -> String? {
    let points = evaluation.rows.flatMap(\.points).filter { $0.diverged > 0 }
    guard !points.isEmpty else { return nil }
    let shares = points.map { "\($0.steps) steps: " + String(format: "%.1f %%", 100 * $0.diverged) }
    return " (without episodes that diverged, after \(shares.joined(separator: ", ")))"
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
