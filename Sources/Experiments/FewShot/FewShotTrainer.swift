public import Foundation
internal import MetaLearning
internal import Networks
internal import Randomness
public import Runs
internal import Tasks
internal import Tensors

/// Runs a few-shot configuration: one visible loop over any network, its events in the run store.
public struct FewShotTrainer: Sendable {
  /// What the loop tells whoever watches.
  public enum Progress: Sendable {
    /// After an outer step.
    case step(Int, of: Int, loss: Double)
    /// After a measurement on meta-validation episodes: the score after each number of steps.
    case validation(step: Int, [FewShotPoint])
  }

  /// The kind of its runs in the store.
  public static let kind = "train-few-shot"

  /// What is trained.
  public let configuration: FewShotConfiguration
  /// Where tasks come from.
  public let world: FewShotWorld
  /// Where its run is recorded.
  public let store: RunStore
  /// The run.
  public let run: Run.ID
  let device: Device

  /// A trainer of a run that the store knows.
  /// - Throws: `ConfigurationError` or `DeviceError` for what cannot be run.
  public init(_ configuration: FewShotConfiguration, world: FewShotWorld, store: RunStore, run: Run.ID) throws {
    (self.configuration, self.world, self.store, self.run) = (configuration, world, store, run)
    try configuration.check(in: world.family)
    device = try Device(named: configuration.device)
  }

  /// Trains to the end, from the run's last checkpoint where it has one.
  /// - Returns: the file of the model: the last one, or the best on meta-validation where that is measured.
  @discardableResult
  public func train(
    _ progress: (Progress) -> Void = { _ in }, isStopping: () -> Bool = { false }
  ) throws -> URL {
    try train(try configuration.fresh(for: world.family), progress, isStopping)
  }

  private func train<Network: ExampleNetwork>(
    _ fresh: Network, _ progress: (Progress) -> Void, _ isStopping: () -> Bool
  ) throws -> URL {
    var state = try start(fresh)
    let episodes = Generator(seed: configuration.seed).child("episodes")
    var metrics: [Metric] = []
    var failures = 0
    while state.outer.step < configuration.steps {
      let learner = try configuration.learner(on: state.outer.slow.network.anatomy, at: state.outer.step)
      let batch = world.batch(
        configuration.metaBatch, in: .metaTrain, configuration.shape, using: episodes.child(state.outer.step)
      ).moved(to: device)
      let meta = learner.metaGradient(of: state.outer.slow, on: batch)
      let isTaken = state.outer.update(
        meta.gradient, rate: configuration.schedule.rate(at: state.outer.step, of: configuration.steps),
        ratesMultiple: configuration.ratesMultiple, limit: configuration.gradientLimit,
        learnsRates: learner.inner.rates != .fixed)

      let step = state.outer.step
      metrics.append(Metric("train/loss", step: step, value: meta.loss))
      if !isTaken { metrics.append(Metric("train/skipped", step: step, value: 1)) }
      progress(.step(step, of: configuration.steps, loss: meta.loss))
      failures = isTaken && meta.loss.isFinite ? 0 : failures + 1
      guard failures < Trainer.patience else {
        try store.record(metrics, for: run)
        throw TrainingDiverged(step: step, count: failures)
      }
      let (isStopped, isLast) = (isStopping(), step == configuration.steps)
      if configuration.validateEvery > 0, step % configuration.validateEvery == 0 || isLast {
        let points = try validate(&state, learner)
        metrics += points.map { Metric("validation/score@\($0.steps)", step: step, value: $0.score.mean) }
        progress(.validation(step: step, points))
      }
      if step % configuration.checkpointEvery == 0 || isLast || isStopped {
        try store.record(metrics, for: run)
        metrics = []
        _ = try store.writeCheckpoint(step: step, files: state.files(shipping: shipped(state)), for: run)
      }
      if isStopped, !isLast { throw TrainingStopped(step: step) }
    }
    guard let checkpoint = try store.latestCheckpoint(of: run).checkpoint else {
      throw ConfigurationError(key: "steps", problem: "there are none, so there is nothing to train")
    }
    return store.checkpointFolder(of: run).file("model.safetensors", of: checkpoint)
  }

  /// The state to go on from: the last checkpoint's, or fresh.
  private func start<Network: ExampleNetwork>(_ fresh: Network) throws -> FewShotState<Network> {
    var generator = Generator(seed: configuration.seed).child("parts")
    let slow = try configuration.learner(on: fresh.anatomy).start(fresh, using: &generator)
    var state = FewShotState(
      outer: OuterState(
        slow.map { $0.moved(to: device) }, optimizer: configuration.optimizer, average: configuration.average))
    let search = try store.latestCheckpoint(of: run)
    for skipped in search.skipped { try store.log(Event("\(skipped)", level: .warning), for: run) }
    if let checkpoint = search.checkpoint {
      try state.restore(store.checkpointFolder(of: run), checkpoint)
      try store.deleteMetrics(of: run, after: state.outer.step)
    }
    return state
  }

  /// What is measured and kept: the average, with its own statistics where norms run on them.
  private func evaluated<Network: ExampleNetwork>(_ state: FewShotState<Network>) throws -> SlowWeights<Network> {
    let slow = state.outer.average.model
    let learner = try configuration.learner(on: slow.network.anatomy, at: state.outer.step)
    return learner.calibrated(slow, on: Self.calibration(configuration, world))
  }

  /// Meta-training episodes that running statistics are taken from.
  static func calibration(
    _ configuration: FewShotConfiguration, _ world: FewShotWorld
  ) -> [EpisodeBatch<ExampleBatch>] {
    let generator = Generator(seed: configuration.seed).child("calibration")
    return (0..<8).map { world.batch(4, in: .metaTrain, configuration.shape, from: 4 * $0, using: generator) }
  }

  private func shipped<Network: ExampleNetwork>(_ state: FewShotState<Network>) throws -> Data {
    try state.best ?? FewShotModel.encoded(try evaluated(state), configuration)
  }

  /// Measures on meta-validation episodes, the same each time, and keeps the model where it is the best so far.
  private func validate<Network: ExampleNetwork>(
    _ state: inout FewShotState<Network>, _ learner: some MetaLearner
  ) throws -> [FewShotPoint] {
    var plan = configuration.evaluation
    (plan.split, plan.episodes) = (.metaValidation, configuration.validationEpisodes)
    let slow = try evaluated(state)
    let scores = FewShotScores(slow, learner, configuration, in: world, plan)
    let value = scores.selection
    if value.isFinite, state.best == nil || value > state.bestScore {
      state.best = try FewShotModel.encoded(slow, configuration)
      state.bestScore = value
    }
    return scores.points
  }
}

extension EpisodeBatch where Batch == ExampleBatch {
  /// The same episodes on another device.
  func moved(to device: Device) -> Self {
    EpisodeBatch(support: support.moved(to: device), query: query.moved(to: device))
  }
}
