public import Foundation
public import Runs

extension Trainer {
  /// A new run of the store, with its whole configuration and the revision of the working directory.
  /// - Throws: `ConfigurationError`, `DeviceError` before anything is recorded; `RunStoreError`.
  public static func start(_ configuration: TrainingConfiguration, in store: RunStore, version: String) throws
    -> Trainer
  {
    _ = try Trainer(configuration, store: store, run: "")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = String(decoding: try encoder.encode(configuration), as: UTF8.self)
    let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    let run = try store.start(
      name: configuration.name, kind: "train", configuration: json, seed: configuration.seed, version: version,
      revision: GitRevision.current(in: here))
    return try Trainer(configuration, store: store, run: run.id)
  }

  /// An earlier run, to go on from its last checkpoint as if nothing had happened.
  /// - Throws: `RunStoreError` when there is no such run or another process works on it.
  public static func resume(_ name: String, in store: RunStore) throws -> Trainer {
    let run = try store.run(matching: name)
    guard run.kind == "train" else {
      throw ConfigurationError(key: "run \(run.id)", problem: "it is of kind \(run.kind); only training is resumed")
    }
    let configuration = try TrainingConfiguration(stored: run)
    let trainer = try Trainer(configuration, store: store, run: run.id)
    _ = try store.resume(run.id, after: store.latestCheckpoint(of: run.id).checkpoint?.step ?? 0)
    return trainer
  }

  /// Trains, and has the store say how it ended: finished, interrupted, or failed with its error.
  /// - Returns: the folder of the last checkpoint.
  @discardableResult
  public func complete(
    _ progress: (Progress) -> Void = { _ in }, isStopping: () -> Bool = { false }
  ) throws -> URL {
    try store.completing(run) { try train(progress, isStopping: isStopping) }
  }
}

extension RunStore {
  /// Does the work of a run, and says how it ended: finished, interrupted, or failed with its error.
  func completing<Result>(_ run: Run.ID, _ work: () throws -> Result) throws -> Result {
    do {
      let result = try work()
      try finish(run)
      return result
    } catch let error as TrainingStopped {
      try interrupt(run, because: "\(error)")
      throw error
    } catch {
      // The error that ended the run is the one to tell, whether or not the store can still be written.
      try? fail(run, because: "\(error)")
      throw error
    }
  }
}

extension TrainingConfiguration {
  /// The configuration that a run was started with.
  /// - Throws: `ConfigurationError` where another version stored it.
  public init(stored run: Run) throws(ConfigurationError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(run.configuration.utf8))
    } catch {
      throw ConfigurationError(
        key: "run \(run.id)", problem: "its configuration is of another version (\(error)); start a new run")
    }
  }
}

/// The end of a run that was asked to stop; everything up to this step is in its checkpoint.
public struct TrainingStopped: Error, Hashable, CustomStringConvertible {
  /// The last step.
  public let step: Int
  /// A sentence.
  public var description: String { "stopped after step \(step), with a checkpoint" }
}

/// The end of a run whose losses are no numbers any more.
public struct TrainingDiverged: Error, Hashable, CustomStringConvertible {
  /// The last step.
  public let step: Int
  /// How many losses in a row.
  public let count: Int
  /// What happened and what to do.
  public var description: String {
    "the last \(count) losses up to step \(step) are not finite: the training diverged; "
      + "lower schedule.peak or inner.rate, or set gradientLimit, and start again"
  }
}
