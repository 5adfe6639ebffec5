internal import Reports

/// An analysis of scale: the observations, their source and the settings of the judgement.
public struct ScalingAnalysis: Sendable {
  /// The measurements.
  public var observations: Observations
  /// The source of the rows: the name of a file or of a study.
  public var source: String
  /// The line of each row in the source.
  public var lines: [Int]
  /// The column or the arithmetic behind each variable.
  public var columns: [String]
  /// The arithmetic that counts as scale.
  public var along: String
  /// The number of rows left out for a missing number.
  public var skipped = 0
  /// The lines that were left out as the worst of a first fit.
  public var dropped: [Int] = []
  /// The decisions made for the user, as sentences.
  public var notes: [String] = []
  /// The objective that a fit minimizes.
  public var objective = Objective.huber
  /// The rule that chooses the rows a forecast is judged on.
  public var holdOut = HoldOut()
  /// The number of bootstrap replicates.
  public var replicates = 200
  /// The seed of all draws.
  public var seed: UInt64 = 0
  /// The level of intervals.
  public var level = 0.95
  /// The direction that is better.
  public var goal = Verdict.Goal.lower

  /// Creates an analysis of observations.
  public init(_ observations: Observations, source: String, lines: [Int], columns: [String], along: String) {
    self.observations = observations
    self.source = source
    self.lines = lines
    self.columns = columns
    self.along = along
  }

  /// The level of intervals as text: "95 %".
  var levelText: String { "\(figures(100 * level)) %" }

  /// A summary of the data and the plan.
  public var facts: DataSummary { DataSummary(self) }
}

/// The data and the plan behind an answer.
public struct DataSummary: Encodable, Sendable {
  /// The source of the rows.
  public let source: String
  /// The names of the variables.
  public let variables: [String]
  /// The column or the arithmetic behind each variable.
  public let columns: [String]
  /// The measurements.
  public let target: String
  /// The arithmetic that counts as scale.
  public let along: String
  /// The number of rows.
  public let rows: Int
  /// The number of runs that the rows belong to.
  public let runs: Int
  /// The number of distinct points.
  public let places: Int
  /// The number of rows left out for a missing number.
  public let skipped: Int
  /// The number of exact copies among the rows.
  public let duplicates: Int
  /// The lines left out as the worst of a first fit.
  public let dropped: [Int]
  /// The objective that a fit minimizes.
  public let objective: String
  /// The level of intervals.
  public let level: Double
  /// The number of bootstrap replicates.
  public let replicates: Int
  /// The seed of all draws.
  public let seed: UInt64
  /// The decisions made for the user, as sentences.
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

  /// The blocks that open every answer.
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
