import GRDB

extension RunStore {
  /// The migrations of the schema, which holds the invariants; a later version appends a migration and never edits one.
  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 runs, metrics, events, checkpoints") { try $0.execute(sql: version1) }
    migrator.registerMigration("2 when a run's process began") {
      try $0.execute(sql: "ALTER TABLE run ADD COLUMN processStart TEXT")
    }
    return migrator
  }()

  // Dates are UTC text with milliseconds. A seed is stored as the signed number with its 64 bits.
  private static let version1 = """
    CREATE TABLE run (
      id TEXT NOT NULL PRIMARY KEY CHECK (length(id) > 0 AND id NOT GLOB '*[^a-z0-9-]*'),
      name TEXT NOT NULL CHECK (length(name) > 0),
      kind TEXT NOT NULL CHECK (length(kind) > 0),
      status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'failed', 'interrupted')),
      configuration TEXT NOT NULL CHECK (json_valid(configuration)),
      seed INTEGER NOT NULL,
      version TEXT NOT NULL,
      revision TEXT,
      created TEXT NOT NULL,
      finished TEXT CHECK ((finished IS NULL) = (status = 'running')),
      host TEXT NOT NULL,
      processID INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX run_created ON run (created);

    -- The value NULL is NaN: SQLite has no other way to store it.
    CREATE TABLE metric (
      run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (length(name) > 0),
      step INTEGER NOT NULL CHECK (step >= 0),
      value REAL,
      PRIMARY KEY (run, name, step)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE event (
      id INTEGER PRIMARY KEY,
      run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      date TEXT NOT NULL,
      level TEXT NOT NULL CHECK (level IN ('info', 'warning', 'error')),
      message TEXT NOT NULL
    ) STRICT;
    CREATE INDEX event_run ON event (run);

    CREATE TABLE checkpoint (
      run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      step INTEGER NOT NULL CHECK (step >= 0),
      path TEXT NOT NULL CHECK (length(path) > 0),
      bytes INTEGER NOT NULL CHECK (bytes >= 0),
      checksum TEXT NOT NULL CHECK (length(checksum) = 16),
      isBest INTEGER NOT NULL CHECK (isBest IN (0, 1)),
      PRIMARY KEY (run, step),
      UNIQUE (run, path)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX checkpoint_best ON checkpoint (run) WHERE isBest = 1;
    """
}
