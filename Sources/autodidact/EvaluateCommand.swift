public import ArgumentParser
import Experiments
import Foundation
import MetaLearning
public import Networks
import Runs
public import Tasks
import Reports

/// `autodidact evaluate CHECKPOINT`: accuracy after each number of adaptation steps, with 95 % intervals.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure how well a model answers after each number of adaptation steps.",
    discussion: """
      Without --tasks: the families that the model was trained on, with rules that it never saw, and the families of \
      the same worlds that its training left out. Episode i of a family is a function of --seed and i alone, so two \
      models meet the same episodes; --against gives the mean difference with its interval.
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

  @Option(help: "Episodes: of each family (default: 200), or of a few-shot world (default: 1000).")
  var episodes: Int?

  @Option(help: "The seed of the episodes.")
  var seed: UInt64 = 1

  @Option(help: "Tasks at once.")
  var batch = 16

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Another setting of the model, as inner.rule=adam; repeatable.", valueName: "key=value"))
  var settings: [String] = []

  @Option(help: ArgumentHelp("Another model to compare with, on the same episodes.", valueName: "checkpoint"))
  var against: String?

  @Option(help: ArgumentHelp("Another setting of the model compared with; repeatable.", valueName: "key=value"))
  var againstSet: [String] = []

  @Option(help: ArgumentHelp("Write an HTML report.", valueName: "file"))
  var report: String?

  @Option(help: ArgumentHelp("The folder of the archives of a few-shot model's world.", valueName: "folder"))
  var data: String?

  @Option(help: "Classes of an episode, for a few-shot model that compares instead of stepping (default: of training).")
  var ways: Int?

  @Option(help: "Normalize a few-shot model's images so, instead of as in training: transductive, support or running.")
  var normalization: Normalization?

  @Flag(help: "Print JSON for programs.")
  var json = false

  @OptionGroup var machine: MachineOptions

  /// The plan that the flags make.
  var plan: EvaluationPlan {
    var plan = EvaluationPlan()
    (plan.tasks, plan.split, plan.steps, plan.shots) = (tasks, split, Array(Set(steps.values)).sorted(), shots.values)
    (plan.query, plan.recolouredCopies, plan.episodes) = (query, copies, episodes ?? 200)
    (plan.seed, plan.batch) = (seed, batch)
    return plan
  }

  func run() throws {
    try reportingFailure { try evaluate(to: Output(OutputMode(isJSON: json)), console: .errors) }
  }

  /// What programs get.
  struct Result: Encodable {
    let evaluation: Evaluation
    let against: Evaluation?
    let comparison: EvaluationComparison?
  }

  func evaluate(to output: Output, console: Console) throws {
    let device = try machine.prepared()
    let url = try checkpoint.map { try ModelOption.file(of: $0) } ?? ModelOption.parse([]).url(else: .small)
    if FewShotModel.isOne(url) { return try evaluateFewShot(url, to: output, console: console) }
    guard ways == nil, data == nil, normalization == nil else {
      throw BadInputError("--ways, --data and --normalization are for few-shot models; \(url.path) is none")
    }
    let plan = plan
    try OutputFile.check([report], inputs: [url.path, against] + tasks)
    let model = try ModelFile(contentsOf: url).with(settings: settings)
    let sets = try EvaluationSet.of(plan, for: model.configuration)
    func scores(_ model: ModelFile, _ label: String) throws -> EvaluationScores {
      var bar = ProgressBar(label, total: sets.reduce(0) { $0 + $1.count }, console: console)
      defer { bar.finish() }
      return try .measured(model, on: sets, steps: plan.steps, batch: plan.batch, device: device) { done, _ in
        bar.update(done)
      }
    }
    let second = try against.map { try ModelOption.file(of: $0) }.map { url in
      (url, try ModelFile(contentsOf: url).with(settings: againstSet))
    }
    let first = try scores(model, "evaluate")
    let evaluation = Evaluation(first, of: model, named: url.path, plan: plan)
    var other: Evaluation?
    var comparison: EvaluationComparison?
    if let (otherURL, second) = second {
      let theirs = try scores(second, "against")
      other = Evaluation(theirs, of: second, named: otherURL.path, plan: plan)
      comparison = EvaluationComparison(first, named: url.path, against: theirs, named: otherURL.path)
    }
    if let report {
      let page = evaluation.report(samples: first.rows.compactMap(\.sample).prefix(8).map { $0 })
      try WholeFile.write(page.html(), to: URL(fileURLWithPath: report))
    }
    try output.result(Result(evaluation: evaluation, against: other, comparison: comparison)) {
      EvaluationText(console: output.console).text(evaluation, other, comparison)
        + (report.map { "\n\nreport  \($0)" } ?? "")
    }
  }

  func validate() throws {
    if let problem = plan.problem { throw ValidationError("\(problem)") }
    guard against != nil || againstSet.isEmpty else { throw ValidationError("--against-set needs --against") }
  }
}

extension Split: ExpressibleByArgument {}
extension Normalization: ExpressibleByArgument {}

/// Numbers with commas between them: "0,1,5,10".
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
