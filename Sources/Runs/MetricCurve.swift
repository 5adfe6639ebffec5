import GRDB

/// The values of a metric over the steps, each of its own or, if they are too many, stretch by stretch.
public struct MetricCurve: Hashable, Codable, Sendable {
  /// The name of the metric.
  public let name: String
  /// The number of values that the store has.
  public let count: Int
  /// The number of these that are NaN or infinite.
  public let undefined: Int
  /// The steps; of a stretch its middle.
  public let steps: [Int]
  /// The values; of a stretch its mean. One that is no number is `nil`.
  public let values: [Double?]
  /// The smallest value of each stretch, or `nil` if the values are single ones.
  public let low: [Double?]?
  /// The largest value of each stretch, or `nil` if the values are single ones.
  public let high: [Double?]?
}

extension RunStore {
  /// Returns the curve of a metric in at most `points` points; of more values the mean, the smallest and the largest of
  /// each stretch of steps, so that no peak is lost.
  public func curve(of id: Run.ID, named name: String, points: Int = 500) throws(RunStoreError) -> MetricCurve {
    try read { db in
      _ = try existing(id, in: db)
      return try curve(of: id, named: name, points: max(1, points), in: db)
    }
  }

  private func curve(of id: Run.ID, named name: String, points: Int, in db: Database) throws -> MetricCurve {
    let place: StatementArguments = ["run": id, "name": name]
    let whole = try Row.fetchOne(
      db,
      sql: """
        SELECT count(*) AS count, min(step) AS first, max(step) AS last, \(Self.undefined) AS undefined
        FROM metric WHERE run = :run AND name = :name
        """, arguments: place)
    let count: Int = whole?["count"] ?? 0
    let undefined: Int = whole?["undefined"] ?? 0
    guard count > points, let first: Int = whole?["first"], let last: Int = whole?["last"] else {
      let rows = try Row.fetchAll(
        db, sql: "SELECT step, value FROM metric WHERE run = :run AND name = :name ORDER BY step", arguments: place)
      return MetricCurve(
        name: name, count: count, undefined: undefined, steps: rows.map { $0["step"] },
        values: rows.map { Self.finite($0["value"]) }, low: nil, high: nil)
    }
    let width = (last - first) / points + 1
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT min(step) + (max(step) - min(step)) / 2 AS middle, avg(value) AS mean, min(value) AS low, max(value) AS high
        FROM metric WHERE run = :run AND name = :name GROUP BY (step - :first) / :width ORDER BY middle
        """, arguments: place + ["first": first, "width": width])
    return MetricCurve(
      name: name, count: count, undefined: undefined, steps: rows.map { $0["middle"] },
      values: rows.map { Self.finite($0["mean"]) }, low: rows.map { Self.finite($0["low"]) },
      high: rows.map { Self.finite($0["high"]) })
  }

  /// The number of values that are NaN, which is stored as null, or infinite.
  private static let undefined = "coalesce(sum(value IS NULL OR abs(value) = 9e999), 0)"

  private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
}
