import ArgumentParser
import Tasks
import Reports

extension ListCommand {
  /// `autodidact list worlds`
  struct Worlds: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The few-shot worlds: `world:` of a few-shot configuration.")
    @Flag(help: "Print JSON for programs.") var json = false

    static var entries: [Entry] {
      ExampleFamilies.all.map { Entry($0.name, $0.summary) }
        + [Entry("omniglot", "tell handwritten characters of fifty alphabets apart; read from --data")]
    }

    func run() throws { try reportingFailure { try list(to: Output(OutputMode(isJSON: json))) } }

    func list(to output: Output) throws {
      try output.result(Self.entries) {
        Table(["world", "what its tasks are"], rows: Self.entries.map { [$0.name, $0.summary] })
          .text(console: output.console)
      }
    }
  }
}
