public import Foundation
internal import MetaLearning
internal import Networks
public import Runs
internal import Tasks

/// Trains and measures the rows of a table: goes on with what a store has of them, trains what it has not.
public struct ReproductionRunner {
  /// Where the runs are.
  public let store: RunStore
  /// The folder of the archives, for images.
  public let data: URL?
  /// The version of the program.
  public let version: String
  private var worlds: [String: FewShotWorld] = [:]

  /// A runner over a store.
  public init(store: RunStore, data: URL?, version: String) {
    (self.store, self.data, self.version) = (store, data, version)
  }

  /// True when the store has a finished run of a row's model.
  public func isTrained(_ row: Reproduction) throws -> Bool {
    try runs(of: row.configuration()).contains { $0.status == .finished }
  }

  /// The runs of a configuration, newest first.
  private func runs(of configuration: FewShotConfiguration) throws -> [Run] {
    try store.runs(kind: FewShotTrainer.kind).filter {
      $0.name == configuration.name && (try? FewShotConfiguration(stored: $0)) == configuration
    }
  }

  /// Trains a row's model, unless the store has it, and measures it.
  public mutating func result(
    of row: Reproduction, progress: (FewShotTrainer.Progress) -> Void = { _ in },
    isStopping: () -> Bool = { false }
  ) throws -> ReproductionResult {
    let configuration = try row.configuration()
    let world = try world(of: configuration)
    let run: Run.ID
    if let finished = try runs(of: configuration).first(where: { $0.status == .finished }) {
      run = finished.id
    } else {
      let trainer = try trainer(configuration, world)
      try trainer.complete(progress, isStopping: isStopping)
      run = trainer.run
    }
    return try measured(row, run, configuration, in: world)
  }

  private mutating func world(of configuration: FewShotConfiguration) throws -> FewShotWorld {
    let key = "\(configuration.world)/\(configuration.classes.rawValue)"
    if let known = worlds[key] { return known }
    let world = try FewShotWorld(configuration, data: data)
    worlds[key] = world
    return world
  }

  /// A trainer that goes on with an interrupted run, or a new one.
  private func trainer(_ configuration: FewShotConfiguration, _ world: FewShotWorld) throws -> FewShotTrainer {
    if let open = try runs(of: configuration).first(where: { $0.status == .interrupted }) {
      return try .resume(open.id, data: data, in: store)
    }
    return try .start(configuration, in: world, store: store, version: version)
  }

  /// The row's numbers.
  private func measured(
    _ row: Reproduction, _ id: Run.ID, _ configuration: FewShotConfiguration, in world: FewShotWorld
  ) throws -> ReproductionResult {
    let run = try store.run(matching: id)
    guard let checkpoint = try store.latestCheckpoint(of: id).checkpoint else {
      throw ConfigurationError(key: "run \(id)", problem: "it has no checkpoint that can be read; delete it and go on")
    }
    let file = store.checkpointFolder(of: id).file("model.safetensors", of: checkpoint)
    let model = try FewShotModel(contentsOf: file)
    let measures = try row.measures.map { measure in
      var plan = configuration.evaluation
      plan.steps = [0] + measure.steps
      measure.change(&plan)
      let scores = try model.measured(in: world, plan, normalization: measure.normalization)
      return ReproductionResult.Measure(
        heading: measure.heading, normalization: configuration.normalization(as: measure.normalization),
        episodes: plan.episodes, points: scores.points.filter { measure.steps.contains($0.steps) },
        published: measure.published, isAccuracy: scores.isBetterHigh)
    }
    return ReproductionResult(
      name: row.name, table: row.table, learner: configuration.learner, run: id, seed: configuration.seed,
      steps: configuration.steps, minutes: run.finished.map { $0.timeIntervalSince(run.created) / 60 },
      measures: measures, differs: row.differs)
  }
}
