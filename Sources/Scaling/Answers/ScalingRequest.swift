/// A question about a table: which columns are scale, which one was measured, and how to judge them.
public struct ScalingRequest: Sendable {
  /// The columns of scale, as `N,D` or `N=params,D=tokens/1e9`.
  public var x: String
  /// The measured column, or arithmetic over columns.
  public var y: String
  /// The conditions that rows have to meet.
  public var conditions: [RowCondition] = []
  /// The column that names the training run of a row, or `nil` for that of the data, if it has one.
  public var run: String?
  /// The column of row weights, or `nil` if all rows count the same.
  public var weight: String?
  /// The expression that counts as scale, or `nil` for the product of `x`.
  public var along: String?
  /// Whether rows in which a number is missing are left out.
  public var skipsMissing = false
  /// The objective to minimize, or `nil` for Huber's loss, and the squared one where a measured number is not positive.
  public var objective: Objective?
  /// The rows that a forecast is judged on, or `nil` for the usual ones, as far as the data allow.
  public var holdOut: HoldOut?
  /// The number of bootstrap replicates.
  public var replicates = 200
  /// The seed of all draws.
  public var seed: UInt64 = 0
  /// The level of intervals.
  public var level = 0.95
  /// The direction that is better, or `nil` if the name of the measured column tells it.
  public var goal: Verdict.Goal?

  /// Creates a request with the usual judgement.
  public init(x: String, y: String) { (self.x, self.y) = (x, y) }
}

/// A request for columns or points that do not go together, with the remedy.
public struct ScalingRequestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The problem and the remedy, in a sentence.
  public let description: String

  /// Creates an error with this sentence.
  public init(_ description: String) { self.description = description }
}
