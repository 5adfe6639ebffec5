internal import Foundation
public import Runs

/// The measurements of a study: a row for each model, group of families, number of adaptation steps and of examples.
public struct StudyTable: Hashable, Codable, Sendable {
  /// One measurement.
  public struct Row: Hashable, Codable, Sendable {
    /// The sweep.
    public let sweep: String
    /// The run that measured it, of kind "study-cell".
    public let run: Run.ID
    /// The relation of the families to the training.
    public let group: EvaluationGroup
    /// The numbers by column: the axes of the sweep and those of `StudyTable.numbers`. An unknown one is missing.
    public let numbers: [String: Double]

    /// Creates a row.
    public init(sweep: String, run: Run.ID, group: EvaluationGroup, numbers: [String: Double]) {
      (self.sweep, self.run, self.group) = (sweep, run, group)
      self.numbers = numbers.filter { $0.value.isFinite }
    }

    /// The number in a column, also in those that follow from others, or `nil` if it is unknown.
    public subscript(_ column: String) -> Double? {
      column == "error" ? numbers["accuracy"].map { 1 - $0 } ?? numbers["error"] : numbers[column]
    }
  }

  /// The study.
  public let study: String
  /// The rows.
  public var rows: [Row]

  /// Creates a table of these rows.
  public init(study: String, rows: [Row]) { (self.study, self.rows) = (study, rows) }

  /// The columns that every sweep has.
  ///
  /// - seed: of the training.
  /// - steps, examples: adaptation steps and support examples of a task.
  /// - parameters: numbers that the outer loop learns, inner rates included.
  /// - tasks: meta-training tasks drawn. Unknown for a model that continues from another one.
  /// - seconds: processor time of the training. operations: an estimate of its floating-point operations.
  /// - accuracy: the share of cells right. exact: of whole outputs. queryLoss: nats a cell. error: 1 − accuracy, or the
  ///   squared error of regressions.
  /// - accuracySE, exactSE, queryLossSE, errorSE: standard errors of these means over episodes.
  /// - episodes: their number, of all families of the group together.
  public static let numbers = [
    "seed", "steps", "examples", "parameters", "tasks", "seconds", "operations", "accuracy", "accuracySE", "exact",
    "exactSE", "queryLoss", "queryLossSE", "error", "errorSE", "episodes",
  ]

  /// The columns of numbers in this table: the axes of its sweeps, then those that every sweep has.
  public var columns: [String] {
    let axes = Set(rows.flatMap(\.numbers.keys)).subtracting(Self.numbers)
    return axes.sorted() + Self.numbers.filter { name in rows.contains { $0[name] != nil } }
  }

  /// The names of the sweeps, in order.
  public var sweeps: [String] {
    rows.map(\.sweep).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Returns the shortest text that reads back as a number; whole numbers without a point.
  static func text(of number: Double) -> String {
    // Products such as 240 × 0.0125 are integers up to rounding.
    let whole = number.rounded()
    guard abs(number - whole) <= 1e-12 * max(1, abs(number)), abs(whole) < 1e15 else { return "\(number)" }
    return "\(Int(whole))"
  }
}
