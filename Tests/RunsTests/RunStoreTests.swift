import Foundation
import GRDB
import Testing

@testable import Runs

@Suite struct RunStoreTests {
  @Test func aCommandThatOnlyLooksMakesNothing() async throws {
    try await withTemporaryFolder { folder in
      let directory = folder.appendingPathComponent("runs")
      #expect(throws: RunStoreError.noStore(path: directory.path)) {
        try RunStore(directory: directory, creating: false)
      }
      #expect(!FileManager.default.fileExists(atPath: directory.path))
    }
  }

  @Test func theEnvironmentNamesTheDefaultFolder() {
    #expect(RunStore.defaultDirectory(environment: ["AUTODIDACT_RUNS": "/data/runs"]).path == "/data/runs")
    #expect(RunStore.defaultDirectory(environment: ["AUTODIDACT_RUNS": ""]).lastPathComponent == "runs")
    #expect(RunStore.defaultDirectory(environment: [:]).lastPathComponent == "runs")
  }

  @Test func anotherProcessSeesWhatWasWritten() async throws {
    try await withTemporaryFolder { folder in
      let run = try RunStore(directory: folder).startSample()
      #expect(try RunStore(directory: folder, creating: false).run(matching: run.id) == run)
    }
  }

  @Test func aDamagedFileIsAClearError() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("store.sqlite")
      try WholeFile.write(String(repeating: "this is no database\n", count: 500), to: file)
      let error = #expect(throws: RunStoreError.self) { try RunStore(directory: folder) }
      guard case .corrupted(file.path, _) = error else {
        Issue.record("expected a corrupted store, got \(String(describing: error))")
        return
      }
    }
  }

  @Test func aDamagedPageIsAClearError() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("store.sqlite")
      do {
        let store = try RunStore(directory: folder)
        let run = try store.startSample()
        try store.record((0..<5000).map { Metric("loss", step: $0, value: 0.5) }, for: run.id)
        try store.database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try store.database.close()
      }
      var data = try Data(contentsOf: file)
      try #require(data.count > 40_000)
      for index in 4096..<data.count { data[index] = 0xA5 }
      try WholeFile.write(data, to: file)
      let error = #expect(throws: RunStoreError.self) { _ = try RunStore(directory: folder).runs() }
      guard case .corrupted = error else {
        Issue.record("expected a corrupted store, got \(String(describing: error))")
        return
      }
    }
  }

  @Test func aNewerSchemaIsRefused() async throws {
    try await withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      try store.database.write { db in
        try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 the future')")
      }
      let path = folder.appendingPathComponent("store.sqlite").path
      #expect(throws: RunStoreError.newerSchema(path: path)) { try RunStore(directory: folder) }
    }
  }

  @Test func aFileInPlaceOfTheFolderIsAClearError() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("file")
      try WholeFile.write("text", to: file)
      for place in [file, file.appendingPathComponent("runs")] {
        let error = #expect(throws: RunStoreError.self) { try RunStore(directory: place) }
        #expect(error == .cannotOpen(path: place.path, reason: "Not a directory"))
      }
    }
  }

  @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
  func aReadOnlyFolderIsAClearError() async throws {
    try await withTemporaryFolder { folder in
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
      let error = #expect(throws: RunStoreError.self) { try RunStore(directory: folder) }
      guard case .cannotOpen = error else {
        Issue.record("expected a store that cannot be opened, got \(String(describing: error))")
        return
      }
    }
  }

  @Test func theSchemaHoldsTheInvariants() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    let id = run.id
    let statements: [(String, StatementArguments)] = [
      ("UPDATE run SET status = 'paused'", []),
      ("UPDATE run SET finished = '2026-11-21 12:00:00.000'", []),
      ("UPDATE run SET configuration = '{'", []),
      ("UPDATE run SET id = '../escape'", []),
      ("UPDATE run SET seed = 'seven'", []),
      ("INSERT INTO metric VALUES ('nobody', 'loss', 1, 0.5)", []),
      ("INSERT INTO metric VALUES (?, 'loss', -1, 0.5)", [id]),
      ("INSERT INTO metric VALUES (?, 'loss', 1, 'low')", [id]),
      ("INSERT INTO event (run, date, level, message) VALUES (?, '', 'loud', '')", [id]),
      ("INSERT INTO checkpoint VALUES (?, 1, 'a', -1, '0123456789abcdef', 0)", [id]),
    ]
    for (sql, arguments) in statements {
      #expect(throws: DatabaseError.self, "\(sql)") {
        try store.database.write { try $0.execute(sql: sql, arguments: arguments) }
      }
    }
  }
}
