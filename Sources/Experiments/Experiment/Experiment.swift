public import MetaLearning
public import Networks

/// A whole training run: a task distribution, a network, a learner, stages, and how the result is measured.
///
/// What `train` reads, what is stored with the run, and what a model file carries. Every field has a default; a YAML file
/// says only what differs. A result is a function of this value alone (and of the data that its tasks are read from).
public struct Experiment: Hashable, Defaulted, Sendable {
  /// What the run is called.
  public var name = "run"
  /// The seed of everything random.
  public var seed: UInt64 = 1
  /// cpu, cuda or cuda:N.
  public var device = "cpu"
  /// A model to start from; empty for fresh weights.
  public var initialize = ""
  /// Where episodes come from.
  public var tasks = TaskChoice()
  /// The network.
  public var network = NetworkChoice()
  /// Which learner of the catalogue.
  public var learner = "maml"
  /// How a task is adapted to.
  public var inner = InnerLoop()
  /// Settings of single learners.
  public var method = MethodOptions()
  /// Tasks a meta-batch.
  public var metaBatch = 8
  /// The run's stages, one after another.
  public var stages = [TrainingStage()]
  /// The outer optimizer.
  public var optimizer = OptimizerRule(.adamW)
  /// How the outer rate moves over all stages.
  public var schedule = RateSchedule(peak: 2e-3, warmUp: 50, final: 0.02)
  /// The outer rate of learned inner rates, as a multiple of the schedule's.
  public var innerRateScale = 10.0
  /// Gradients longer than this are shortened to it; 0 leaves them.
  public var gradientLimit = 1.0
  /// The decay of the moving average of the weights that is evaluated and shipped; 0 for the weights themselves.
  public var emaDecay = 0.99
  /// TRM's published joint training, for the learner `joint`.
  public var joint = JointConfiguration()
  /// Steps between measurements on meta-validation episodes; 0 for none.
  public var validateEvery = 500
  /// Meta-validation episodes (of each family).
  public var validationEpisodes = 64
  /// Adaptation steps after which they are scored.
  public var validationSteps = [0, 1, 2, 5, 10]
  /// Whether the model that does best on meta-validation is kept; else the last.
  public var keepsBest = true
  /// Steps between checkpoints.
  public var checkpointEvery = 100
  /// How the trained model is measured.
  public var evaluation = EvaluationPlan()

  /// The defaults.
  public init() {}

  /// Outer steps in all.
  public var totalSteps: Int { stages.reduce(0) { $0 + $1.steps } }

  /// The stage that outer step `step` belongs to, and its index.
  public func stage(at step: Int) -> (index: Int, stage: TrainingStage) {
    var end = 0
    for (index, stage) in stages.enumerated() {
      end += stage.steps
      if step < end { return (index, stage) }
    }
    return (stages.count - 1, stages[stages.count - 1])
  }

  /// Inner steps of a stage.
  func innerSteps(of stage: TrainingStage) -> Int { stage.innerSteps > 0 ? stage.innerSteps : inner.steps }
}

/// A stretch of a run with its own inner loop: one inner step first, several later, is a curriculum.
public struct TrainingStage: Hashable, Codable, Sendable {
  /// Outer steps.
  public var steps = 1_000
  /// Inner steps of each episode; 0 for as many as `inner.steps`.
  public var innerSteps = 0
  /// The weight of the query loss after each inner step; empty for the last alone.
  public var queryWeights: [Double] = []
  /// How often each source of the tasks is drawn from in this stage; empty for the sources' own weights.
  public var sourceWeights: [Double] = []

  /// The defaults.
  public init() {}
}

/// Hyperparameters of TRM's published joint training.
public struct JointConfiguration: Hashable, Codable, Sendable {
  /// Tasks with a learned vector of their own, a source.
  public var tasks = 4_096
  /// Rows a step; each is one example of one task, and keeps its states until it halts.
  public var slots = 256
  /// The most supervision steps a row gets.
  public var maximumSteps = 4
  /// How often a row is kept beyond its wish to halt.
  public var exploration = 0.1
  /// The rate of the task vectors (SignSGD).
  public var taskRate = 1e-2
  /// The weight decay of the task vectors.
  public var taskDecay = 0.1

  /// The defaults.
  public init() {}
}
