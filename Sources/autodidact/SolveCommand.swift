import ArgumentParser
import Experiments
import Foundation
import MetaLearning
import Networks
import Randomness
import Reports
import Runs
import Search
import Tasks
import Tensors

/// The command `autodidact solve FILE|DIR`, which adapts to each task's demonstrations and answers its test inputs.
struct SolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solve", abstract: "Answer tasks that nobody trained on, from their demonstrations.",
    discussion: """
      Programs that explain the demonstrations are searched, and a network adapts to them; each answer says where it came \
      from and how probably it is right. \
      Where a file gives the right outputs, or a …solutions.json beside a …challenges.json does, the answers are scored: \
      pass@k is the share of test inputs whose output is among the first k attempts, every cell right. With --out the \
      answers are kept as they come; after Ctrl-C the same command goes on.
      """)

  @Argument(help: "A task file or a collection (ARC JSON, JSONL), a folder of them, or - for standard input.")
  var path: String

  @OptionGroup var model: ModelOption

  @Option(help: "An adapter of `autodidact adapt`: answers with it instead of adapting.")
  var adapter: String?

  @Option(help: "Who answers: both, programs (search alone) or network (adaptation alone).")
  var by = TaskSolver.Side.both

  @Option(help: "Answers to give for each test input.")
  var attempts = 2

  @Option(help: ArgumentHelp("Write the answers as an ARC submission.", valueName: "file"))
  var out: String?

  @Option(help: ArgumentHelp("Write an HTML report that draws the answers.", valueName: "file"))
  var report: String?

  @OptionGroup var options: SolverOptions
  @OptionGroup var machine: MachineOptions

  @Flag(help: "Print JSON for programs.")
  var json = false

  func validate() throws {
    guard (1...100).contains(attempts) else { throw ValidationError("--attempts is \(attempts); give 1 to 100") }
  }

  func run() throws {
    try reportingFailure { try solve(to: Output(OutputMode(isJSON: json)), console: .errors) }
  }

  func solve(to output: Output, console: Console) throws {
    let device = try machine.prepared()
    let files = try TaskFiles(argument: path)
    var models = SolverModels(device: device)
    // Tasks that cannot be answered are found before any is answered: a late error would lose the earlier answers.
    let solver = TaskSolver(
      side: adapter == nil ? by : .network, solver: options.solver, seconds: options.budget?.value)
    var (tasks, leftOut) = ([(episode: Episode, model: URL?)](), files.failures.map { LeftOut($0.file, $0) })
    for episode in files.episodes {
      do {
        tasks.append((episode, try models.suitable(for: episode, solver) { try model.url(else: $0) }))
      } catch let error as UnsuitableTask {
        leftOut.append(LeftOut(episode.name, error))
      }
    }
    guard let first = tasks.first else {
      throw BadInputError(leftOut.map { "\(path): \($0)" }.joined(separator: "\n"))
    }
    guard adapter == nil || files.episodes.count == 1 else {
      throw BadInputError("an adapter belongs to one task, but \(path) holds \(files.episodes.count): name one file")
    }
    try OutputFile.check([out, report], inputs: files.files + tasks.map(\.model?.path) + [adapter])
    let kept = try adapter.flatMap { file in
      try first.model.map { try AdapterFile(contentsOf: URL(fileURLWithPath: file), model: models.bytes($0)) }
    }
    Self.say(files, tasks.map(\.episode), console)

    var journal = kept == nil ? out.map(AnswerJournal.init(beside:)) : nil
    let isAlone = tasks.count == 1
    let steps = options.steps
    var bar = ProgressBar("solve", total: isAlone ? steps : tasks.count, console: console)
    var solutions: [Solution] = []
    Interruption.remember()
    for (episode, url) in tasks {
      let key = AnswerJournal.key(
        episode, model: try url.map { try models.checksum($0) }, solver, seed: options.seed, attempts)
      let answers: [[RankedGrid]]
      if let before = journal?[key] {
        answers = before
      } else {
        // The answers are a function of the task and the seed, whatever the name of the task.
        var generator = Generator(seed: options.seed)
        if let kept {
          let votes = kept.solver.answer(episode.query.map(\.input), with: kept.task, using: &generator)
          answers = solver.scorer.ranking(queries: episode.query.count, programs: [], votes: votes.rankings)
        } else {
          if !isAlone { bar.update(solutions.count, episode.name) }
          answers = solver.answers(to: episode, with: try url.map { try models[$0] }, using: &generator) {
            step, total in
            let done = total > 0 ? step * steps / total : 0
            if isAlone {
              bar.update(done)
            } else {
              bar.update(solutions.count, "\(episode.name): step \(done) of \(steps)")
            }
            if Interruption.isWanted {
              Autodidact.end {
                bar.finish()
                try conclude(solutions, of: tasks.count, leftOut, to: output, console)
              }
            }
          }
        }
        journal?.append(answers.map { Array($0.prefix(attempts)) }, for: key, console)
      }
      solutions.append(Solution(episode, answers, attempts: attempts))
      if !isAlone { bar.update(solutions.count) }
      if Interruption.isWanted { break }
    }
    if kept == nil { bar.finish("") }
    try conclude(solutions, of: tasks.count, leftOut, to: output, console)
    if solutions.count == tasks.count { journal?.remove() }
  }

  /// Prints and writes the answers, and reports the tasks without one.
  private func conclude(
    _ solutions: [Solution], of count: Int, _ leftOut: [LeftOut], to output: Output, _ console: Console
  ) throws {
    let summary = SolveResult(solutions, leftOut, attempts: attempts)
    // Printed first, so that a full disk only loses the files.
    if !solutions.isEmpty { try output.result(summary) { summary.text } }
    if let out, !solutions.isEmpty {
      var submission = ARCSubmission()
      for solution in solutions { submission.add(task: solution.name, attempts: solution.attempts) }
      try WholeFile.write(submission.json, to: URL(fileURLWithPath: out))
      if !json { output.console.print("answers  \(out)") }
    }
    if let report {
      let page = Document.answers(solutions, summary.scores, title: path)
      try WholeFile.write(page.html(), to: URL(fileURLWithPath: report))
      if !json { output.console.print("report   \(report)") }
    }
    if !leftOut.isEmpty {
      console.print("\(leftOut.count) of \(count + leftOut.count) tasks left out:")
      for task in leftOut { console.print("  \(task)") }
    }
    if solutions.count < count {
      let hint = out == nil ? "with --out the answers are kept" : "the same command goes on"
      console.print("stopped after \(solutions.count) of \(count) tasks; \(hint)")
      throw Interruption.exitCode
    }
    if !leftOut.isEmpty { throw ExitCode.failure }
  }

  /// Prints warnings about the tasks that were read.
  private static func say(_ files: TaskFiles, _ episodes: [Episode], _ console: Console) {
    func list(_ names: [String]) -> String {
      names.prefix(5).map(printable).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
    }
    if !files.skipped.isEmpty { console.print("skipped, no task is in it: \(list(files.skipped))") }
    if files.areNamedByPath { console.print("several tasks have one name: these are named by their paths") }
    let large = episodes.filter { !$0.questionsBeyondCanvas.isEmpty }.map { episode in
      "\(episode.name) (test input \(episode.questionsBeyondCanvas.map(String.init).joined(separator: ", ")))"
    }
    if !large.isEmpty {
      console.print("an output larger than anything shown may not fit and be cut off: \(list(large))")
    }
  }
}

/// A task that was not answered, with the reason.
struct LeftOut: Encodable, CustomStringConvertible {
  let name: String
  let problem: String

  init(_ name: String, _ error: any Error) {
    (self.name, problem) = (
      name, (error as? TaskFileError).map { "\($0.place): \($0.problem); \($0.remedy)" } ?? "\(error)"
    )
  }

  var description: String { "\(printable(name)): \(printable(problem))" }
}

extension TaskFiles {
  /// Reads the tasks at a path as commands take it: "-" is standard input.
  init(argument path: String) throws {
    if path == "-" { try self.init(try StandardInput.read(), named: StandardInput.name) } else { try self.init(path) }
  }
}
