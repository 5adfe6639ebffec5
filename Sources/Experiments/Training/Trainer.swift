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

  let configuration: TrainingConfiguration
  let store: RunStore
  let run: Run.ID
  let sampler: EpisodeSampler
  let device: Device

  /// A trainer of a run that the store knows.
  public init(_ configuration: TrainingConfiguration, store: RunStore, run: Run.ID) throws {
    self.configuration = configuration
    self.store = store
    self.run = run
    sampler = try EpisodeSampler(configuration.sources)
    device = try Device(named: configuration.device)
    guard MetaLearners.named(configuration.learner) != nil else {
      let near = nearest(to: configuration.learner, in: MetaLearners.all.map(\.name)).joined(separator: ", ")
      throw ConfigurationError(key: "learner", problem: "there is no \"\(configuration.learner)\"; nearest: \(near)")
    }
  }

  /// Trains to the end, from the run's last checkpoint where it has one.
  /// - Returns: the folder of the last checkpoint.
  @discardableResult
  public func train(_ progress: (Progress) -> Void = { _ in }) throws -> URL {
    var state = try start()
    let root = Generator(seed: configuration.seed)
    let total = configuration.totalSteps
    var folder = try checkpointFolderIfAny()
    var losses: [Metric] = []
    while state.step < total {
      let step = state.step
      let (index, stage) = configuration.stage(at: step)
      if index > 0, stage.innerSteps > 1, step == configuration.stages[..<index].reduce(0, { $0 + $1.steps }) {
        state.slow.rates = state.slow.rates.continued(from: configuration.stages[index - 1].innerSteps)
      }
      let loss =
        state.joint == nil
        ? episodicStep(&state, stage, root.child("episodes").child(step))
        : state.jointStep(configuration, stage, sampler, root.child("rows").child(step))
      losses.append(Metric("train/loss", step: state.step, value: loss))
      progress(.step(state.step, of: total, loss: loss))

      let isLast = state.step == total
      if configuration.validateEvery > 0, state.step % configuration.validateEvery == 0 || isLast {
        let measured = validate(state)
        losses += measured.map { Metric("validation/\($0.name)", step: state.step, value: $0.value) }
        progress(.validation(step: state.step, measured))
      }
      if state.step % max(configuration.checkpointEvery, 1) == 0 || isLast {
        try store.record(losses, for: run)
        losses = []
        _ = try store.writeCheckpoint(step: state.step, files: state.files(configuration), for: run)
        folder = try checkpointFolderIfAny()
        if let folder { progress(.checkpoint(step: state.step, folder)) }
      }
    }
    guard let folder else {
      throw ConfigurationError(key: "stages", problem: "they have no steps, so there is nothing to train")
    }
    return folder
  }

  /// One outer step on a fresh meta-batch; its query loss.
  private func episodicStep(_ state: inout TrainingState, _ stage: TrainingStage, _ generator: Generator) -> Double {
    var inner = configuration.inner
    inner.steps = stage.innerSteps
    let learner = MetaLearners.named(configuration.learner)!.make(inner, stage.queryWeights)
    let episodes = sampler.batch(
      configuration.metaBatch, in: .metaTrain, weights: stage.sourceWeights, using: generator)
    let meta = learner.metaGradient(of: state.slow, on: EpisodeBatch(episodes).moved(to: device))
    state.update(meta.gradient, configuration)
    return meta.loss
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
        model: model.moved(to: device), joint: joint(for: model), state: Data(contentsOf: stateFile), named: stateFile.path)
      try store.deleteMetrics(of: run, after: state.step)
      return state
    }
    var model = try ModelFile.fresh(configuration)
    if !configuration.initialize.isEmpty {
      let source = try ModelFile(contentsOf: URL(filePath: configuration.initialize))
      guard source.configuration.network == configuration.network else {
        throw ConfigurationError(
          key: "network", problem: "its sizes differ from those of \(configuration.initialize): copy its network section")
      }
      model.slow.network = source.slow.network
      model.slow = SlowWeights(source.slow.network, inner: configuration.inner)
    }
    var state = TrainingState(model.moved(to: device))
    state.joint = joint(for: model)
    return state
  }

  private func joint(for model: ModelFile) -> JointState? {
    guard configuration.learner == "joint" else { return nil }
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
    let slow = state.evaluated
    var sums: [String: (total: Double, count: Double)] = [:]
    let families = sampler.perFamily(configuration.validationEpisodes, in: .metaValidation, using: generator)
    for (_, _, episodes) in families {
      var curve = AdaptationCurve(steps: configuration.validationSteps)
      curve.measure(slow, configuration.inner, on: EpisodeBatch(episodes).moved(to: device))
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
