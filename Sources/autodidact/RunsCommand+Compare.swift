import ArgumentParser
import Dashboard
import Foundation
import Runs
import Reports

extension RunsCommand {
  /// The command `autodidact runs compare RUN RUN…`.
  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compare runs: what differs in their configurations, and the last value of each metric.")

    @OptionGroup var options: Options

    @Option(help: ArgumentHelp("Write a page of its own that shows each run, and all together.", valueName: "file"))
    var report: String?

    @Argument(help: "Two or more runs.")
    var runs: [String]

    func validate() throws {
      guard runs.count >= 2 else { throw ValidationError("\(runs.count) run to compare; give two or more") }
    }

    func run() throws {
      try options.withStore { try compare($0, to: Output(OutputMode(isJSON: options.json))) }
    }

    func compare(_ store: RunStore, to output: Output) throws {
      try OutputFile.check([report])
      let comparison = try store.compare(runs.map { try store.run(matching: $0).id })
      if let report {
        let page = try DashboardPage.exported(store: store, runs: comparison.runs.map(\.id))
        try WholeFile.write(page, to: URL(fileURLWithPath: report))
      }
      try output.result(comparison) {
        let ids = comparison.runs.map(\.id)
        let settings = comparison.settings.map { [$0.key] + $0.values.map { $0 ?? "–" } }
        let metrics = comparison.metrics.map { measure in
          [measure.name] + measure.values.map { $0.map { "\(short($0.value)) @ \($0.step)" } ?? "–" }
        }
        let tables = [
          settings.isEmpty ? "the configurations are the same" : Table(["setting"] + ids, rows: settings).text(),
          metrics.isEmpty
            ? "no metrics" : Table(["metric"] + ids, numeric: Set(1...ids.count), rows: metrics).text(),
        ]
        return tables.joined(separator: "\n\n")
      }
    }
  }
}
