import ArgumentParser
import Experiments
import Foundation
import Runs
import Reports

/// The command `autodidact reproduce NAME…`, which trains and measures the rows of a paper's table and shows the
/// published numbers beside ours.
struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Train and measure the rows of published tables, their numbers beside ours.",
    discussion: """
      A name is a row (sinusoid-maml), a table (omniglot-5w1s), the beginning of tables (omniglot), or all. Every row is \
      a training run of the runs folder: what is there is measured and not trained again, what was stopped goes on.
      """)

  @Argument(help: ArgumentHelp("Rows or tables.", valueName: "name"))
  var names: [String] = []

  @Flag(help: "List the rows; with --json, the settings that each is trained by.")
  var list = false

  @Option(help: ArgumentHelp("The folder of Omniglot's archives.", valueName: "folder"))
  var data: String?

  @Flag(help: "Measure what is trained; train nothing.")
  var trainedOnly = false

  @Option(help: ArgumentHelp("Write the tables as Markdown.", valueName: "file"))
  var markdown: String?

  @OptionGroup var runs: RunsCommand.Options
  @OptionGroup var threading: ThreadOption

  func validate() throws {
    guard list || !names.isEmpty else {
      throw ValidationError("nothing to reproduce: name rows or tables (--list shows them), or all")
    }
  }

  func run() throws {
    try reportingFailure { try reproduce(to: Output(OutputMode(isJSON: runs.json)), console: .errors) }
  }

  /// A row of the list.
  struct Entry: Encodable {
    let name: String
    let table: String
    let model: String?
    let settings: [String]
    let differs: String
  }

  func reproduce(to output: Output, console: Console) throws {
    try threading.apply()
    try OutputFile.check([markdown])
    let rows = try Reproductions.named(list && names.isEmpty ? ["all"] : names)
    if list { return try show(rows, output) }
    let folder = data.map { URL(fileURLWithPath: $0, isDirectory: true) }
    var runner = ReproductionRunner(
      store: try RunStore(directory: runs.directory), data: folder, version: Autodidact.version)
    var results: [ReproductionResult] = []
    Interruption.remember()
    for row in rows {
      if trainedOnly, try !runner.isTrained(row) {
        console.print("\(row.name): not trained yet, left out")
        continue
      }
      var bar = ProgressBar(row.name, total: try row.experiment().totalSteps, console: console)
      defer { bar.finish() }
      do {
        results.append(
          try runner.result(of: row) { progress in
            if case .step(let step, _, let loss) = progress { bar.update(step, "loss \(short(loss))") }
          } isStopping: {
            Interruption.isWanted
          })
      } catch let error as TrainingStopped {
        console.print("\(row.name): \(error); the same command goes on")
        throw Interruption.exitCode
      }
    }
    if let markdown { try WholeFile.write(Data(results.document.markdown().utf8), to: URL(fileURLWithPath: markdown)) }
    try output.result(results) { Self.text(results, console: output.console) }
  }

  private func show(_ rows: [Reproduction], _ output: Output) throws {
    let entries = rows.map {
      Entry(name: $0.name, table: $0.table, model: $0.model, settings: $0.settings, differs: $0.differs)
    }
    try output.result(entries) {
      Table(
        ["row", "trained as", "what differs from the paper"],
        rows: entries.map { [$0.name, $0.model ?? "itself", $0.differs] }
      )
      .text(console: output.console)
    }
  }

  /// Returns a table of each group of rows.
  static func text(_ results: [ReproductionResult], console: Console) -> String {
    Dictionary(grouping: results, by: \.table).sorted { $0.key < $1.key }.map { table, rows in
      "\(console.styled(table, .bold))\n\(ReproductionResult.table(rows).text(console: console))"
    }.joined(separator: "\n\n")
  }
}
