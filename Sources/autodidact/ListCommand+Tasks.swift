import ArgumentParser
import Experiments
import Reports

extension ListCommand {
  /// The command `autodidact list tasks`.
  struct Tasks: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The task distributions: `tasks.kind` of a configuration.", aliases: ["worlds"])
    @Flag(help: "Print JSON for programs.") var json = false

    static var entries: [Entry] { TaskDistributions.all.map { Entry($0.name, $0.summary) } }

    func run() throws { try reportingFailure { try list(to: Output(OutputMode(isJSON: json))) } }

    func list(to output: Output) throws {
      try output.result(Self.entries) {
        Table(["tasks", "what they are"], rows: Self.entries.map { [$0.name, $0.summary] })
          .text(console: output.console)
      }
    }
  }
}
