internal import Foundation
internal import MetaLearning
public import Reports

extension ReproductionResult {
  /// Returns the headings of a table's columns.
  static func columns(_ results: [ReproductionResult]) -> [String] {
    ["learner"]
      + (results.first?.measures ?? []).flatMap { measure in
        measure.points.map { measure.points.count > 1 ? "\(measure.heading), \($0.steps) steps" : measure.heading }
      } + ["published", "steps", "minutes"]
  }

  /// Returns this row's cells: mean ± half of the 95 % interval, then the published numbers and the cost.
  func cells(columns count: Int) -> [String] {
    var cells = measures.flatMap { measure in measure.points.map { measure.text($0) } }
    while cells.count < count - 4 { cells.append("") }
    let published = measures.flatMap { measure in
      measure.published.compactMap { number in number.map { measure.isAccuracy ? percent($0) : decimal($0) } }
    }
    return [learner] + cells + [
      published.joined(separator: " / "), "\(steps)", minutes.map { String(format: "%.1f", $0) } ?? "",
    ]
  }
}

extension ReproductionResult.Measure {
  /// Returns a score as text: "98.12 ± 0.21 % (transductive)", "0.383 ± 0.040"; with the share that diverged if some
  /// did.
  func text(_ point: ScorePoint) -> String {
    let (mean, half) = (point.score.mean, point.score.halfWidth)
    let value =
      isAccuracy ? String(format: "%.2f ± %.2f %%", 100 * mean, 100 * half) : "\(decimal(mean)) ± \(decimal(half))"
    let diverged = point.diverged > 0 ? String(format: ", %.1f %% diverged", 100 * point.diverged) : ""
    return value + (normalization == "none" ? "" : " (\(normalization))") + diverged
  }
}

private func percent(_ value: Double) -> String { String(format: "%.1f %%", 100 * value) }
private func decimal(_ value: Double) -> String { String(format: "%.3f", value) }

extension ReproductionResult {
  /// Returns the table of some rows: the learners, their scores, the published ones, and the cost.
  public static func table(_ results: [ReproductionResult]) -> Table {
    let columns = columns(results)
    return Table(columns, numeric: 1..., rows: results.map { $0.cells(columns: columns.count) })
  }
}

extension [ReproductionResult] {
  /// The page of the results: a table of each group, in order, and the differences from the papers.
  public var document: Document {
    var seen: [String] = []
    for row in self where !seen.contains(row.table) { seen.append(row.table) }
    return Document(
      title: "Published rows, trained again",
      blocks: seen.flatMap { name -> [DocumentBlock] in
        let rows = filter { $0.table == name }
        return [
          .heading(name), .table(ReproductionResult.table(rows)),
          .facts(rows.map { Fact("\($0.name) (seed \($0.seed))", "\($0.differs).") }),
        ]
      })
  }
}
