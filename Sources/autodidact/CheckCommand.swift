public import ArgumentParser
import Experiments
public import MetaLearning
import Networks
import Tasks

/// The command `autodidact check LEARNER`, which checks a meta-gradient against finite differences.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compare a learner's meta-gradient with finite differences, leaf by leaf, in float64.",
    discussion: """
      A meta-gradient that misses a term still trains, and is wrong in silence. LEARNER may be all: every learner on \
      every network. Without --network a learner is checked on the first network that it works on. At a kink of a ReLU \
      there is no derivative, and a check that meets one fails: another --seed is another point.
      Ends with 0 when it passes, 1 when it fails, 2 for an unknown learner or one that refuses the network.
      """)

  @Argument(help: ArgumentHelp("A learner of `list learners`, or all.", valueName: "learner"))
  var learner: String

  @Option(help: "The network: \(AdaptableNetworks.all.map(\.name).joined(separator: ", ")).")
  var network: String?

  @Option(help: ArgumentHelp("Which leaves the inner loop adapts, as \"head.*\" (default: all).", valueName: "pattern"))
  var leaves: String?

  @Option(help: "Inner steps.")
  var steps = 2

  @Option(help: "The inner rule: \(InnerLoop.Rule.allCases.map(\.rawValue).joined(separator: ", ")).")
  var rule = InnerLoop.Rule.sgd

  @Option(help: "Whose statistics the norms of conv use.")
  var normalization = Normalization.transductive

  @Flag(help: "Norms of conv with a scale and a shift of each inner step's own, as MAML++ has.")
  var stepNorms = false

  @Option(help: "Elements of each leaf that are moved.")
  var elements = 3

  @Option(help: "The seed of weights and episodes.")
  var seed: UInt64 = 1

  @Flag(help: "Print JSON for programs.")
  var json = false

  @OptionGroup var threading: ThreadOption

  /// The plan of the flags.
  var plan: CheckPlan {
    var plan = CheckPlan()
    (plan.steps, plan.rule, plan.leaves) = (steps, rule, leaves.map { .init($0) })
    (plan.elements, plan.seed) = (elements, seed)
    (plan.norms.normalization, plan.norms.hasStepNorms) = (normalization, stepNorms)
    return plan
  }

  func run() throws {
    try threading.apply()
    try reportingFailure { try check(to: Output(OutputMode(isJSON: json)), console: .errors) }
  }

  func check(to output: Output, console: Console) throws {
    guard learner != "all" else { return try checkAll(to: output, console: console) }
    guard let entry = MetaLearners.named(learner) else {
      let near = nearest(to: learner, in: MetaLearners.all.map(\.name)).joined(separator: ", ")
      throw BadInputError("there is no learner \"\(learner)\"; nearest: \(near)")
    }
    var found = LearnerCheck(entry, on: networks[0], plan)
    for other in networks.dropFirst() where found.verdict == .refused {
      found = LearnerCheck(entry, on: other, plan)
    }
    if let reason = found.reason {
      throw BadInputError("\(learner) does not work on \(network ?? "any network"): \(reason)")
    }
    let check = found
    try output.result(check) { Self.text(check, plan, console: output.console) }
    if check.verdict == .fails { throw ExitCode.failure }
  }

  /// The network that is asked for, or all.
  private var networks: [NetworkEntry] { AdaptableNetworks.all.filter { network == nil || $0.name == network } }

  private func checkAll(to output: Output, console: Console) throws {
    let pairs = MetaLearners.all.flatMap { entry in networks.map { (entry, $0) } }
    var bar = ProgressBar("check", total: pairs.count, console: console)
    let checks = pairs.enumerated().map { index, pair in
      defer { bar.update(index + 1, pair.0.name) }
      return LearnerCheck(pair.0, on: pair.1, plan)
    }
    bar.finish("")
    try output.result(checks) { Self.text(checks, console: output.console) }
    if checks.contains(where: { $0.verdict == .fails }) { throw ExitCode.failure }
  }

  func validate() throws {
    if let problem = plan.problem { throw ValidationError("--\(problem)") }
    if let network, networks.isEmpty {
      throw ValidationError(
        "\(ConfigurationError.unknown(network, key: "--network", among: AdaptableNetworks.all.map(\.name)))")
    }
  }
}

extension InnerLoop.Rule: ExpressibleByArgument {}
