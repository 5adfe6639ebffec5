import GRDB

extension RunStore {
  /// A text that differs after any change of the store, by this process or another, and costs nothing to ask for.
  ///
  /// It means something only beside another one of the same open store.
  public var changes: String {
    get throws(RunStoreError) {
      do {
        // SQLite counts the commits of others for each connection, and there is only one that writes.
        return try database.writeWithoutTransaction { db in
          "\(try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0)-\(db.totalChangesCount)"
        }
      } catch {
        throw RunStoreError(error, path: path)
      }
    }
  }
}
