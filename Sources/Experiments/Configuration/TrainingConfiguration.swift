public import MetaLearning
public import Networks

/// A whole training run: what `train` reads, what is stored with the run, and what a checkpoint carries.
///
/// Every field has a default; a YAML file says only what differs. A result is a function of this value alone.
public struct TrainingConfiguration: Hashable, Defaulted, Sendable {
  /// What the run is called.
  public var name = "run"
  /// The seed of everything random.
  public var seed: UInt64 = 1
  /// cpu, cuda or cuda:N.
  public var device = "cpu"
  /// A checkpoint to start from; empty for fresh weights.
  public var initialize = ""
  /// Sizes of the network.
  public var network = TinyRecursiveConfiguration()
  /// Which learner of the catalogue.
  public var learner = "maml"
  /// How a task is adapted.
  public var inner = InnerLoop()
  /// Settings of single learners.
  public var method = MethodOptions()
  /// Where episodes come from.
  public var sources = [EpisodeSource()]
  /// Meta-batches get up to this many empty columns (and rows, of grids) at random, so that a lone task's tight canvas
  /// and a crowded batch's loose one are both familiar.
  public var canvasMargin = 0
  /// Tasks a meta-batch.
  public var metaBatch = 8
  /// The run's stages, one after another.
  public var stages = [TrainingStage()]
  /// The outer optimizer.
  public var optimizer = OptimizerRule(.adamW)
  /// How the outer rate moves over all stages.
  public var schedule = RateSchedule(peak: 2e-3, warmUp: 50, final: 0.02)
  /// The outer rate of learned inner rates, as a multiple of the schedule's.
  public var ratesMultiple = 10.0
  /// Gradients longer than this are shortened to it; 0 leaves them.
  public var gradientLimit = 1.0
  /// The decay of the moving average that is evaluated and shipped.
  public var average = 0.99
  /// Training as published, for the learner `joint`.
  public var joint = JointConfiguration()
  /// Steps between measurements on meta-validation episodes; 0 for none.
  public var validateEvery = 500
  /// Meta-validation episodes a source.
  public var validationEpisodes = 64
  /// Adaptation steps after which accuracy is measured.
  public var validationSteps = [0, 1, 2, 5, 10]
  /// Steps between checkpoints.
  public var checkpointEvery = 100

  /// The defaults.
  public init() {}

  /// Outer steps in all.
  public var totalSteps: Int { stages.reduce(0) { $0 + $1.steps } }

  /// The stage that outer step `step` belongs to, and its place in the list.
  public func stage(at step: Int) -> (index: Int, stage: TrainingStage) {
    var end = 0
    for (index, stage) in stages.enumerated() {
      end += stage.steps
      if step < end { return (index, stage) }
    }
    return (stages.count - 1, stages[stages.count - 1])
  }
}

/// A stretch of a run with its own inner loop: one inner step first, several later, is a curriculum.
public struct TrainingStage: Hashable, Codable, Sendable {
  /// Outer steps.
  public var steps = 1_000
  /// Inner steps of each episode.
  public var innerSteps = 1
  /// The weight of the query loss after each inner step; empty for the last alone.
  public var queryWeights: [Double] = []
  /// How often each source is drawn from in this stage; empty for the sources' own weights.
  public var sourceWeights: [Double] = []

  /// The defaults.
  public init() {}
}

/// Where episodes come from: some families, and how many examples a task shows.
public struct EpisodeSource: Hashable, Codable, Sendable {
  /// Families by name; "world:strips" stands for all of a world, "!name" takes one out.
  public var families = ["world:sequences"]
  /// Examples to adapt to.
  public var support = 16
  /// Examples to judge by.
  public var query = 16
  /// How often this source is drawn from, relative to the others.
  public var weight = 1.0
  /// True to permute colours and turn each task about at random, which makes more tasks of few families.
  public var augment = false
  /// Copies of support examples to add, with the colours that are not in every example exchanged.
  public var recolouredCopies = 0

  /// The defaults.
  public init() {}
}

/// The numbers of training as published.
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
  /// The decay of the task vectors.
  public var taskDecay = 0.1

  /// The defaults.
  public init() {}
}
