import GRDB

extension RunStore {
  /// Records an event of a run.
  public func log(_ event: Event, for id: Run.ID) throws(RunStoreError) {
    try write { db in
      _ = try existing(id, in: db)
      try insert(event, for: id, in: db)
    }
  }

  /// Returns the events of a run, in the order in which they were recorded.
  public func events(of id: Run.ID) throws(RunStoreError) -> [Event] {
    try read { db in
      _ = try existing(id, in: db)
      return try Row.fetchAll(
        db, sql: "SELECT date, level, message FROM event WHERE run = ? ORDER BY id", arguments: [id]
      ).map { row in
        let level = Event.Level(rawValue: row["level"]) ?? .info
        return Event(row["message"], level: level, date: try row.decode(forColumn: "date"))
      }
    }
  }

  func insert(_ event: Event, for id: Run.ID, in db: Database) throws {
    try db.execute(
      sql: "INSERT INTO event (run, date, level, message) VALUES (?, ?, ?, ?)",
      arguments: [id, event.date, event.level.rawValue, event.message])
  }
}
