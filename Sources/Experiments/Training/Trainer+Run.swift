public import Foundation
internal import MetaLearning
public import Runs

extension Trainer {
  /// Starts a run in the store, with its whole configuration and the revision of the working directory.
  ///
  /// `data` is the folder of the tasks' data, if they are read from files.
  /// - Throws: `ConfigurationError`, `DeviceError` before anything is recorded; `RunStoreError`.
  public static func start(
    _ experiment: Experiment, data: URL? = nil, in store: RunStore, version: String
  ) throws -> Trainer {
    try start(experiment, tasks: experiment.tasks.distribution(data: data), in: store, version: version)
  }

  /// Starts a run on tasks that were read before.
  static func start(
    _ experiment: Experiment, tasks: any TaskDistribution, in store: RunStore, version: String
  ) throws -> Trainer {
    _ = try Trainer(experiment, tasks: tasks, store: store, run: "")
    if !experiment.initialize.isEmpty { _ = try experiment.initialData() }
    let run = try store.start(experiment, version: version)
    return try Trainer(experiment, tasks: tasks, store: store, run: run.id)
  }

  /// Resumes an earlier run from its last checkpoint as if nothing had happened.
  /// - Throws: `RunStoreError` if there is no such run or another process works on it; `ConfigurationError` if
  ///   none of its checkpoints is left.
  public static func resume(_ name: String, data: URL? = nil, in store: RunStore) throws -> Trainer {
    let run = try store.run(matching: name)
    let experiment = try Experiment(stored: run)
    let trainer = try Trainer(
      experiment, tasks: experiment.tasks.distribution(data: data), store: store, run: run.id)
    // A run that was stopped before its first checkpoint starts again; one whose checkpoints are gone does not.
    if let last = try store.checkpoints(of: run.id).last, try store.latestCheckpoint(of: run.id).checkpoint == nil {
      throw ConfigurationError(
        key: "run \(run.id)",
        problem: "it had a checkpoint at step \(last.step), and none was found in \(store.folder(of: run.id).path); "
          + "put its checkpoints back, or start a new run")
    }
    try store.resume(run)
    return trainer
  }

  /// Trains, and records in the store how it ended: finished, interrupted, or failed with its error.
  /// - Returns: The file of the model.
  @discardableResult
  public func complete(
    _ progress: (Progress) -> Void = { _ in }, isStopping: () -> Bool = { false }
  ) throws -> URL {
    try store.completing(run) { try train(progress, isStopping: isStopping) }
  }
}

extension Experiment: RunConfiguration {
  /// The kind of a training's runs.
  public static var kind: String { "train" }
  /// The kinds of earlier versions: that of few-shot training, which was separate in the first.
  public static var earlierKinds: [String] { ["train-few-shot"] }
}

/// The end of a run that was stopped; everything up to this step is in its checkpoint.
public struct TrainingStopped: Error, Hashable, CustomStringConvertible {
  /// The last step.
  public let step: Int
  /// The error in a sentence.
  public var description: String { "stopped after step \(step), with a checkpoint" }
}

/// The end of a run whose losses are not finite any more.
public struct TrainingDiverged: Error, Hashable, CustomStringConvertible {
  /// The last step.
  public let step: Int
  /// The number of consecutive losses or gradients that are not finite.
  public let count: Int
  /// The problem and the remedy.
  public var description: String {
    "the last \(count) losses or gradients up to step \(step) are not finite: the training diverged; "
      + "lower schedule.peak or inner.rate, or set gradientLimit, and start again"
  }
}
