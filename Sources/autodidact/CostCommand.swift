import ArgumentParser
import Experiments
import Foundation
import Networks
import Runs
import Reports

/// The command `autodidact cost`, which measures time and memory of learners' outer steps relative to plain SGD.
struct CostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost",
    abstract: "Measure what learners' outer steps cost beside plain SGD's: time, memory, and how both grow.",
    discussion: """
      Inner steps, tasks and parameters are varied one at a time around a base point, the middle value of each list. \
      SGD takes one gradient of the mean loss over the same examples. Memory is counted in bytes of tensors, the same \
      in every run; time is the processor's, in rounds in which all methods take turns.
      """)

  @Option(help: ArgumentHelp("Learners, with commas (default: reptile, fomaml, imaml, maml).", valueName: "list"))
  var learners: String?

  @Option(
    help: """
      The network: \(CostPlan.networks.map { "\($0.name) (\($0.price?.examples ?? ""))" }.joined(separator: ", ")).
      """)
  var network = "conv"

  @Option(help: ArgumentHelp("Numbers of inner steps (default: 1,2,5,10).", valueName: "list"))
  var innerSteps: String?

  @Option(help: ArgumentHelp("Numbers of tasks a meta-batch (default: 2,4,8,16).", valueName: "list"))
  var tasks: String?

  @Option(
    help: ArgumentHelp(
      "Widths or filters (default: \(Self.defaults { $0.widths.map(String.init).joined(separator: ",") })).",
      valueName: "list"))
  var widths: String?

  @Option(help: "Support examples, of each class where there are any (default: \(Self.defaults { "\($0.shots)" })).")
  var shots: Int?

  @Option(help: "Queries, of each class where there are any (default: \(Self.defaults { "\($0.queries)" })).")
  var queries: Int?

  @Option(help: "Numbers of context beside the inputs of mlp and conv, for methods that adapt them (cavia, prefix).")
  var context = 0

  @Option(help: "Whose statistics the norms of conv use.")
  var normalization = Normalization.transductive

  @Flag(help: "Norms of conv with a scale and a shift of each inner step's own, as MAML++ has.")
  var stepNorms = false

  @Option(help: "Rounds of time.")
  var repeats = 5

  @Flag(
    help: "Also measure every learner, not MAML alone, with inner steps that are computed again (inner.recomputes).")
  var recompute = false

  @Option(help: ArgumentHelp("Write an HTML report with plots.", valueName: "file"))
  var report: String?

  @Flag(help: "Print JSON for programs.")
  var json = false

  @OptionGroup var threading: ThreadOption

  /// Returns the plan of the flags.
  func plan() throws -> CostPlan {
    var plan = try CostPlan(network)
    plan.learners = learners.map(Self.words) ?? plan.learners
    plan.innerSteps = try Self.numbers("--inner-steps", innerSteps) ?? plan.innerSteps
    plan.tasks = try Self.numbers("--tasks", tasks) ?? plan.tasks
    plan.widths = try Self.numbers("--widths", widths) ?? plan.widths
    (plan.shots, plan.queries) = (shots ?? plan.shots, queries ?? plan.queries)
    (plan.repeats, plan.recomputes, plan.context) = (repeats, recompute, context)
    (plan.norms.normalization, plan.norms.hasStepNorms) = (normalization, stepNorms)
    if let problem = plan.problem { throw BadInputError("--\(problem)") }
    return plan
  }

  func run() throws {
    try threading.apply()
    try reportingFailure { try measure(to: Output(OutputMode(isJSON: json)), console: .errors) }
  }

  func measure(to output: Output, console: Console) throws {
    let plan = try plan()
    try OutputFile.check([report])
    var bar = ProgressBar("cost", total: plan.settings.count, console: console)
    let table = try CostTable(measuring: plan) { bar.update($0) }
    bar.finish()
    let summary = CostSummary(table)
    if let report {
      let words = CommandLine.arguments.dropFirst().joined(separator: " ")
      let page = Document(
        title: "What learning to learn costs", answer: summary.blocks, plots: table.plots,
        command: "autodidact \(words)")
      try WholeFile.write(page.html(), to: URL(fileURLWithPath: report))
    }
    try output.result(summary) {
      summary.blocks.text(output.console.format) + (report.map { "\n\nreport  \($0)" } ?? "")
    }
  }

  /// Returns the defaults of each network, for the help.
  private static func defaults(_ value: (PriceProblem) -> String) -> String {
    CostPlan.networks.compactMap { entry in entry.price.map { "\(value($0)) of \(entry.name)" } }.joined(
      separator: "; ")
  }

  private static func words(_ list: String) -> [String] {
    list.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { !$0.isWhitespace } }
  }

  private static func numbers(_ flag: String, _ list: String?) throws -> [Int]? {
    guard let list else { return nil }
    guard let numbers = NumberList(argument: list)?.values else {
      throw BadInputError("\(flag) \"\(list)\" is no list of numbers; write \(flag) 1,2,5")
    }
    return numbers
  }
}
