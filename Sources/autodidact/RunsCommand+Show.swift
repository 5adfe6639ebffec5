import ArgumentParser
import Foundation
import Runs
import Reports

extension RunsCommand {
  /// The command `autodidact runs show RUN`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a run: its configuration, last metrics, events and checkpoints.")

    @OptionGroup var options: Options

    @Argument(
      help: ArgumentHelp(
        "The run: its name, the beginning of it, its last four digits, or 'latest'.", valueName: "run"))
    var name: String

    private struct Details: Encodable {
      let run: Run
      let metrics: [Metric]
      let events: [Event]
      let checkpoints: [Checkpoint]
    }

    func run() throws {
      try options.withStore { try show($0, to: Output(OutputMode(isJSON: options.json))) }
    }

    func show(_ store: RunStore, to output: Output) throws {
      let run = try store.run(matching: name)
      let details = Details(
        run: run, metrics: try store.lastMetrics(of: run.id), events: try store.events(of: run.id),
        checkpoints: try store.checkpoints(of: run.id))
      let folder = store.folder(of: run.id)
      try output.result(details) {
        ([heading(run)] + sections(details, folder: folder, console: output.console)).joined(separator: "\n\n")
      }
    }

    private func heading(_ run: Run) -> String {
      let facts = [
        ("run", run.id), ("kind", run.kind), ("status", run.status.rawValue), ("started", shortDate(run.created)),
        ("ended", run.finished.map(shortDate) ?? "–"), ("seed", "\(run.seed)"), ("version", run.version),
        ("revision", run.revision ?? "–"), ("process", "\(run.owner.processID) on \(run.owner.host)"),
      ]
      return facts.map { name, value in
        printable(name.padding(toLength: 10, withPad: " ", startingAt: 0) + value)
      }.joined(separator: "\n")
    }

    private func sections(_ details: Details, folder: URL, console: Console) -> [String] {
      var sections = [section("configuration", pretty(details.run.configuration), console)]
      if !details.metrics.isEmpty {
        let rows = details.metrics.map { [$0.name, "\($0.step)", short($0.value)] }
        sections.append(Table(["metric", "step", "last"], numeric: [1, 2], rows: rows).text(console: console))
      }
      if !details.events.isEmpty {
        let rows = details.events.suffix(20).map { [shortDate($0.date), $0.level.rawValue, $0.message] }
        sections.append(Table(["when", "level", "event"], rows: rows).text(console: console))
      }
      if !details.checkpoints.isEmpty {
        let rows = details.checkpoints.map { checkpoint in
          [
            "\(checkpoint.step)", String(format: "%.1f MB", Double(checkpoint.bytes) / 1e6),
            checkpoint.isBest ? "best" : "", folder.appendingPathComponent(checkpoint.path).relativePath,
          ]
        }
        sections.append(
          Table(["step", "size", "", "checkpoint"], numeric: [0, 1], rows: rows).text(console: console))
      }
      return sections
    }

    private func section(_ title: String, _ body: String, _ console: Console) -> String {
      "\(console.styled(title, .bold))\n\(body)"
    }

    /// Returns JSON over several lines; what is no JSON as it is.
    private func pretty(_ json: String) -> String {
      guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed),
        let data = try? JSONSerialization.data(
          withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
      else { return json }
      return String(decoding: data, as: UTF8.self)
    }
  }
}
