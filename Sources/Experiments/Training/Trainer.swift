public import Foundation
public import MetaLearning
internal import Networks
internal import Randomness
public import Runs
internal import Tasks
internal import Tensors

/// A trainer of an experiment: one visible loop over any tasks, network and learner, with its events in the run store.
public struct Trainer: Sendable {
  /// A progress report of the loop.
  public enum Progress: Sendable {
    /// After an outer step: its query loss.
    case step(_ step: Int, of: Int, loss: Double)
    /// After a measurement on meta-validation episodes: the mean score after each number of adaptation steps.
    case validation(step: Int, [(steps: Int, score: Double)])
    /// After a checkpoint was written.
    case checkpoint(step: Int)
  }

  /// The experiment.
  public let experiment: Experiment
  /// The task distribution.
  public let tasks: any TaskDistribution
  /// The store of its run.
  public let store: RunStore
  /// The run.
  public let run: Run.ID
  let device: Device

  /// The number of consecutive losses or gradients that are not finite after which a run ends: its weights will not
  /// recover.
  static let patience = 20

  /// Creates a trainer of a run in the store.
  /// - Throws: `ConfigurationError` or `DeviceError` for what cannot be run.
  public init(_ experiment: Experiment, tasks: any TaskDistribution, store: RunStore, run: Run.ID) throws {
    (self.experiment, self.tasks, self.store, self.run) = (experiment, tasks, store, run)
    device = try Device(named: experiment.device)
    try experiment.check()
    try check(experiment.fresh().network, tasks)
  }

  /// Trains to the end, from the run's last checkpoint if it has one.
  ///
  /// `isStopping` is called after each step; true ends the run early, with a checkpoint.
  /// - Returns: The file of the model: the best on meta-validation if that is measured and kept, else the last.
  /// - Throws: `TrainingStopped` if it was stopped, `TrainingDiverged` if losses are no longer finite.
  @discardableResult
  public func train(_ progress: (Progress) -> Void = { _ in }, isStopping: () -> Bool = { false }) throws -> URL {
    try train(try experiment.fresh().network, progress, isStopping)
  }

  private func train<Network: AdaptableNetwork>(
    _ fresh: Network, _ progress: (Progress) -> Void, _ isStopping: () -> Bool
  ) throws -> URL {
    let tasks = tasks as! any TaskDistribution<Network.Batch>  // checked before anything was recorded
    var (state, lineage) = try start(fresh, tasks)
    let total = experiment.totalSteps
    var metrics: [Metric] = []
    var failures = 0
    while state.outer.step < total {
      let (index, stage) = experiment.stage(at: state.outer.step)
      if index > 0, state.outer.step == experiment.stages[..<index].reduce(0, { $0 + $1.steps }) {
        let earlier = experiment.innerSteps(of: experiment.stages[index - 1])
        if experiment.innerSteps(of: stage) > 1 {
          state.outer.slow.rates = state.outer.slow.rates.continued(from: earlier)
        }
      }
      let loss = try state.step.take(&state.outer, inStage: index)

      let step = state.outer.step
      metrics += TrainingMetric.metrics(of: loss, step: step)
      progress(.step(step, of: total, loss: loss.query))
      failures = loss.isTaken && loss.query.isFinite ? 0 : failures + 1
      guard failures < Self.patience else {
        try store.record(metrics, for: run)
        throw TrainingDiverged(step: step, count: failures)
      }
      let (isStopped, isLast) = (isStopping(), step == total)
      if experiment.validateEvery > 0, step % experiment.validateEvery == 0 || isLast {
        let scores = try validate(&state, tasks, lineage)
        metrics += scores.map { TrainingMetric.validation(steps: $0.steps).metric($0.score, step: step) }
        progress(.validation(step: step, scores))
      }
      if step % experiment.checkpointEvery == 0 || isLast || isStopped {
        try store.record(metrics, for: run)
        metrics = []
        let model = try state.best ?? self.model(state, tasks, lineage).encoded()
        _ = try store.writeCheckpoint(step: step, files: state.files(shipping: model), for: run)
        progress(.checkpoint(step: step))
      }
      if isStopped, !isLast { throw TrainingStopped(step: step) }
    }
    return try store.model(of: run)
  }

  /// Throws if the network does not read the tasks, or sources have weights that the tasks do not have.
  private func check<Network: AdaptableNetwork>(_ network: Network, _ tasks: any TaskDistribution) throws {
    guard let readable = tasks as? any TaskDistribution<Network.Batch> else {
      throw ConfigurationError(
        key: "network.kind", problem: "\(experiment.network.kind) does not read \(experiment.tasks.kind)")
    }
    for (index, stage) in experiment.stages.enumerated() where !stage.sourceWeights.isEmpty {
      let key = "stages.\(index).sourceWeights"
      guard let tasks = tasks as? any WeightedTasks else {
        throw ConfigurationError(
          key: key, problem: "\(experiment.tasks.kind) has one source; leave the weights out")
      }
      _ = try tasks.weighted(stage.sourceWeights, key: key)
    }
    try experiment.check(experiment.evaluation, with: experiment.learner(on: network.anatomy))
    if experiment.validateEvery > 0 { _ = try readable.validationSets(validation, seed: experiment.seed) }
  }

