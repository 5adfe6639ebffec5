public import MetaLearning
public import Networks

/// A whole training run: a task distribution, a network, a learner, stages, and the evaluation of the result.
///
/// It is what `train` reads, what is stored with the run, and what a model file carries. Every field has a default; a
/// YAML file has only what differs. A result is a function of this value alone (and of the data that its tasks are read
/// from).
public struct Experiment: Hashable, Defaulted, Sendable {
  /// The name of the run.
  public var name = "run"
  /// The seed of all random choices.
  public var seed: UInt64 = 1
  /// The device: cpu, cuda or cuda:N.
  public var device = "cpu"
  /// The model file to start from; empty for new weights.
  public var initialize = ""
  /// The task distribution.
  public var tasks = TaskChoice()
  /// The network.
  public var network = NetworkChoice()
  /// The name of the learner in the catalogue.
  public var learner = "maml"
  /// The inner loop, by which a task is adapted to.
  public var inner = InnerLoop()
  /// The settings of single learners.
  public var method = MethodOptions()
  /// The number of tasks in a meta-batch.
  public var metaBatch = 8
  /// The run's stages, one after another.
  public var stages = [TrainingStage()]
  /// The outer optimizer.
  public var optimizer = OptimizerRule(.adamW)
  /// The schedule of the outer learning rate over all stages.
  public var schedule = RateSchedule(peak: 2e-3, warmUp: 50, final: 0.02)
  /// The outer rate of learned inner rates, as a multiple of the schedule's.
  public var innerRateScale = 10.0
  /// The norm to which longer gradients are clipped; 0 for no clipping.
  public var gradientLimit = 1.0
  /// The decay of the exponential moving average (EMA) of the weights that is evaluated and published; 0 for the
  /// weights themselves.
  public var emaDecay = 0.99
  /// TRM's published joint training, for the learner `joint`.
  public var joint = JointConfiguration()
  /// The number of steps between validations on meta-validation episodes; 0 for none.
  public var validateEvery = 500
  /// The number of meta-validation episodes (of each family).
  public var validationEpisodes = 64
  /// The numbers of adaptation steps after which they are scored.
  public var validationSteps = [0, 1, 2, 5, 10]
  /// Whether the best model on meta-validation is kept; else the last.
  public var keepsBest = true
  /// The number of steps between checkpoints.
  public var checkpointEvery = 100
  /// The plan by which the trained model is evaluated.
  public var evaluation = EvaluationPlan()

  /// Creates the default experiment.
  public init() {}

  /// The total number of outer steps.
  public var totalSteps: Int { stages.reduce(0) { $0 + $1.steps } }

  /// Returns the stage of outer step `step`, and its index.
  public func stage(at step: Int) -> (index: Int, stage: TrainingStage) {
    var end = 0
    for (index, stage) in stages.enumerated() {
      end += stage.steps
      if step < end { return (index, stage) }
    }
    return (stages.count - 1, stages[stages.count - 1])
  }

  /// Returns the number of inner steps of a stage.
  func innerSteps(of stage: TrainingStage) -> Int { stage.innerSteps > 0 ? stage.innerSteps : inner.steps }
}

/// A stage of a run with its own inner loop: one inner step first, several later, is a curriculum.
public struct TrainingStage: Hashable, Codable, Sendable {
  /// The number of outer steps.
  public var steps = 1_000
  /// The number of inner steps of each episode; 0 for `inner.steps`.
  public var innerSteps = 0
  /// The weight of the query loss after each inner step; if empty, the last step's alone.
  public var queryWeights: [Double] = []
  /// The weight of each source of the tasks in this stage; empty for the sources' own weights.
  public var sourceWeights: [Double] = []

  /// Creates the default stage.
  public init() {}
}

/// The hyperparameters of TRM's published joint training.
public struct JointConfiguration: Hashable, Codable, Sendable {
  /// The number of tasks of each source with a learned vector of their own.
  public var tasks = 4_096
  /// The number of rows in a step; each is one example of one task, and keeps its states until it halts.
  public var slots = 256
  /// The largest number of supervision steps of a row.
  public var maximumSteps = 4
  /// The probability with which a row is kept beyond its halting output.
  public var exploration = 0.1
  /// The learning rate of the task vectors (SignSGD).
  public var taskRate = 1e-2
  /// The weight decay of the task vectors.
  public var taskDecay = 0.1

  /// Creates the default hyperparameters.
  public init() {}
}
