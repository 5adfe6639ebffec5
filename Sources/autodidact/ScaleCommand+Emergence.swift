import ArgumentParser
import Experiments
import Foundation
import Scaling
import Reports

extension ScaleCommand {
  /// The command `autodidact scale emergence outcomes.csv --samples n --passes c --by model`.
  struct Emergence: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "emergence",
      abstract: "How often problems are solved: pass@k, or rates sampled until enough attempts pass.",
      discussion: """
        A row is a problem with its attempts. A rate far below 1/samples reads as 0 and later as emergence; with --until \
        R each row was sampled until its R-th pass, and even small rates are measured.
        """)

    @Argument(help: ArgumentHelp("A CSV file; - for standard input.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Attempts at a problem.", valueName: "column"))
    var samples = "samples"

    @Option(help: ArgumentHelp("How many of them passed.", valueName: "column"))
    var passes = "passes"

    @Option(help: ArgumentHelp("Which model a row belongs to.", valueName: "column"))
    var by: String?

    @Option(help: ArgumentHelp("Numbers of attempts (default: 1, 2, 4, … up to the samples).", valueName: "list"))
    var k = NumberList([])

    @Option(help: ArgumentHelp("Rows were sampled until so many passes.", valueName: "passes"))
    var until: Int?

    @Option(help: "The level of intervals.")
    var level = 0.95

    @Option(help: "The seed of all draws.")
    var seed: UInt64 = 0

    @Flag(help: "Print JSON for programs.")
    var json = false

    func validate() throws {
      guard level > 0, level < 1 else { throw ValidationError("--level is \(level); give a share such as 0.95") }
      guard k.values.allSatisfy({ $0 > 0 }) else { throw ValidationError("--k needs numbers above 0") }
      if let until, until < 1 { throw ValidationError("--until is \(until); give 1 or more") }
    }

    func run() throws { try reportingFailure { try answer(to: Output(OutputMode(isJSON: json))) } }

    func answer(to output: Output) throws {
      let data = try ScalingData.file(file)
      let selection = try data.table.select([samples, passes], text: by.map { [$0] } ?? [])
      let names = selection.texts.first ?? selection.lines.map { _ in "all" }
      var order: [String] = []
      for name in names where !order.contains(name) { order.append(name) }
      let rows = Dictionary(grouping: names.indices) { names[$0] }
      func whole(_ column: Int, _ row: Int, _ range: ClosedRange<Double>) throws -> Int {
        let value = selection.columns[column][row], name = column == 0 ? samples : passes
        guard range.contains(value), value == value.rounded() else {
          throw BadInputError(
            "\(data.source): line \(selection.lines[row]), column \(name): \(figures(value, 9)); give a whole number from "
              + "\(figures(range.lowerBound)) to \(figures(range.upperBound, 9))")
        }
        return Int(value)
      }
      func attempts(_ row: Int, _ most: Double = 1e9) throws -> (samples: Int, passes: Int) {
        let count = try whole(0, row, 1...1e9)
        return (count, try whole(1, row, 0...min(most, Double(count))))
      }
      let summary: EmergenceSummary
      if let until {
        let groups = try order.map { name in
          (
            name,
            try (rows[name] ?? []).map { row in
              let seen = try attempts(row, Double(until))
              return (selection.lines[row], PassUntilResult(passes: seen.passes, samples: seen.samples, wanted: until))
            }
          )
        }
        summary = EmergenceSummary(ratesOf: groups, source: data.source, level: level)
      } else {
        let groups = try order.map { name in
          (
            name,
            try (rows[name] ?? []).map { row in
              let seen = try attempts(row)
              return Attempts(samples: seen.samples, passes: seen.passes)
            }
          )
        }
        let most = groups.flatMap(\.1).map(\.samples).max() ?? 1
        if let large = k.values.first(where: { $0 > most }) {
          throw BadInputError("--k \(large): no problem has so many attempts; the most are \(most)")
        }
        let ks = k.values.isEmpty ? (0...30).map { 1 << $0 }.filter { $0 <= most } : k.values
        summary = EmergenceSummary(
          coverageOf: groups, ks: ks, source: data.source, level: level, draws: 1000, seed: seed)
      }
      try output.result(summary) { summary.blocks.text(output.console.format) }
    }
  }
}
