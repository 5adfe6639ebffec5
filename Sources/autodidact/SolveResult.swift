import Reports
import Search
import Tasks

/// The result of `solve`.
struct SolveResult: Encodable {
  let tasks: [Solution]
  /// The scores for each folder and all together, if outputs are known.
  let scores: [PassRates]
  let leftOut: [LeftOut]

  init(_ solutions: [Solution], _ leftOut: [LeftOut] = [], attempts: Int) {
    (tasks, self.leftOut, scores) = (solutions, leftOut, PassRates.of(solutions, attempts: attempts))
  }

  /// The answers of one task drawn in characters; the scores of many as a table.
  var text: String {
    var parts = tasks.count == 1 ? tasks.flatMap(Self.drawn) : []
    if let first = scores.first {
      let header = ["tasks", "solved", "test inputs"] + first.passAt.indices.map { "pass@\($0 + 1)" }
      let rows = scores.map { score in
        [printable(score.name), "\(score.solved) of \(score.tasks)", "\(score.queries)"]
          + score.passAt.map { "\(String(($0 * 1_000).rounded() / 10)) %" }
      }
      parts.append(Table(header, numeric: 1..., rows: rows).text())
    } else if tasks.count > 1 {
      parts.append("\(tasks.count) tasks answered; no file gives the right outputs, so nothing was scored")
    }
    return parts.joined(separator: "\n\n")
  }

  private static func drawn(_ task: Solution) -> [String] {
    task.queries.indices.flatMap { index in
      ["test input \(index + 1)\n\(task.queries[index].input)"]
        + task.attempts[index].enumerated().map { number, grid in
          if number > 0, grid == task.attempts[index][number - 1] {
            return "attempt \(number + 1): the same, there is no other"
          }
          let mark = task.rightAt[index].map { $0 == number + 1 ? "  (right)" : "" } ?? ""
          let source =
            index < task.sources.count && number < task.sources[index].count
            ? task.sources[index][number] : nil
          let from = source.map { "  \(Int(($0.confidence * 100).rounded())) %, \($0.source)" } ?? ""
          return "attempt \(number + 1)\(mark)\(from)\n\(grid)"
        }
    }
  }
}
