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
      let header = ["tasks", "solved", "test inputs"] + first.passAt.indices.map { "pass@\($0 + 1)" }
      let rows = rates.map { rate in
        [.text(rate.name), .text("\(rate.solved) of \(rate.tasks)"), .number(Double(rate.queries), decimals: 0)]
          + rate.passAt.map { Table.Cell.percent($0) }
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
    zip(queries, attempts).enumerated().flatMap { index, pair -> [DocumentBlock] in
      let (query, attempts) = pair
      let own = index < sources.count ? sources[index] : []
      let output = query.output.map { [GridStrip.Grid("output", cells: $0.picture)] } ?? []
      let answers = attempts.enumerated().map { number, grid in
        GridStrip.Grid("attempt \(number + 1)", cells: grid.picture, expected: query.output?.picture)
      }
      let strip = GridStrip(
        title: name, grids: [GridStrip.Grid("input", cells: query.input.picture)] + output + answers)
      let words = own.enumerated().map { number, answer in
        "Attempt \(number + 1), \(Int((answer.confidence * 100).rounded())) %: \(answer.source)."
      }
      let steps = own.first?.program.map { self.steps(of: $0, on: query.input) } ?? []
      return [.grids(strip)] + (words.isEmpty ? [] : [.text(words.joined(separator: " "))]) + steps
    }
  }

  /// The values of a program's parts on an input, from the input on.
  private func steps(of program: Program, on input: Grid) -> [DocumentBlock] {
    let grids = program.steps(on: input).map { GridStrip.Grid($0.name, cells: $0.grid.picture) }
    return grids.count < 2 ? [] : [.grids(GridStrip(title: "steps of \(name)", grids: grids))]
  }
}

extension Grid {
  /// The rows as a document draws them.
  fileprivate var picture: [[UInt8]] { rows.map { $0.map(UInt8.init) } }
}
