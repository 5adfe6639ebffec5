import ArgumentParser
import Dashboard
import Foundation
import Runs
import Reports

extension RunsCommand {
  /// The command `autodidact runs export RUN`.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Export a run: its metrics as CSV or JSON, or a page that shows it.")

    /// The format of the output.
    enum Format: String, CaseIterable, ExpressibleByArgument {
      case csv
      case json
      case html
    }

    @OptionGroup var options: Options

    @Argument(
      help: ArgumentHelp(
        "The run: its name, the beginning of it, its last four digits, or 'latest'.", valueName: "run"))
    var name: String

    @Option(help: "csv, json, or html, a file of its own that shows the run (default: csv, or json with --json).")
    var format: Format?

    @Option(help: "Only this metric.")
    var metric: String?

    @Option(name: [.customLong("out"), .customShort("o")], help: "The file to write (default: print).")
    var out: String?

    private struct Document: Encodable {
      let run: Run
      let metrics: [Metric]
    }

    func run() throws {
      try options.withStore { try export($0, to: .output) }
    }

    func export(_ store: RunStore, to console: Console) throws {
      try OutputFile.check([out])
      let run = try store.run(matching: name)
      let metrics = try store.metrics(of: run.id, named: metric)
      let text: String
      switch format ?? (options.json ? .json : .csv) {
      case .csv: text = Self.csv(metrics, of: run.id)
      case .json: text = try Output.json(Document(run: run, metrics: metrics)) + "\n"
      case .html: text = try DashboardPage.exported(store: store, runs: [run.id])
      }
      if let out {
        try WholeFile.write(text, to: URL(fileURLWithPath: out))
      } else {
        console.write(text)
      }
    }

    /// Returns one line for each value: run, metric, step, value; NaN and infinities as nan, inf, -inf.
    static func csv(_ metrics: [Metric], of id: Run.ID) -> String {
      let lines = metrics.map { "\(id),\(field($0.name)),\($0.step),\($0.value)\n" }
      return "run,metric,step,value\n" + lines.joined()
    }

    /// Returns a field of CSV, quoted if necessary (RFC 4180).
    private static func field(_ text: String) -> String {
      guard text.contains(where: { ",\"\r\n".contains($0) || $0.isNewline }) else { return text }
      return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
  }
}
