import Experiments
import Foundation
import MetaLearning
import Reports

/// Tables of an evaluation for a terminal.
struct EvaluationText {
  let console: Console

  func text(_ evaluation: Evaluation, _ other: Evaluation?, _ comparison: EvaluationComparison?) -> String {
    var parts = tables(evaluation.rows, evaluation.overall, title: "", signed: false)
    if let comparison {
      parts += tables(
        comparison.rows, comparison.overall, title: "difference from \(comparison.against): ", signed: true)
    }
    return parts.joined(separator: "\n\n")
  }

  private func tables(
    _ rows: [Evaluation.Row], _ overall: [Evaluation.Row], title: String, signed: Bool
  ) -> [String] {
    EvaluationGroup.allCases.flatMap { group -> [String] in
      let members = rows.filter { $0.group == group }
      guard !members.isEmpty else { return [] }
      let all = members.count > 1 ? overall.filter { $0.group == group } : []
      return [("cells right", \Evaluation.Point.tokens), ("whole outputs right", \.exact)].map { what, value in
        let heading = console.styled("\(title)\(group.title): \(what), %", .bold)
        return "\(heading)\n\(table(members + all, value, signed: signed))"
      }
    }
  }

  private func table(_ rows: [Evaluation.Row], _ value: KeyPath<Evaluation.Point, Estimate>, signed: Bool) -> String {
    let steps = rows[0].points.map { "after \($0.steps)" }
    let cells = rows.map { row in
      [row.name, row.shots.map { "\($0)" } ?? "", "\(row.points.first?.tokens.count ?? 0)"]
        + row.points.map { point in
          let e = point[keyPath: value]
          return String(format: signed ? "%+.1f ± %.1f" : "%.1f ± %.1f", 100 * e.mean, 100 * e.halfWidth)
        }
    }
    return Table(["family", "examples", "episodes"] + steps, numeric: Set(1..<(3 + steps.count)), rows: cells)
      .text(console: console)
  }
}
