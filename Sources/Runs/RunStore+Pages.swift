import GRDB

extension RunStore {
  /// Returns a part of the runs.
  ///
  /// A part begins after a run rather than at a number, so that a run that starts meanwhile moves none to another part.
  public func page(_ query: RunQuery) throws(RunStoreError) -> RunPage {
    try read { db in
      if let after = query.after { _ = try existing(after, in: db) }
      let filter = query.filter
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM run WHERE \(filter.sql) AND \(query.after == nil ? "1" : query.isBeyond)
          ORDER BY \(query.key) \(query.direction), rowid \(query.direction) LIMIT :limit
          """,
        arguments: filter.arguments + ["after": query.after, "limit": query.limit + 1] + query.metricArgument)
      let total = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM run WHERE \(filter.sql)", arguments: filter.arguments)
      let entries = try rows.prefix(query.limit).map { row in
        let run = try Run(row: row)
        return RunPage.Entry(run: run, metrics: try lastMetrics(of: run.id, in: db))
      }
      return RunPage(
        entries: entries, total: total ?? 0, next: rows.count > query.limit ? entries.last?.run.id : nil)
    }
  }
}

extension RunQuery {
  fileprivate var direction: String { isDescending ? "DESC" : "ASC" }

  /// The expression by which runs are in order; it is never null.
  fileprivate var key: String {
    switch order {
    case .created: "created"
    case .name: "name COLLATE NOCASE"
    case .kind: "kind"
    case .status: "status"
    case .metric:
      """
      coalesce(
        (SELECT value FROM metric WHERE metric.run = run.id AND metric.name = :metric ORDER BY step DESC LIMIT 1),
        \(isDescending ? "-9e999" : "9e999"))
      """
    }
  }

  /// The condition of being beyond the run after which the part begins.
  fileprivate var isBeyond: String {
    "(\(key), rowid) \(isDescending ? "<" : ">") (SELECT \(key), rowid FROM run WHERE id = :after)"
  }

  fileprivate var metricArgument: StatementArguments {
    guard case .metric(let name) = order else { return [:] }
    return ["metric": name]
  }

  /// The condition on runs. Each word is an argument of its own, so that it is text whatever it contains.
  fileprivate var filter: (sql: String, arguments: StatementArguments) {
    let words = text.split(whereSeparator: \.isWhitespace).prefix(8).map { $0.lowercased() }
    let found = words.indices.map { "instr(lower(id || ' ' || name || ' ' || kind || ' ' || status), :word\($0)) > 0" }
    var arguments: StatementArguments = ["status": status?.rawValue]
    for (index, word) in words.enumerated() { arguments += ["word\(index)": word] }
    return ((["(:status IS NULL OR status = :status)"] + found).joined(separator: " AND "), arguments)
  }
}
