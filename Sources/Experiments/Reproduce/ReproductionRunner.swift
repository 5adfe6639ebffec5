public import Foundation
internal import MetaLearning
internal import Networks
public import Runs
internal import Tasks

/// A runner that trains and measures the rows of a table, and continues from what a store has of them.
public struct ReproductionRunner {
  /// The store of the runs.
  public let store: RunStore
  /// The folder of the archives, for images, or `nil` if there is none.
  public let data: URL?
  /// The version of the program.
  public let version: String
  private var distributions: [TaskChoice: any TaskDistribution] = [:]

  /// Creates a runner over a store.
  public init(store: RunStore, data: URL?, version: String) {
    (self.store, self.data, self.version) = (store, data, version)
  }

  /// Returns whether the store has a finished run of a row's model.
  public func isTrained(_ row: Reproduction) throws -> Bool {
    try runs(of: row.experiment()).contains { $0.status == .finished }
  }

  /// Returns the runs of an experiment, newest first.
  private func runs(of experiment: Experiment) throws -> [Run] {
    // A configuration that no longer reads is not this experiment's.
    try ([Experiment.kind] + Experiment.earlierKinds).flatMap { try store.runs(kind: $0) }.filter {
      $0.name == experiment.name && (try? Experiment(stored: $0)) == experiment
    }
  }

  /// Trains a row's model, unless the store has it, and measures it.
  public mutating func result(
    of row: Reproduction, progress: (Trainer.Progress) -> Void = { _ in },
    isStopping: () -> Bool = { false }
  ) throws -> ReproductionResult {
    let experiment = try row.experiment()
    let tasks = try tasks(of: experiment)
    let run: Run.ID
    if let finished = try runs(of: experiment).first(where: { $0.status == .finished }) {
      run = finished.id
    } else {
      let trainer = try trainer(experiment, tasks)
      try trainer.complete(progress, isStopping: isStopping)
      run = trainer.run
    }
    return try measured(row, run, experiment)
  }

  /// Returns the tasks of an experiment, read once for all rows.
  private mutating func tasks(of experiment: Experiment) throws -> any TaskDistribution {
    if let known = distributions[experiment.tasks] { return known }
    let tasks = try experiment.tasks.distribution(data: data)
    distributions[experiment.tasks] = tasks
    return tasks
  }

  /// Returns a trainer that resumes an interrupted run, or starts a new one.
  private func trainer(_ experiment: Experiment, _ tasks: any TaskDistribution) throws -> Trainer {
    if let open = try runs(of: experiment).first(where: { $0.status == .interrupted }) {
      return try .resume(open.id, data: data, in: store)
    }
    return try .start(experiment, tasks: tasks, in: store, version: version)
  }

  /// Returns the row's numbers.
  private func measured(_ row: Reproduction, _ id: Run.ID, _ experiment: Experiment) throws -> ReproductionResult {
    let run = try store.run(matching: id)
    let file = try ModelFile(contentsOf: store.model(of: id))
    let measures = try row.measures.map { measure in
      var plan = experiment.evaluation
      plan.steps = [0] + measure.steps
      measure.change(&plan)
      var evaluator = Evaluator(file, plan)
      (evaluator.normalization, evaluator.data) = (measure.normalization, data)
      let evaluation = try evaluator.result().evaluation
      return ReproductionResult.Measure(
        heading: measure.heading, normalization: evaluation.normalization ?? "none", episodes: plan.episodes,
        points: evaluation.rows[0].points.filter { measure.steps.contains($0.steps) },
        published: measure.published, isAccuracy: evaluation.isAccuracy)
    }
    return ReproductionResult(
      name: row.name, table: row.table, learner: experiment.learner, run: id, seed: experiment.seed,
      steps: experiment.totalSteps, minutes: run.finished.map { $0.timeIntervalSince(run.created) / 60 },
      measures: measures, differs: row.differs)
  }
}
