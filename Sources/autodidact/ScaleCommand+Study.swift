import ArgumentParser
import Experiments
import Foundation
import Runs
import Reports
import Workers

extension ScaleCommand {
  /// The command `autodidact scale study CONFIG.yaml`, which trains and measures a grid of small models, several at
  /// once, and judges what more of each thing buys.
  struct Study: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "study",
      abstract: "Train and measure a grid of small models, and say what more of each thing predictably buys.",
      discussion: """
        Each model is a process of its own, with one thread; what it measured is recorded whole or not at all. The same \
        command goes on with what is not done yet: after kill -9, a reboot, Ctrl-C, or when a model failed, which does \
        not stop the others. The table of all that is done is study.csv and study.json in the study's folder; when it is \
        complete, the verdict on each analysis follows, with a page, study.html, beside it.
        """)

    @Argument(help: ArgumentHelp("A YAML file that says what is varied and measured.", valueName: "study.yaml"))
    var file: String

    @Option(
      name: .customLong("set"),
      help: ArgumentHelp("Another value, as evaluation.episodes=8; repeatable.", valueName: "key=value"))
    var settings: [String] = []

    @Option(help: "Models at once.")
    var jobs = ProcessInfo.processInfo.activeProcessorCount

    @Option(name: [.customLong("out"), .customShort("o")], help: "Copy the table to this file, as CSV.")
    var out: String?

    @Option(
      help: ArgumentHelp("Judge this table instead of training: the study.csv of another time.", valueName: "file"))
    var table: String?

    @Option(
      help: ArgumentHelp(
        "Where the page of the verdicts goes (default: study.html in the study's folder).", valueName: "file"))
    var report: String?

    @Flag(help: "Only say what there is to do.")
    var plan = false

    @OptionGroup var runs: RunsCommand.Options

    func validate() throws {
      guard (1...1_024).contains(jobs) else {
        throw ValidationError("--jobs is \(jobs); give a number from 1 to 1024")
      }
    }

    func run() async throws {
      try await reportingFailure {
        try await study(program: Workers.thisProgram, to: Output(OutputMode(isJSON: runs.json)), console: .errors)
      }
    }

    func study(program: URL, to output: Output, console: Console) async throws {
      try OutputFile.check([report, out], inputs: [file, table])
      let configuration = try StudyConfiguration(contentsOf: URL(fileURLWithPath: file), settings: settings)
      guard !plan else { return try show(configuration, output) }
      if let table { return try judge(configuration, table, output) }
      let store = try RunStore(directory: runs.directory)
      let study = try Experiments.Study.start(configuration, in: store, version: Autodidact.version)
      console.print("study \(study.run) in \(store.directory.path)")
      let workers = StudyWorkers(study: study, program: program, jobs: jobs)
      let failures: [StudyWorkers.Failure]
      do { failures = try await workers.complete(console: console) } catch {
        // The error that ended the study is the one to report, whether or not the store can still be written.
        try? study.end(failures: 1)
        throw error
      }
      try study.end(failures: failures.count)
      try finish(study, failures, output, console)
    }

    /// The result for programs.
    struct Result: Encodable {
      let study: String
      let run: String
      let models: Int
      let done: Int
      let failures: [StudyWorkers.Failure]
      let table: String
      let verdicts: StudyAnswers?
      let report: String?
    }

    private func finish(
      _ study: Experiments.Study, _ failures: [StudyWorkers.Failure], _ output: Output, _ console: Console
    ) throws {
      let table = try study.table
      let folder = study.store.folder(of: study.run)
      let csv = folder.appendingPathComponent("study.csv")
      try WholeFile.write(table.csv, to: csv)
      try WholeFile.write(table.json, to: folder.appendingPathComponent("study.json"))
      if let out { try WholeFile.write(table.csv, to: URL(fileURLWithPath: out)) }
      let waiting = try study.waiting
      let models = Set(study.cells.map(\.key)).count
      let answers = waiting.isEmpty ? StudyAnswers(study.configuration, table) : nil
      let page = report ?? folder.appendingPathComponent("study.html").path
      if let answers { try write(answers, to: page) }
      let result = Result(
        study: study.configuration.name, run: study.run, models: models, done: models - waiting.count,
        failures: failures, table: out ?? csv.path, verdicts: answers, report: answers.map { _ in page })
      try output.result(result) { Self.text(study, table, result, console: output.console) }
      for failure in failures { console.print("failed: \(failure)") }
      guard waiting.isEmpty else {
        console.print("\(waiting.count) of \(models) models are not done; the same command goes on with them")
        throw Interruption.isWanted ? Interruption.exitCode : ExitCode.failure
      }
    }

    /// Prints the verdicts on an existing table.
    private func judge(_ configuration: StudyConfiguration, _ file: String, _ output: Output) throws {
      let text: String
      do { text = try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8) } catch {
        throw BadInputError("\(file): there is no such file; give a study.csv")
      }
      let answers = StudyAnswers(configuration, try StudyTable(csv: text, named: file))
      if let report { try write(answers, to: report) }
      try output.result(answers) {
        answers.blocks.text(output.console.format) + (report.map { "\n\nreport  \($0)" } ?? "")
      }
    }

    private func write(_ answers: StudyAnswers, to path: String) throws {
      let command = "autodidact scale study \(file)" + (table.map { " --table \($0)" } ?? "")
      try WholeFile.write(answers.report(command: command).html(), to: URL(fileURLWithPath: path))
    }

    private func show(_ configuration: StudyConfiguration, _ output: Output) throws {
      let cells = try configuration.cells()
      let all = cells.reduce(0) { $0 + $1.cost }
      try output.result(cells) {
        Table(
          ["cell", "key", "share of work"], numeric: [2],
          rows: cells.map { [$0.label, $0.key, String(format: "%.1f %%", 100 * $0.cost / max(all, 1))] }
        ).text(console: output.console)
      }
    }

    private static func text(
      _ study: Experiments.Study, _ table: StudyTable, _ result: Result, console: Console
    ) -> String {
      let rows = study.configuration.sweeps.map { sweep in
        let cells = study.cells.filter { $0.sweep == sweep.name }
        let rows = table.rows.filter { $0.sweep == sweep.name }
        let minutes = Dictionary(grouping: rows, by: \.run).values.compactMap { $0[0]["seconds"] }.reduce(0, +) / 60
        return [
          sweep.name, sweep.axes.map(\.name).filter { !$0.isEmpty }.joined(separator: " × "), "\(cells.count)",
          "\(Set(rows.map(\.run)).count)", "\(rows.count)", String(format: "%.1f", minutes),
        ]
      }
      let text = Table(
        ["sweep", "axes", "models", "done", "rows", "processor minutes of training"], numeric: [2, 3, 4, 5], rows: rows)
      let verdicts = result.verdicts.map { "\n\n" + $0.blocks.text(console.format) } ?? ""
      let page = result.report.map { "\nreport \($0)" } ?? ""
      return text.text(console: console) + verdicts + "\n\nstudy  \(result.run)\ntable  \(result.table)" + page
    }
  }
}
