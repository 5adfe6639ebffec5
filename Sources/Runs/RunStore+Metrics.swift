import GRDB

extension RunStore {
  /// Records measurements, all or none; each replaces an earlier one of the same name and step.
  public func record(_ metrics: [Metric], for id: Run.ID) throws(RunStoreError) {
    guard !metrics.isEmpty else { return }
    try write { db in
      _ = try existing(id, in: db)
      let statement = try db.cachedStatement(
        sql: """
          INSERT INTO metric (run, name, step, value) VALUES (?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET value = excluded.value
          """)
      for metric in metrics {
        let value = metric.value.isNaN ? nil : metric.value
        try statement.execute(arguments: [id, metric.name, metric.step, value])
      }
    }
  }

  /// Returns the values of a metric, or of all, in the order of name and step.
  public func metrics(of id: Run.ID, named name: String? = nil) throws(RunStoreError) -> [Metric] {
    try read { db in
      _ = try existing(id, in: db)
      return try Row.fetchAll(
        db,
        sql: """
          SELECT name, step, value FROM metric WHERE run = :run AND (:name IS NULL OR name = :name)
          ORDER BY name, step
          """,
        arguments: ["run": id, "name": name]
      ).map(Metric.init(row:))
    }
  }

  /// Returns the value of each metric at its last step, in the order of names.
  public func lastMetrics(of id: Run.ID) throws(RunStoreError) -> [Metric] {
    try read { db in
      _ = try existing(id, in: db)
      return try lastMetrics(of: id, in: db)
    }
  }

  func lastMetrics(of id: Run.ID, in db: Database) throws -> [Metric] {
    // A group by name would read every step; from name to name, and to the last step of each, the index leads.
    try Row.fetchAll(
      db,
      sql: """
        WITH RECURSIVE names(name) AS (
          SELECT min(name) FROM metric WHERE run = :run
          UNION ALL
          SELECT (SELECT min(name) FROM metric WHERE run = :run AND name > names.name)
          FROM names WHERE names.name IS NOT NULL
        )
        SELECT name, step, value FROM metric JOIN names USING (name)
        WHERE run = :run AND step = (SELECT max(step) FROM metric WHERE run = :run AND name = names.name)
        ORDER BY name
        """,
      arguments: ["run": id]
    ).map(Metric.init(row:))
  }

  /// Deletes the metrics after a step, as a run does that goes back to a checkpoint.
  public func deleteMetrics(of id: Run.ID, after step: Int) throws(RunStoreError) {
    try write { db in
      _ = try existing(id, in: db)
      try db.execute(sql: "DELETE FROM metric WHERE run = ? AND step > ?", arguments: [id, step])
    }
  }
}

extension Metric {
  fileprivate init(row: Row) throws {
    self.init(row["name"], step: try row.decode(forColumn: "step"), value: row["value"] ?? .nan)
  }
}
