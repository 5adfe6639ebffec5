public import Reports
public import Search
internal import Tasks

extension Document {
  /// The largest number of tasks that a page draws.
  private static let drawn = 100

  /// Returns the scores and the drawn answers of tasks; of very many tasks the first.
  public static func answers(_ solutions: [Solution], _ rates: [PassRates], title: String) -> Document {
    var blocks: [DocumentBlock] = []
    if let first = rates.first {
      let header = ["tasks", "test inputs"] + first.passAt.indices.map { "pass@\($0 + 1)" }
      let rows = rates.map { rate in
        [.text(rate.name), .number(Double(rate.queries), decimals: 0)] + rate.passAt.map { Table.Cell.percent($0) }
      }
      blocks.append(.table(Table(header, cells: rows)))
    }
    for solution in solutions.prefix(drawn) { blocks += solution.strips }
    if solutions.count > drawn {
      blocks.append(.text("The first \(drawn) tasks are drawn; the other \(solutions.count - drawn) are left out."))
    }
    return Document(title: "Answers", subtitle: title, blocks: blocks)
  }
}

extension Solution {
  /// The queries with their outputs, if known, and their attempts.
  fileprivate var strips: [DocumentBlock] {
    zip(queries, attempts).map { query, attempts in
      let output = query.output.map { [GridStrip.Grid("output", cells: $0.picture)] } ?? []
      let answers = attempts.enumerated().map { number, grid in
        GridStrip.Grid("attempt \(number + 1)", cells: grid.picture, expected: query.output?.picture)
      }
      return .grids(
        GridStrip(title: name, grids: [GridStrip.Grid("input", cells: query.input.picture)] + output + answers))
    }
  }
}

extension Grid {
  /// The rows as a document draws them.
  fileprivate var picture: [[UInt8]] { rows.map { $0.map(UInt8.init) } }
}
