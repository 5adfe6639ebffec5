public import ArgumentParser
import Experiments
import Foundation
import MetaLearning
public import Networks
import Runs
public import Tasks
import Reports

/// The command `autodidact evaluate CHECKPOINT`, which reports accuracy after each number of adaptation steps, with 95
/// % intervals.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure how well a model answers after each number of adaptation steps.",
    discussion: """
      Without --tasks: tasks of the model's own training that it never saw; of procedural families, also those of the \
      same worlds that its training left out. Episode i is a function of --seed and i alone, so two models meet the \
      same episodes; --against gives the mean difference with its interval.
      """)

  @Argument(help: ArgumentHelp("A model.safetensors, or the folder of a checkpoint (default: the meta-trained one)."))
  var checkpoint: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Families, world:NAME, or paths of task files and folders.", valueName: "family|path"))
  var tasks: [String] = []

  @Option(help: "Which rules of the families: \(Split.allCases.map(\.rawValue).joined(separator: ", ")).")
  var split = Split.metaTest

  @Option(help: ArgumentHelp("Numbers of adaptation steps.", valueName: "list"))
  var steps = NumberList([0, 1, 2, 5, 10])

  @Option(help: ArgumentHelp("Numbers of examples to adapt to (default: those of training).", valueName: "list"))
  var shots = NumberList([])

  @Option(help: "Queries an episode; 0 for those of training.")
  var query = 0

  @Option(help: "Recoloured copies of examples to add (default: as in training).")
  var copies: Int?

  @Option(help: "Episodes (of each family; default: as the model's experiment says).")
  var episodes: Int?

  @Option(help: "The seed of the episodes.")
  var seed: UInt64 = 1

  @Option(help: "Tasks at once.")
  var batch = 16

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Another setting of the model, as inner.rule=adam; repeatable.", valueName: "key=value"))
  var settings: [String] = []

  @Option(
    help: ArgumentHelp(
      "Values to try on meta-validation tasks, as inner.rate=0.01,0.1; repeatable, every combination is tried. Each number of "
        + "steps is measured with the best for it.", valueName: "key=a,b,c"))
  var tune: [String] = []

  @Option(help: "Meta-validation episodes of a trial of --tune.")
  var tuneEpisodes = 64

  @Option(help: ArgumentHelp("Another model to compare with, on the same episodes.", valueName: "checkpoint"))
  var against: String?

  @Option(help: ArgumentHelp("Another setting of the model compared with; repeatable.", valueName: "key=value"))
  var againstSet: [String] = []

  @Option(
    help: ArgumentHelp("Values to try for the model compared with; as many trials as --tune.", valueName: "key=a,b,c"))
  var againstTune: [String] = []

  @Option(help: ArgumentHelp("Write an HTML report.", valueName: "file"))
  var report: String?

  @Option(help: ArgumentHelp("The folder of the data that the model's tasks are read from.", valueName: "folder"))
  var data: String?

  @Option(help: "Classes of an episode, for a model that compares instead of stepping (default: those of training).")
  var ways: Int?

  @Option(help: "Normalize images so, instead of as in training: transductive, support or running.")
  var normalization: Normalization?

  @Flag(help: "Print JSON for programs.")
  var json = false

  @OptionGroup var machine: MachineOptions

  /// Returns a model's own plan with the changes of the flags.
  func plan(from own: EvaluationPlan = EvaluationPlan()) -> EvaluationPlan {
    var plan = own
    (plan.tasks, plan.split, plan.steps) = (tasks, split, Array(Set(steps.values)).sorted())
    (plan.ways, plan.query) = (ways ?? plan.ways, query > 0 ? query : plan.query)
    plan.shots = shots.values.isEmpty ? plan.shots : shots.values
    (plan.recolouredCopies, plan.episodes) = (copies ?? plan.recolouredCopies, episodes ?? plan.episodes)
    (plan.seed, plan.batch) = (seed, batch)
    return plan
  }

  func run() throws {
    try reportingFailure { try evaluate(to: Output(OutputMode(isJSON: json)), console: .errors) }
  }

  /// The result for programs.
  struct Result: Encodable {
    let evaluation: Evaluation
    let against: Evaluation?
    let comparison: EvaluationComparison?
  }

  func evaluate(to output: Output, console: Console) throws {
    let device = try machine.prepared()
    let url = try checkpoint.map { try ModelOption.file(of: $0) } ?? ModelOption.parse([]).url(else: .small)
    try OutputFile.check([report], inputs: [url.path, against] + tasks)
    let file = try ModelFile(contentsOf: url)
    let plan = plan(from: file.experiment.evaluation)
    func measured(
      _ file: ModelFile, _ settings: [String], _ tune: [String], _ label: String
    ) throws -> Evaluator.Result {
      var evaluator = Evaluator(file, plan)
      (evaluator.settings, evaluator.normalization, evaluator.device) = (settings, normalization, device)
      evaluator.data = data.map { URL(fileURLWithPath: $0, isDirectory: true) }
      if label == "against" { evaluator.tasks = first.experiment.tasks }
      var (bar, length): (ProgressBar?, Int) = (nil, 0)
      defer { bar?.finish() }
      func show(_ done: Int, _ total: Int) {
        if total != length {
          bar?.finish()
          (bar, length) = (ProgressBar(label, total: total, console: console), total)
        }
        bar?.update(done)
      }
      guard !tune.isEmpty else { return try evaluator.result(progress: show) }
      return try evaluator.result(tuning: Tuning(grid: tune, episodes: tuneEpisodes), progress: show)
    }
    let first = file
    let second = try against.map { try ModelFile(contentsOf: ModelOption.file(of: $0)) }
    let ours = try measured(first, settings, tune, "evaluate")
    let theirs = try second.map { try measured($0, againstSet, againstTune, "against") }
    let comparison = theirs.map { EvaluationComparison(ours, against: $0) }
    if let report {
      let page = ours.evaluation.report(samples: ours.scores.rows.compactMap(\.sample).prefix(8).map { $0 })
      try WholeFile.write(page.html(), to: URL(fileURLWithPath: report))
    }
    let result = Result(evaluation: ours.evaluation, against: theirs?.evaluation, comparison: comparison)
    try output.result(result) {
      EvaluationText(console: output.console).text(ours.evaluation, comparison)
        + (report.map { "\n\nreport  \($0)" } ?? "")
    }
  }

  func validate() throws {
    if let problem = plan().problem { throw ValidationError("\(problem)") }
    guard against != nil || (againstSet.isEmpty && againstTune.isEmpty) else {
      throw ValidationError("--against-set and --against-tune need --against")
    }
    guard (1...1_000_000).contains(tuneEpisodes) else {
      throw ValidationError("--tune-episodes is \(tuneEpisodes); give 1 or more")
    }
    let (ours, theirs) = (try Tuning(grid: tune).trials.count, try Tuning(grid: againstTune).trials.count)
    guard against == nil || ours == theirs else {
      throw ValidationError("--tune makes \(ours) trials and --against-tune \(theirs): try both as often")
    }
  }
}

extension Split: ExpressibleByArgument {}
extension Normalization: ExpressibleByArgument {}

/// A list of numbers with commas between them: "0,1,5,10".
struct NumberList: ExpressibleByArgument, Equatable {
  let values: [Int]

  init(_ values: [Int]) { self.values = values }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0.filter { !$0.isWhitespace }) }
    guard numbers.count == parts.count else { return nil }
    values = numbers
  }

  var defaultValueDescription: String {
    values.isEmpty ? "as in training" : values.map(String.init).joined(separator: ",")
  }
}
