import GRDB

/// The values of a metric over the steps, each of its own or, if they are too many, stretch by stretch.
public struct MetricCurve: Hashable, Codable, Sendable {
  /// The name of the metric.
  public let name: String
  /// The number of values that the store has.
  public let count: Int
  /// The number of these that are NaN or infinite.
  public let undefined: Int
  /// The steps, in order; of a stretch its middle.
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
    let few = try Row.fetchAll(
      db, sql: "SELECT step, value FROM metric WHERE run = :run AND name = :name ORDER BY step LIMIT :limit",
      arguments: place + ["limit": points + 1])
    guard few.count > points, let first: Int = few.first?["step"],
      let last = try Int.fetchOne(
        db, sql: "SELECT max(step) FROM metric WHERE run = :run AND name = :name", arguments: place)
    else {
      let values = few.map { Self.finite($0["value"]) }
      return MetricCurve(
        name: name, count: few.count, undefined: values.filter { $0 == nil }.count, steps: few.map { $0["step"] },
        values: values, low: nil, high: nil)
    }
    // Stretch by stretch, each where the index has it: one question with groups would put a million rows in order.
    // NaN is null, and so is the difference of an infinity and itself.
    let statement = try db.cachedStatement(
      sql: """
        SELECT min(:last, :from + (:to - :from) / 2) AS middle, count(*) AS count, sum(value - value IS NULL) AS undefined,
          avg(value) AS mean, min(value) AS low, max(value) AS high
        FROM metric WHERE run = :run AND name = :name AND step >= :from AND step < :to
        """)
    let width = (last - first) / points + 1
    let rows = try stride(from: first, through: last, by: width).compactMap { from in
      try Row.fetchOne(statement, arguments: place + ["from": from, "to": from + width, "last": last])
    }.filter { $0["count"] > 0 }
    return MetricCurve(
      name: name, count: rows.reduce(0) { $0 + ($1["count"] as Int) },
      undefined: rows.reduce(0) { $0 + ($1["undefined"] as Int) }, steps: rows.map { $0["middle"] },
      values: rows.map { Self.finite($0["mean"]) }, low: rows.map { Self.finite($0["low"]) },
      high: rows.map { Self.finite($0["high"]) })
  }

  private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
}
