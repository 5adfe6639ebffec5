public import Foundation
import GRDB

/// A store of all runs with their configurations, metrics, events and checkpoints: one SQLite file and a folder for
/// each run.
///
///     runs/store.sqlite
///     runs/<id>/checkpoints/step-000123/{model.safetensors, …, state.json, manifest.json}
///
/// Several processes may read and write at once (write-ahead log; a writer waits for another one's transaction).
public struct RunStore: Sendable {
  /// The folder that holds the database and the runs' folders.
  public let directory: URL
  let database: any DatabaseWriter

  /// Opens the store of a folder.
  ///
  /// `isCreated` says whether a missing store is created; a command that only reads passes false.
  public init(directory: URL, creating isCreated: Bool = true) throws(RunStoreError) {
    let file = directory.appendingPathComponent("store.sqlite")
    guard isCreated || FileManager.default.fileExists(atPath: file.path) else {
      throw RunStoreError.noStore(path: directory.path)
    }
    do {
      try Disk.createFolder(directory)
    } catch {
      throw RunStoreError.cannotOpen(path: directory.path, reason: error.reason)
    }
    self.directory = directory
    database = try Self.open(file, lock: directory.appendingPathComponent("store.lock"))
  }

  private init(directory: URL, database: any DatabaseWriter) {
    self.directory = directory
    self.database = database
  }

  /// Returns a store for tests that ends with the process; its checkpoints, if any, go to a temporary folder.
  public static func inMemory() throws(RunStoreError) -> RunStore {
    let name = "runs-\(UUID().uuidString)"
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(name)
    do {
      let database = try DatabaseQueue()
      try migrator.migrate(database)
      return RunStore(directory: directory, database: database)
    } catch {
      throw RunStoreError(error, path: ":memory:")
    }
  }

  /// Returns the default directory of runs: AUTODIDACT_RUNS, or `runs` in the working directory.
  public static func defaultDirectory(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> URL {
    let path = environment["AUTODIDACT_RUNS"].flatMap { $0.isEmpty ? nil : $0 } ?? "runs"
    return URL(fileURLWithPath: path)
  }

  /// Returns the folder of a run's files.
  public func folder(of id: Run.ID) -> URL {
    directory.appendingPathComponent(id)
  }

  private static func open(_ file: URL, lock: URL) throws(RunStoreError) -> any DatabaseWriter {
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    configuration.label = "runs"
    do {
      // SQLite's time-out does not cover the switch to write-ahead logging, so first openings take turns.
      return try withFileLock(lock) {
        let pool = try DatabasePool(path: file.path, configuration: configuration)
        guard try !pool.read(migrator.hasBeenSuperseded) else { throw RunStoreError.newerSchema(path: file.path) }
        try migrator.migrate(pool)
        return pool
      }
    } catch {
      throw RunStoreError(error, path: file.path)
    }
  }

  private static func withFileLock<T>(_ url: URL, _ body: () throws -> T) throws -> T {
    let path = url.deletingLastPathComponent().path
    let file = Foundation.open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw RunStoreError.cannotOpen(path: path, reason: Disk.Failure().reason) }
    defer { close(file) }
    while flock(file, LOCK_EX) != 0 {
      guard errno == EINTR else { throw RunStoreError.cannotOpen(path: path, reason: Disk.Failure().reason) }
    }
    return try body()
  }
}

extension RunStore {
  /// The path of the database, for errors.
  var path: String { directory.appendingPathComponent("store.sqlite").path }

  func read<T>(_ body: (Database) throws -> T) throws(RunStoreError) -> T {
    do {
      return try database.read(body)
    } catch {
      throw RunStoreError(error, path: path)
    }
  }

  func write<T>(_ body: (Database) throws -> T) throws(RunStoreError) -> T {
    do {
      return try database.write(body)
    } catch {
      throw RunStoreError(error, path: path)
    }
  }
}

extension RunStoreError {
  /// Creates the store's error from one of the database.
  init(_ error: any Error, path: String) {
    guard let error = error as? DatabaseError else {
      self = error as? RunStoreError ?? .database(path: path, reason: "\(error)")
      return
    }
    let reason = error.message ?? "\(error.resultCode)"
    self =
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT: .corrupted(path: path, reason: reason)
      case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .cannotOpen(path: path, reason: reason)
      case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
      default: .database(path: path, reason: reason)
      }
  }
}
