import ArgumentParser
import Scaling
import Reports

extension ListCommand {
  /// The command `autodidact list laws`.
  struct Laws: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The scaling laws: `--law` of `scale`.")
    @Flag(help: "Print JSON for programs.") var json = false

    /// A law of the catalogue.
    struct Law: Encodable {
      let name: String
      let formula: String
      let variables: [LawVariable]
      let parameters: [String]
      let summary: String
      let source: String

      init(_ entry: ScalingLawEntry) {
        let law = entry.make(["x"])
        (name, summary, source) = (entry.name, entry.summary, entry.source)
        (formula, variables, parameters) = (law.formula, law.variables, law.parameters.map(\.name))
      }
    }

    func run() throws { try reportingFailure { try list(to: Output(OutputMode(isJSON: json))) } }

    func list(to output: Output) throws {
      let laws = ScalingLaws.all.map(Law.init)
      try output.result(laws) {
        Table(
          ["law", "formula", "reads", "what it describes", "source"],
          rows: laws.map { law in
            let reads = law.variables.map { "\($0.name) (\($0.meaning))" }.joined(separator: ", ")
            return [law.name, law.formula, reads, law.summary, law.source]
          }
        ).text(console: output.console)
      }
    }
  }
}
