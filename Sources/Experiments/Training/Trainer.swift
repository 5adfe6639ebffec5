public import Foundation
internal import MetaLearning
internal import Networks
internal import Randomness
public import Runs
internal import Tasks
internal import Tensors

/// Runs a training configuration: one visible loop, its events in the run store.
public struct Trainer: Sendable {
  /// What the loop tells whoever watches.
  public enum Progress: Sendable {
    /// After an outer step.
    case step(_ step: Int, of: Int, loss: Double)
    /// After a measurement on meta-validation episodes: name and value.
    case validation(step: Int, [(name: String, value: Double)])
    /// After a checkpoint was written.
    case checkpoint(step: Int, URL)
  }

  /// What is trained.
  public let configuration: TrainingConfiguration
  /// Where its run is recorded.
  public let store: RunStore
  /// The run.
  public let run: Run.ID
  let sampler: EpisodeSampler
  let device: Device

  /// So many losses or gradients in a row that are no numbers end a run: its weights will not come back.
  static let patience = 20

  /// A trainer of a run that the store knows.
  /// - Throws: `ConfigurationError` or `DeviceError` for what cannot be run.
  public init(_ configuration: TrainingConfiguration, store: RunStore, run: Run.ID) throws {
    self.configuration = configuration
    self.store = store
    self.run = run
    sampler = try configuration.checked()
    device = try Device(named: configuration.device)
  }

  /// Trains to the end, from the run's last checkpoint where it has one.
  /// - Parameter isStopping: asked after each step; true ends the run early, with a checkpoint.
  /// - Returns: the folder of the last checkpoint.
  /// - Throws: `TrainingStopped` when it was asked to stop, `TrainingDiverged` when losses are no numbers any more.
  @discardableResult
  public func train(
    _ progress: (Progress) -> Void = { _ in }, isStopping: () -> Bool = { false }
  ) throws -> URL {
    var state = try start()
    let root = Generator(seed: configuration.seed)
    let total = configuration.totalSteps
    var folder = try checkpointFolderIfAny()
    var losses: [Metric] = []
    var failures = 0
    while state.step < total {
      let step = state.step
      let (index, stage) = configuration.stage(at: step)
      if index > 0, stage.innerSteps > 1, step == configuration.stages[..<index].reduce(0, { $0 + $1.steps }) {
        state.slow.rates = state.slow.rates.continued(from: configuration.stages[index - 1].innerSteps)
      }
      let (loss, isTaken) =
        state.joint == nil
        ? try episodicStep(&state, index, root.child("episodes").child(step))
        : state.jointStep(configuration, stage, sampler, root.child("rows").child(step))
      losses.append(Metric("train/loss", step: state.step, value: loss))
      if !isTaken { losses.append(Metric("train/skipped", step: state.step, value: 1)) }
      progress(.step(state.step, of: total, loss: loss))
      failures = isTaken && loss.isFinite ? 0 : failures + 1
      guard failures < Self.patience else {
        try store.record(losses, for: run)
        throw TrainingDiverged(step: state.step, count: failures)
      }

      let isStopped = isStopping()
      let isLast = state.step == total
      if configuration.validateEvery > 0, state.step % configuration.validateEvery == 0 || isLast {
        let measured = validate(state)
        losses += measured.map { Metric("validation/\($0.name)", step: state.step, value: $0.value) }
        progress(.validation(step: state.step, measured))
      }
      if state.step % configuration.checkpointEvery == 0 || isLast || isStopped {
        try store.record(losses, for: run)
        losses = []
        _ = try store.writeCheckpoint(step: state.step, files: state.files(configuration), for: run)
        folder = try checkpointFolderIfAny()
        if let folder { progress(.checkpoint(step: state.step, folder)) }
      }
      if isStopped, !isLast { throw TrainingStopped(step: state.step) }
    }
    guard let folder else {
      throw ConfigurationError(key: "stages", problem: "they have no steps, so there is nothing to train")
    }
    return folder
  }

  /// The canvas that fits a meta-batch, and up to `canvasMargin` more columns (and rows, of grids), drawn at random.
  private func canvas(for episodes: [Episode], using generator: Generator) -> Canvas {
    let fitting = episodes.map { Canvas.fitting($0) }.reduce(Canvas(height: 1, width: 1)) { $0.union($1) }
    var stream = generator.child("canvas")
    let margin = stream.integer(in: 0..<configuration.canvasMargin + 1)
    let extent = configuration.network.placeHeads > 0 ? configuration.network.placeExtent : Int.max
    let height = fitting.height == 1 ? 1 : min(fitting.height + margin, max(extent, fitting.height))
    return Canvas(height: height, width: min(fitting.width + margin, max(extent, fitting.width)))
  }