  /// Returns the state to continue from, that of the last checkpoint, of `initialize`, or a new one, with the origin of
  /// the model.
  private func start<Network: AdaptableNetwork>(
    _ fresh: Network, _ tasks: any TaskDistribution<Network.Batch>
  ) throws -> (TrainingState<Network>, Lineage) {
    var lineage = Lineage()
    lineage.revision = try store.run(matching: run).revision ?? ""
    var model = try Model(experiment, fresh, lineage: lineage)
    let search = try store.latestCheckpoint(of: run)
    for skipped in search.skipped { try store.log(Event("\(skipped)", level: .warning), for: run) }
    if !experiment.initialize.isEmpty {
      let data = try experiment.initialData()
      let source = try ModelFile(decoding: data, named: experiment.initialize)
      lineage.parents = [Checksum.text(of: data)] + source.lineage.parents
      if search.checkpoint == nil { model.slow = try started(from: source, like: model) }
    }
    model = model.moved(to: device)
    let outer = OuterState(model.slow, optimizer: experiment.optimizer, average: experiment.emaDecay)
    let published = try experiment.publishedStep(tasks, model.slow.network, device)
    var state = TrainingState(
      outer,
      published as? any OuterStep<Network> ?? EpisodicStep(experiment: experiment, tasks: tasks, device: device))
    if let checkpoint = search.checkpoint {
      try state.restore(store.checkpointFolder(of: run), checkpoint)
      try store.deleteMetrics(of: run, after: state.outer.step)
    }
    return (state, lineage)
  }

  /// Returns another model's weights as the initial ones of this experiment's learner.
  private func started<Network: AdaptableNetwork>(
    from source: ModelFile, like model: Model<Network>
  ) throws -> SlowWeights<Network> {
    guard source.experiment.network == experiment.network else {
      throw ConfigurationError(
        key: "network",
        problem: "its sizes differ from those of \(experiment.initialize): copy its network section")
    }
    let parent: Model<Network> = try source.model()
    let started = try parent.restarted(for: experiment)
    var slow = model.slow
    (slow.network, slow.parts) = (started.network, started.parts)
    // Learned rates continue if the inner loop has the same leaves and steps.
    let isAlike =
      slow.rates.names == parent.slow.rates.names
      && slow.rates.tensors.map(\.shape) == parent.slow.rates.tensors.map(\.shape)
    if isAlike, model.inner.rates != .fixed { slow.rates = parent.slow.rates }
    return slow
  }

  /// Returns the model as it would be published, with its own statistics if norms use running ones.
  private func model<Network: AdaptableNetwork>(
    _ state: TrainingState<Network>, _ tasks: any TaskDistribution<Network.Batch>, _ lineage: Lineage
  ) throws -> Model<Network> {
    var model = try Model(experiment, state.evaluated, lineage: lineage)
    model.slow = model.learner.calibrated(model.slow, on: experiment.calibration(tasks))
    return model
  }

  /// The plan of the meta-validation.
  private var validation: EvaluationPlan {
    var plan = experiment.evaluation
    (plan.split, plan.episodes, plan.steps) =
      (.metaValidation, experiment.validationEpisodes, experiment.validationSteps)
    return plan
  }

  /// Validates on meta-validation episodes, the same each time, and keeps the model if it is the best so far.
  private func validate<Network: AdaptableNetwork>(
    _ state: inout TrainingState<Network>, _ tasks: any TaskDistribution<Network.Batch>, _ lineage: Lineage
  ) throws -> [(steps: Int, score: Double)] {
    let (model, plan) = (try model(state, tasks, lineage), validation)
    let scores = try model.scores(
      on: tasks.validationSets(plan, seed: experiment.seed), steps: plan.steps, batch: plan.batch, device: device)
    let value = scores.selection
    if experiment.keepsBest, value.isFinite, state.best == nil || value > state.bestScore {
      (state.best, state.bestScore) = (try model.encoded(), value)
    }
    return scores.means
  }
}

extension Experiment {
  /// Returns TRM's published step, if the learner is `joint` on tasks of families, or `nil` otherwise.
  fileprivate func publishedStep(
    _ tasks: any TaskDistribution, _ network: some AdaptableNetwork, _ device: Device
  ) throws -> (any OuterStep)? {
    guard traits.contains(.isJoint), let tasks = tasks as? FamilyTasks, let network = network as? TinyRecursiveModel
    else {
      return nil
    }
    return PublishedStep(self, tasks, network: network, device: device)
  }

  /// Returns the bytes of the model to start from.
  func initialData() throws(ConfigurationError) -> Data {
    do { return try Data(contentsOf: URL(filePath: initialize)) } catch {
      throw ConfigurationError(
        key: "initialize",
        problem: "there is no file \"\(initialize)\" to start from; give the path of a model.safetensors")
    }
  }
}

extension RunStore {
  /// Returns the model of a run's last checkpoint.
  /// - Throws: `ConfigurationError` if it has none.
  public func model(of run: Run.ID) throws -> URL {
    guard let checkpoint = try latestCheckpoint(of: run).checkpoint else {
      throw ConfigurationError(
        key: "run \(run)", problem: "it has no checkpoint that can be read; train it again")
    }
    return checkpointFolder(of: run).file("model.safetensors", of: checkpoint)
  }
}
