internal import Foundation
public import Runs

/// A configuration that determines a run of a store, and that is stored with it.
public protocol RunConfiguration: Defaulted, Hashable, Sendable {
  /// The kind of its runs.
  static var kind: String { get }
  /// The kinds that its runs had in earlier versions.
  static var earlierKinds: [String] { get }
  /// The name of its runs.
  var name: String { get }
  /// The seed of all random choices.
  var seed: UInt64 { get }
}

extension RunConfiguration {
  /// The kinds of earlier versions: none.
  public static var earlierKinds: [String] { [] }

  /// Creates the configuration that a run was started with.
  /// - Throws: `ConfigurationError` if the run is of another kind, or another version stored it.
  public init(stored run: Run) throws(ConfigurationError) {
    guard run.kind == Self.kind || Self.earlierKinds.contains(run.kind) else {
      throw ConfigurationError(key: "run \(run.id)", problem: "it is of kind \(run.kind), not \(Self.kind)")
    }
    do {
      self = try Overlay.apply(yaml: run.configuration, named: run.id, to: Self())
    } catch {
      throw ConfigurationError(
        key: "run \(run.id)", problem: "its configuration is of another version (\(error)); start a new run")
    }
  }
}

extension RunStore {
  /// Starts a run, with its whole configuration and the revision of the working directory.
  func start(_ configuration: some RunConfiguration, version: String) throws -> Run {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = String(decoding: try encoder.encode(configuration), as: UTF8.self)
    let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    return try start(
      name: configuration.name, kind: type(of: configuration).kind, configuration: json, seed: configuration.seed,
      version: version, revision: GitRevision.current(in: here))
  }

  /// Resumes an earlier run from its last checkpoint.
  /// - Throws: `RunStoreError` if another process works on it.
  func resume(_ run: Run) throws { _ = try resume(run.id, after: latestCheckpoint(of: run.id).checkpoint?.step ?? 0) }

  /// Does the work of a run, and records how it ended: finished, interrupted, or failed with its error.
  func completing<Result>(_ run: Run.ID, _ work: () throws -> Result) throws -> Result {
    do {
      let result = try work()
      try finish(run)
      return result
    } catch let error as TrainingStopped {
      try interrupt(run, because: "\(error)")
      throw error
    } catch {
      // The error that ended the run is the one to report, whether or not the store can still be written.
      try? fail(run, because: "\(error)")
      throw error
    }
  }
}
