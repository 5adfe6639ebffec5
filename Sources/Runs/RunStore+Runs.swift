public import Foundation
import GRDB

extension RunStore {
  /// Starts a run, owned by this process.
  ///
  /// `configuration` is the whole configuration as JSON text.
  public func start(
    name: String, kind: String, configuration: String, seed: UInt64, version: String,
    revision: GitRevision? = nil, date: Date = Date()
  ) throws(RunStoreError) -> Run {
    do {
      _ = try JSONValue(text: configuration)
    } catch {
      throw RunStoreError.invalidConfiguration(reason: String(configuration.prefix(80)))
    }
    let owner = RunOwner.current
    return try write { db in
      var id = Run.makeID(name: name, date: date)
      while try Run.find(id, in: db) != nil { id = Run.makeID(name: name, date: date) }
      try db.execute(
        sql: """
          INSERT INTO run (
            id, name, kind, status, configuration, seed, version, revision, created, host, processID, processStart)
          VALUES (?, ?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          id, name, kind, configuration, Int64(bitPattern: seed), version, revision?.description, date, owner.host,
          owner.processID, owner.processStart,
        ])
      return try existing(id, in: db)
    }
  }

  /// Marks a run as finished.
  public func finish(_ id: Run.ID, date: Date = Date()) throws(RunStoreError) {
    try end(id, as: .finished, event: nil, date: date)
  }

  /// Marks a run as failed, with the error as its last event.
  public func fail(_ id: Run.ID, because reason: String, date: Date = Date()) throws(RunStoreError) {
    try end(id, as: .failed, event: Event(reason, level: .error, date: date), date: date)
  }

  /// Marks a run as interrupted, stopped before it was done.
  public func interrupt(
    _ id: Run.ID, because reason: String = "stopped", date: Date = Date()
  ) throws(RunStoreError) {
    try end(id, as: .interrupted, event: Event(reason, level: .warning, date: date), date: date)
  }

  /// Makes this process the owner of a run that ended, or whose process was killed, and deletes the metrics after
  /// `step`.
  ///
  /// Throws an error if a living process works on the run.
  public func resume(_ id: Run.ID, after step: Int) throws(RunStoreError) -> Run {
    let owner = RunOwner.current
    return try write { db in
      let run = try existing(id, in: db)
      guard run.status != .running || run.owner.isGone || run.owner == owner else {
        throw RunStoreError.stillRunning(id: id, owner: run.owner)
      }
      try db.execute(
        sql: """
          UPDATE run SET status = 'running', finished = NULL, host = ?, processID = ?, processStart = ? WHERE id = ?
          """,
        arguments: [owner.host, owner.processID, owner.processStart, id])
      try db.execute(sql: "DELETE FROM metric WHERE run = ? AND step > ?", arguments: [id, step])
      try insert(Event("resumed after step \(step)"), for: id, in: db)
      return try existing(id, in: db)
    }
  }

  /// Marks as interrupted the runs of this machine whose process is gone, and returns them.
  @discardableResult
  public func interruptAbandoned(date: Date = Date()) throws(RunStoreError) -> [Run.ID] {
    let abandoned = try runs(status: .running).filter(\.owner.isGone)
    guard !abandoned.isEmpty else { return [] }
    return try write { db in
      // Between the query and this transaction a run may have been resumed by a new process.
      try abandoned.map(\.id).filter { id in
        guard let run = try Run.find(id, in: db), run.status == .running, run.owner.isGone else { return false }
        try end(run, as: .interrupted, event: Event("its process is gone", level: .warning, date: date), date, in: db)
        return true
      }
    }
  }

  /// Returns the runs, latest first.
  public func runs(status: Run.Status? = nil, kind: String? = nil, limit: Int? = nil) throws(RunStoreError) -> [Run] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM run WHERE (:status IS NULL OR status = :status) AND (:kind IS NULL OR kind = :kind)
          ORDER BY created DESC, rowid DESC LIMIT :limit
          """,
        arguments: ["status": status?.rawValue, "kind": kind, "limit": limit ?? -1]
      ).map(Run.init(row:))
    }
  }

  /// Returns the run that a text names: its identifier, the beginning of it, its last four digits, or "latest".
  public func run(matching text: String) throws(RunStoreError) -> Run {
    try read { db in
      if text == "latest", let row = try Row.fetchOne(db, sql: "SELECT * FROM run ORDER BY created DESC, rowid DESC") {
        return try Run(row: row)
      }
      if let run = try Run.find(text, in: db) { return run }
      let candidates = try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM run
          WHERE :text != ''
            AND (name = :text OR substr(id, 1, length(:text)) = :text OR substr(id, -5) = '-' || :text)
          ORDER BY created DESC, rowid DESC LIMIT 6
          """,
        arguments: ["text": text])
      guard let first = candidates.first else { throw try missing(text, in: db) }
      guard candidates.count == 1 else {
        throw RunStoreError.ambiguous(text, candidates: candidates.map { $0["id"] })
      }
      return try Run(row: first)
    }
  }

  /// Deletes a run with all its records; its folder stays.
  public func delete(_ id: Run.ID) throws(RunStoreError) {
    try write { db in
      _ = try existing(id, in: db)
      try db.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [id])
    }
  }
}

extension RunStore {
  /// Returns the run of an identifier, or throws the error that names the latest ones.
  func existing(_ id: Run.ID, in db: Database) throws -> Run {
    guard let run = try Run.find(id, in: db) else { throw try missing(id, in: db) }
    return run
  }

  private func missing(_ id: String, in db: Database) throws -> RunStoreError {
    let latest = try String.fetchAll(db, sql: "SELECT id FROM run ORDER BY created DESC, rowid DESC LIMIT 3")
    return .noRun(id, latest: latest)
  }

  private func end(_ id: Run.ID, as status: Run.Status, event: Event?, date: Date) throws(RunStoreError) {
    try write { db in
      try end(try existing(id, in: db), as: status, event: event, date, in: db)
    }
  }

  private func end(_ run: Run, as status: Run.Status, event: Event?, _ date: Date, in db: Database) throws {
    guard run.status == .running else { throw RunStoreError.ended(id: run.id, status: run.status) }
    try db.execute(
      sql: "UPDATE run SET status = ?, finished = ? WHERE id = ?", arguments: [status.rawValue, date, run.id])
    if let event { try insert(event, for: run.id, in: db) }
  }
}

extension Run {
  init(row: Row) throws {
    let status: String = row["status"]
    id = row["id"]
    name = row["name"]
    kind = row["kind"]
    guard let known = Status(rawValue: status) else { throw DatabaseError(message: "unknown status \(status)") }
    self.status = known
    configuration = row["configuration"]
    seed = UInt64(bitPattern: row["seed"])
    version = row["version"]
    revision = row["revision"]
    created = try row.decode(forColumn: "created")
    finished = try row.decode(forColumn: "finished")
    owner = RunOwner(
      host: row["host"], processID: try row.decode(forColumn: "processID"), processStart: row["processStart"])
  }

  static func find(_ id: ID, in db: Database) throws -> Run? {
    try Row.fetchOne(db, sql: "SELECT * FROM run WHERE id = ?", arguments: [id]).map(Run.init(row:))
  }
}
