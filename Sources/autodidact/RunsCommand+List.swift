public import ArgumentParser
import Foundation
public import Runs
import Reports

extension RunsCommand {
  /// The command `autodidact runs list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List runs, the latest first.")

    @OptionGroup var options: Options

    @Option(help: "Only runs that are running, finished, failed or interrupted.")
    var status: Run.Status?

    @Option(help: "Only runs of a kind: train, train-few-shot.")
    var kind: String?

    @Option(help: "At most this many; 0 for all.")
    var limit = 20

    func validate() throws {
      guard limit >= 0 else { throw ValidationError("--limit is \(limit); give 0 for all, or a positive number") }
    }

    func run() throws {
      try options.withStore { try list($0, to: Output(OutputMode(isJSON: options.json))) }
    }

    func list(_ store: RunStore, to output: Output) throws {
      let runs = try store.runs(status: status, kind: kind, limit: limit == 0 ? nil : limit)
      let last = try runs.map { try store.lastMetrics(of: $0.id) }
      try output.result(runs) {
        guard !runs.isEmpty else { return "no runs" }
        let rows = zip(runs, last).map { run, metrics in
          [
            run.id, run.kind, run.status.rawValue, shortDate(run.created), elapsed(run),
            metrics.map(\.step).max().map { "\($0)" } ?? "", summary(metrics),
          ]
        }
        return Table(["run", "kind", "status", "started", "took", "step", "last"], numeric: [4, 5], rows: rows)
          .text(console: output.console)
      }
    }

    private func elapsed(_ run: Run) -> String {
      duration((run.finished ?? Date()).timeIntervalSince(run.created))
    }

    /// Returns the two most informative metrics: those that are a loss or an accuracy come first.
    private func summary(_ metrics: [Metric]) -> String {
      let telling = metrics.filter { $0.name.contains("loss") || $0.name.contains("accuracy") }
      return (telling.isEmpty ? metrics : telling).prefix(2).map { "\($0.name) \(short($0.value))" }
        .joined(separator: ", ")
    }
  }
}

extension Run.Status: ExpressibleByArgument {}
