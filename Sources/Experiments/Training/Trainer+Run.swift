public import Foundation
public import Runs

extension Trainer {
  /// A new run of the store, with its whole configuration and the revision of the working directory.
  /// - Throws: `ConfigurationError`, `DeviceError` before anything is recorded; `RunStoreError`.
  public static func start(_ configuration: TrainingConfiguration, in store: RunStore, version: String) throws
    -> Trainer
  {
    _ = try Trainer(configuration, store: store, run: "")
    let first = configuration.initialize
    guard first.isEmpty || FileManager.default.isReadableFile(atPath: first) else {
      throw ConfigurationError(
        key: "initialize", problem: "there is no file \"\(first)\" to start from; give the path of a model.safetensors")
    }
    let run = try store.start(configuration, version: version)
    return try Trainer(configuration, store: store, run: run.id)
  }

  /// An earlier run, to go on from its last checkpoint as if nothing had happened.
  /// - Throws: `RunStoreError` when there is no such run or another process works on it.
  public static func resume(_ name: String, in store: RunStore) throws -> Trainer {
    let run = try store.run(matching: name)
    let configuration = try TrainingConfiguration(stored: run)
    let trainer = try Trainer(configuration, store: store, run: run.id)
    try store.resume(run)
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

extension TrainingConfiguration: RunConfiguration {
  /// Training of the recursive model.
  public static var kind: String { "train" }
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
  /// How many losses or gradients in a row.
  public let count: Int
  /// What happened and what to do.
  public var description: String {
    "the last \(count) losses or gradients up to step \(step) are not finite: the training diverged; "
      + "lower schedule.peak or inner.rate, or set gradientLimit, and start again"
  }
}
