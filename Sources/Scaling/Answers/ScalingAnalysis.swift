internal import Reports

/// What is asked about scale: observations, where they come from, and how to judge them.
public struct ScalingAnalysis: Sendable {
  /// What was measured.
  public var observations: Observations
  /// Where it comes from: a file's name, a study.
  public var source: String
  /// The line of each row there.
  public var lines: [Int]
  /// What each variable was read from.
  public var columns: [String]
  /// What counts as scale.
  public var along: String
  /// Rows that were left out because a number is missing.
  public var skipped = 0
  /// Lines that were left out as the worst of a first fit.
  public var dropped: [Int] = []
  /// What was decided for the user.
  public var notes: [String] = []
  /// What a fit makes small.
  public var objective = Objective.huber
  /// Which rows a forecast is judged on.
  public var holdOut = HoldOut()
  /// Bootstrap replicates.
  public var replicates = 200
  /// The seed of all draws.
  public var seed: UInt64 = 0
  /// The share of intervals.
  public var level = 0.95
  /// Which way is better.
  public var goal = Verdict.Goal.lower

  /// A analysis about observations.
  public init(_ observations: Observations, source: String, lines: [Int], columns: [String], along: String) {
    self.observations = observations
    self.source = source
    self.lines = lines
    self.columns = columns
    self.along = along
  }

  /// "95 %"
  var levelText: String { "\(figures(100 * level)) %" }

  /// What programs get to know about the data and the plan.
  public var facts: DataSummary { DataSummary(self) }
}

/// The data and the plan behind an answer.
public struct DataSummary: Encodable, Sendable {
  /// Where the rows come from.
  public let source: String
  /// The names of the variables.
  public let variables: [String]
  /// What each was read from.
  public let columns: [String]
  /// What was measured.
  public let target: String
  /// What counts as scale.
  public let along: String
  /// Rows used.
  public let rows: Int
  /// Runs they belong to.
  public let runs: Int
  /// Different places measured.
  public let places: Int
  /// Rows left out for a missing number.
  public let skipped: Int
  /// Exact copies among the rows used.
  public let duplicates: Int
  /// Lines left out as the worst of a first fit.
  public let dropped: [Int]
  /// What a fit makes small.
  public let objective: String
  /// The level of intervals.
  public let level: Double
  /// Bootstrap replicates.
  public let replicates: Int
  /// The seed of all draws.
  public let seed: UInt64
  /// What was decided for the user.
  public let notes: [String]

  init(_ analysis: ScalingAnalysis) {
    let data = analysis.observations
    (source, variables, columns, target) = (analysis.source, data.variables, analysis.columns, data.target)
    (along, rows, runs) = (analysis.along, data.count, Set(data.points.map(\.run)).count)
    (places, duplicates) = (data.distinctPlaces, data.duplicateCount)
    (skipped, dropped) = (analysis.skipped, analysis.dropped)
    (objective, level, replicates) = ("\(analysis.objective)", analysis.level, analysis.replicates)
    (seed, notes) = (analysis.seed, analysis.notes)
  }

  /// The lines that open every answer.
  var blocks: [DocumentBlock] {
    let named = zip(variables, columns).map { $0 == $1 ? $0 : "\($0) = \($1)" }.joined(separator: ", ")
    let rest = [
      runs < rows ? counted(runs, "run") : "", places < rows ? "\(counted(places, "place"))" : "",
      skipped > 0 ? "\(skipped) skipped, a number missing" : "",
      duplicates > 0 ? "\(duplicates) exact \(duplicates == 1 ? "copy" : "copies") of another row" : "",
      dropped.isEmpty ? "" : "left out: \(linesText(dropped))",
    ].filter { !$0.isEmpty }
    return [
      .facts([
        Fact("data", "\(source): " + ([counted(rows, "row")] + rest).joined(separator: ", ")),
        Fact("columns", "\(target) against \(named); scale is \(along)"),
      ])
    ] + notes.map { .text($0) }
  }
}
