import ArgumentParser
import Experiments
import Foundation
import Runs
import Scaling

/// The options of every subcommand of `scale`: the data, and how to judge it.
struct ScaleOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("A CSV file; - for standard input.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("A study of the run store instead of a file.", valueName: "name"))
  var study: String?

  @Option(help: ArgumentHelp("The folder of the run store, with --study (default: runs).", valueName: "folder"))
  var runsDir: String?

  @Option(
    help: ArgumentHelp(
      """
      The columns of scale, in the order of the law's variables or assigned to its letters: N,D or \
      N=params,D=tokens/1e9. Names, numbers from 1, or arithmetic.
      """, valueName: "columns"))
  var x: String

  @Option(help: ArgumentHelp("What was measured: a column or arithmetic, as 1-accuracy.", valueName: "column"))
  var y: String

  @Option(
    name: .customLong("where"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Only rows like these, as dataset=c4 or 'N>=1e8'; repeatable.", valueName: "condition"))
  var conditions: [String] = []

  @Option(name: .customLong("run"), help: ArgumentHelp("Which training a row belongs to.", valueName: "column"))
  var runColumn: String?

  @Option(help: ArgumentHelp("How much a row counts.", valueName: "column"))
  var weight: String?

  @Option(
    help: ArgumentHelp(
      "What counts as scale (default: the product of x; the step for laws over schedules).", valueName: "column"))
  var along: String?

  @Flag(help: "Leave out rows in which a number is missing or infinite.")
  var skipMissing = false

  @Option(
    help: "What stands before decimals, point or comma, where the file does not tell; the other one groups thousands.")
  var decimal: DecimalMark?

  @Option(
    help: ArgumentHelp(
      "huber, huber:DELTA, absolute, squaredLog or squared (default: huber; squared when y has values up to 0).",
      valueName: "objective"))
  var objective: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Rows to forecast: 4x (beyond a quarter of the largest scale), 3 (the largest scales), '>1e21' (default: 4x, or as \
      many of the largest scales as leave enough to fit).
      """, valueName: "rule"))
  var holdOut: HoldOut?

  @Option(help: "Bootstrap replicates.")
  var replicates = 200

  @Option(help: "The seed of all draws.")
  var seed: UInt64 = 0

  @Option(help: "The level of intervals.")
  var level = 0.95

  @Option(help: "Which way is better: lower or higher (default: as the name of the measure tells).")
  var goal: Scaling.Verdict.Goal?

  @Option(help: ArgumentHelp("Write an HTML report.", valueName: "file"))
  var report: String?

  @Flag(help: "Print JSON for programs.")
  var json = false

  func validate() throws {
    guard (file == nil) != (study == nil) else {
      throw ValidationError(
        file == nil ? "give a CSV file, or --study and the name of one" : "a file and --study; give one of them")
    }
    guard runsDir == nil || study != nil else { throw ValidationError("--runs-dir needs --study") }
    guard replicates >= 10 else {
      throw ValidationError("--replicates is \(replicates); an interval needs 10 or more, better 200")
    }
    guard level > 0, level < 1 else { throw ValidationError("--level is \(level); give a share such as 0.95") }
    for condition in conditions where RowCondition(condition) == nil {
      throw ValidationError("--where '\(condition)' compares nothing; write as in dataset=c4 or 'N>=1e8'")
    }
  }

  /// Returns the selected rows.
  func data() throws -> ScalingData {
    try OutputFile.check([report], inputs: [file])
    if let file { return try .file(file, decimal: decimal) }
    let folder = runsDir.map { URL(fileURLWithPath: $0) } ?? RunStore.defaultDirectory()
    return try ScalingData(study: study ?? "", in: RunStore(directory: folder, creating: false))
  }

  /// Returns the request of the options.
  func request() throws -> ScalingRequest {
    var request = ScalingRequest(x: x, y: y)
    request.conditions = conditions.compactMap { RowCondition($0) }
    (request.run, request.weight, request.along, request.skipsMissing) = (runColumn, weight, along, skipMissing)
    request.objective = try objective.map { try Objective($0) }
    (request.holdOut, request.replicates, request.seed) = (holdOut, replicates, seed)
    (request.level, request.goal) = (level, goal)
    return request
  }

  /// Returns the analysis of the rows; `law` puts assigned letters into its order.
  func analysis(law: ScalingLawEntry? = nil) throws -> ScalingAnalysis {
    try data().analysis(request(), law: law)
  }
}

extension ScalingData {
  /// Reads the CSV of a file, or of standard input if it is called "-".
  static func file(_ path: String, decimal: DecimalMark? = nil) throws -> ScalingData {
    guard path == "-" else { return try ScalingData(contentsOf: URL(fileURLWithPath: path), decimal: decimal) }
    return ScalingData(
      try DataTable(csv: try StandardInput.read(), named: StandardInput.name, decimal: decimal),
      source: StandardInput.name)
  }
}
