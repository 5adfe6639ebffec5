public import Foundation
public import Runs

extension FewShotTrainer {
  /// A new run of the store, with its whole configuration and the revision of the working directory.
  /// - Throws: `ConfigurationError`, `DeviceError` before anything is recorded; `RunStoreError`.
  public static func start(
    _ configuration: FewShotConfiguration, data: URL?, in store: RunStore, version: String
  ) throws -> FewShotTrainer {
    try start(configuration, in: FewShotWorld(configuration, data: data), store: store, version: version)
  }

  /// A new run in a world that was read before.
  static func start(
    _ configuration: FewShotConfiguration, in world: FewShotWorld, store: RunStore, version: String
  ) throws -> FewShotTrainer {
    _ = try FewShotTrainer(configuration, world: world, store: store, run: "")
    let run = try store.start(configuration, version: version)
    return try FewShotTrainer(configuration, world: world, store: store, run: run.id)
  }

  /// An earlier run, to go on from its last checkpoint as if nothing had happened.
  /// - Throws: `RunStoreError` when there is no such run or another process works on it.
  public static func resume(_ name: String, data: URL?, in store: RunStore) throws -> FewShotTrainer {
    let run = try store.run(matching: name)
    let configuration = try FewShotConfiguration(stored: run)
    let trainer = try FewShotTrainer(
      configuration, world: FewShotWorld(configuration, data: data), store: store, run: run.id)
    try store.resume(run)
    return trainer
  }

  /// Trains, and has the store say how it ended: finished, interrupted, or failed with its error.
  /// - Returns: the file of the model.
  @discardableResult
  public func complete(
    _ progress: (Progress) -> Void = { _ in }, isStopping: () -> Bool = { false }
  ) throws -> URL {
    try store.completing(run) { try train(progress, isStopping: isStopping) }
  }
}

extension FewShotConfiguration: RunConfiguration {
  /// Few-shot training.
  public static var kind: String { FewShotTrainer.kind }
}
