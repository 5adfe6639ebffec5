import ArgumentParser
import Reports
import Tasks

extension ListCommand {
  /// The command `autodidact list primitives`.
  struct Primitives: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The primitives of programs over grids, which solve searches.")
    @Flag(help: "Print JSON for programs.") var json = false

    /// A primitive of the catalogue.
    struct Row: Encodable {
      let group: String
      let signature: String
      let words: String
    }

    static var rows: [Row] {
      catalogue.flatMap { group in
        group.primitives.map { Row(group: group.name, signature: $0.signature, words: $0.words) }
      }
    }

    func run() throws { try reportingFailure { try list(to: Output(OutputMode(isJSON: json))) } }

    func list(to output: Output) throws {
      try output.result(Self.rows) {
        Table(["group", "primitive", "in words"], rows: Self.rows.map { [$0.group, $0.signature, $0.words] })
          .text(console: output.console)
      }
    }
  }
}

// Outside the command, whose name hides the catalogue's.
private let catalogue = Primitives.groups