  /// One outer step on a fresh meta-batch; its query loss, and whether its gradient could be taken.
  private func episodicStep(
    _ state: inout TrainingState, _ index: Int, _ generator: Generator
  ) throws -> (loss: Double, isTaken: Bool) {
    let learner = try configuration.learner(
      on: state.slow.network.anatomy, inStage: index, at: state.step, outer: configuration.optimizer)
    let episodes = sampler.batch(
      configuration.metaBatch, in: .metaTrain, weights: configuration.stages[index].sourceWeights, using: generator)
    let batch = EpisodeBatch(episodes, canvas: canvas(for: episodes, using: generator)).moved(to: device)
    let meta = learner.metaGradient(of: state.slow, on: batch)
    return (meta.loss, state.update(meta.gradient, configuration, learnsRates: learner.inner.rates != .fixed))
  }

  /// The state to go on from: the last checkpoint's, the one of `initialize`, or fresh.
  private func start() throws -> TrainingState {
    let search = try store.latestCheckpoint(of: run)
    for skipped in search.skipped { try store.log(Event("\(skipped)", level: .warning), for: run) }
    if let checkpoint = search.checkpoint {
      let folder = store.checkpointFolder(of: run)
      let model = try ModelFile(contentsOf: folder.file("model.safetensors", of: checkpoint))
      let stateFile = folder.file("state.safetensors", of: checkpoint)
      let state = try TrainingState(
        model: model.moved(to: device), joint: joint(for: model), state: Data(contentsOf: stateFile),
        named: stateFile.path)
      try store.deleteMetrics(of: run, after: state.step)
      return state
    }
    var model = try ModelFile.fresh(configuration)
    if !configuration.initialize.isEmpty {
      let source = try ModelFile(contentsOf: URL(filePath: configuration.initialize))
      guard source.configuration.network == configuration.network else {
        throw ConfigurationError(
          key: "network",
          problem: "its sizes differ from those of \(configuration.initialize): copy its network section")
      }
      let started = try source.restarted(for: configuration)
      (model.slow.network, model.slow.parts) = (started.network, started.parts)
      // Learned rates go on where the inner loop has the same leaves and steps.
      let isAlike =
        model.slow.rates.names == source.slow.rates.names
        && model.slow.rates.tensors.map(\.shape) == source.slow.rates.tensors.map(\.shape)
      if isAlike, model.inner.rates != .fixed { model.slow.rates = source.slow.rates }
    }
    var state = TrainingState(model.moved(to: device))
    state.joint = joint(for: model)
    return state
  }

  private func joint(for model: ModelFile) -> JointState? {
    guard configuration.traits.contains(.isJoint) else { return nil }
    return JointState(
      configuration, sampler, network: model.slow.network, device: device,
      using: Generator(seed: configuration.seed).child("tasks"))
  }

  private func checkpointFolderIfAny() throws -> URL? {
    try store.latestCheckpoint(of: run).checkpoint.map {
      store.checkpointFolder(of: run).file("model.safetensors", of: $0).deletingLastPathComponent()
    }
  }

  /// Accuracy on meta-validation episodes of each family, averaged over families, after each number of steps.
  private func validate(_ state: TrainingState) -> [(name: String, value: Double)] {
    let generator = Generator(seed: configuration.seed).child("validation")
    let model = ModelFile(configuration: configuration, slow: state.evaluated)
    let (slow, inner) = (model.slow, model.inner)
    var sums: [String: (total: Double, count: Double)] = [:]
    let families = sampler.perFamily(configuration.validationEpisodes, in: .metaValidation, using: generator)
    for (_, _, episodes) in families {
      var curve = AdaptationCurve(steps: configuration.validationSteps)
      curve.measure(slow, inner, on: EpisodeBatch(episodes).moved(to: device))
      for step in curve.steps {
        let value = curve.tokenAccuracy(after: step)?.mean ?? 0
        let key = "tokens@\(step)"
        sums[key] = ((sums[key]?.total ?? 0) + value, (sums[key]?.count ?? 0) + 1)
      }
    }
    return sums.sorted { $0.key.compare($1.key, options: .numeric) == .orderedAscending }
      .map { ($0.key, $0.value.total / $0.value.count) }
  }
}

extension EpisodeBatch where Batch == TokenBatch {
  /// The same episodes on another device.
  func moved(to device: Device) -> Self {
    EpisodeBatch(support: support.moved(to: device), query: query.moved(to: device))
  }
}
