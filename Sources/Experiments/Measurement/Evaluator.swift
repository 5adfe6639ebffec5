public import Foundation
internal import MetaLearning
public import Networks
internal import Randomness
internal import Tasks
public import Tensors

/// An evaluation of a model file by a plan, on the tasks of its own experiment.
public struct Evaluator: Sendable {
  /// The model.
  public let file: ModelFile
  /// The plan.
  public var plan: EvaluationPlan
  /// The changed settings of the model, as `inner.rule=adam`.
  public var settings: [String] = []
  /// The mode of norm, or `nil` for that of training.
  public var normalization: Normalization?
  /// The folder of the data of tasks that are read from files, or `nil`.
  public var data: URL?
  /// The tasks of the evaluation, or `nil` for those of training.
  public var tasks: TaskChoice?
  /// The device of the computation.
  public var device = Device.cpu

  /// Creates an evaluator of a model by a plan.
  public init(_ file: ModelFile, _ plan: EvaluationPlan) { (self.file, self.plan) = (file, plan) }

  /// The result of an evaluation.
  public struct Result: Sendable {
    /// The scores of each episode.
    public let scores: Scores
    /// The estimates.
    public let evaluation: Evaluation
  }

  /// Adapts the model to every episode and scores its answers.
  /// - Throws: `ConfigurationError` for a plan or settings that this model cannot be measured with.
  public func result(progress: (Int, Int) -> Void = { _, _ in }) throws -> Result {
    if let problem = plan.problem { throw problem }
    let tasks = tasks ?? file.experiment.tasks
    return try result(try experiment.fresh().network, try tasks.distribution(data: data), progress)
  }

  private var experiment: Experiment {
    get throws(ConfigurationError) {
      if let normalization { try file.experiment.measured(with: normalization) } else { file.experiment }
    }
  }

  private func result<Network: AdaptableNetwork>(
    _ fresh: Network, _ tasks: any TaskDistribution, _ progress: (Int, Int) -> Void
  ) throws -> Result {
    guard let tasks = tasks as? any TaskDistribution<Network.Batch> else {
      throw ConfigurationError(
        key: "tasks.kind",
        problem:
          "a model of kind \(file.experiment.network.kind) does not read \((self.tasks ?? file.experiment.tasks).kind)")
    }
    var model = try file.model(in: fresh).with(settings: settings)
    model.experiment.network = try experiment.network
    try model.experiment.check(plan, with: model.learner)
    if model.slow.network.buffers.isEmpty {
      model.slow = model.learner.calibrated(model.slow, on: model.experiment.calibration(tasks))
    }
    let sets = try tasks.evaluationSets(plan)
    let scores = try model.moved(to: device).scores(
      on: sets, steps: plan.steps, batch: plan.batch, device: device, progress: progress)
    let baseline = (tasks as? any HasBaseline)?.baseline(plan)
    return Result(
      scores: scores,
      evaluation: Evaluation(
        scores, of: model, named: file.name, plan,
        baseline: baseline.map { Evaluation.Baseline(name: $0.name, score: Estimate($0.scores)) }))
  }
}

extension Experiment {
  /// Returns the meta-training episodes for running statistics.
  func calibration<Batch>(_ tasks: any TaskDistribution<Batch>) -> [EpisodeBatch<Batch>] {
    let generator = Generator(seed: seed).child("calibration")
    return (0..<8).map { tasks.episodes(4 * $0..<4 * $0 + 4, in: .metaTrain, using: generator) }
  }

  /// Throws if the learner has no answers for a plan's classes: a head has one output for each class, and some learners
  /// answer only as many shots as they were trained on.
  func check(_ plan: EvaluationPlan, with learner: some MetaLearner) throws(ConfigurationError) {
    let shape = tasks.shape
    for shots in plan.shots where shots != 0 && shots != shape.shots && traits.contains(.fixesShots) {
      throw ConfigurationError(
        key: "evaluation.shots",
        problem: "\(self.learner) answers as many shots as it was trained on: \(shape.shots) and not \(shots)")
    }
    guard plan.ways == 0 || plan.ways == shape.ways || learner is any AmortizedLearner else {
      throw ConfigurationError(
        key: "evaluation.ways",
        problem: "\(self.learner) was trained on \(shape.ways) classes and cannot tell \(plan.ways) apart; choose proto"
      )
    }
  }

  /// The statistics that normalize, or `nil` without norms; "per step" if inner steps have scales of their own.
  public var normalization: String? {
    guard network.kind == "conv" else { return nil }
    let conv = network.convolutional
    return conv.normalization.rawValue + (conv.hasStepNorms ? " per step" : "")
  }

  /// Returns the experiment with another mode of norm than its model was trained with.
  /// - Throws: `ConfigurationError` for a mode that would change what the learner has learned: one of group norm, and for
  ///   some learners one that turns answers transductive or inductive (`LearnerTraits.fixesTransduction`).
  func measured(with normalization: Normalization) throws(ConfigurationError) -> Experiment {
    guard network.kind == "conv" else {
      throw ConfigurationError(
        key: "--normalization", problem: "a model of kind \(network.kind) does not normalize by task; leave it out")
    }
    let trained = network.convolutional.normalization
    let isOfPairs = traits.contains(.fixesTransduction) && trained.isTransductive != normalization.isTransductive
    guard trained == normalization || (trained != .group && normalization != .group), !isOfPairs else {
      throw ConfigurationError(
        key: "--normalization",
        problem: "a \(learner) model trained with \(self.normalization ?? "none") cannot be measured with "
          + normalization.rawValue)
    }
    var changed = self
    changed.network.convolutional.normalization = normalization
    return changed
  }
}
