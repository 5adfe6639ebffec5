public import MetaLearning
public import Networks
public import Tasks

/// A few-shot training run: a world of numbers or images, a network, a learner. What `train` reads where a file names a
/// `world`; stored with the run, carried by its checkpoints.
///
/// Every field has a default; a YAML file says only what differs. A result is a function of this value (and, for images,
/// of the archives) alone.
public struct FewShotConfiguration: Hashable, Defaulted, Sendable {
  /// What the run is called.
  public var name = "few-shot"
  /// The seed of everything random.
  public var seed: UInt64 = 1
  /// cpu, cuda or cuda:N.
  public var device = "cpu"
  /// Where tasks come from: a world of the catalogue, or "omniglot".
  public var world = "sinusoid"
  /// Which classes of Omniglot are for what.
  public var classes = OmniglotSplit.maml
  /// The network.
  public var network = FewShotNetwork()
  /// Which learner of the catalogue.
  public var learner = "maml"
  /// How a task is adapted to.
  public var inner = InnerLoop(steps: 1, rate: 0.01)
  /// Settings of single learners.
  public var method = MethodOptions()
  /// The weight of the query loss after each inner step; empty for the last alone.
  public var queryWeights: [Double] = []
  /// Ways, shots and queries of an episode.
  public var shape = EpisodeShape()
  /// Outer steps.
  public var steps = 15_000
  /// Tasks a meta-batch.
  public var metaBatch = 25
  /// The outer optimizer.
  public var optimizer = OptimizerRule(.adamW)
  /// How the outer rate moves.
  public var schedule = RateSchedule(peak: 1e-3)
  /// The outer rate of learned inner rates, as a multiple of the schedule's.
  public var ratesMultiple = 1.0
  /// Gradients longer than this are shortened to it; 0 leaves them.
  public var gradientLimit = 0.0
  /// The decay of the moving average that is evaluated; 0 for the weights themselves.
  public var average = 0.0
  /// Steps between measurements on meta-validation episodes, which choose the model that is kept; 0 keeps the last.
  public var validateEvery = 0
  /// Meta-validation episodes.
  public var validationEpisodes = 200
  /// Steps between checkpoints.
  public var checkpointEvery = 500
  /// How the trained model is measured.
  public var evaluation = FewShotPlan()

  /// The defaults: MAML on the ten-shot sinusoid.
  public init() {}
}

/// The network of a few-shot run; of its parts only the one of its kind counts.
public struct FewShotNetwork: Hashable, Codable, Sendable {
  /// The kinds there are.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Linear layers with ReLU between them.
    case mlp
    /// Conv-4.
    case conv
    /// An encoder of support sets and a decoder, for regression.
    case neuralProcess
  }

  /// Which network.
  public var kind = Kind.mlp
  /// Widths of the layers between input and output.
  public var hidden = [40, 40]
  /// How an MLP's weights begin.
  public var initialization = MLP.Initialization.uniform
  /// Numbers of a context vector; 0 for none.
  public var context = 0
  /// Width of a neural process's layers.
  public var width = 128
  /// Blocks, filters and norms; image, ways and context come from the run.
  public var conv = ConvNetConfiguration()

  /// The defaults.
  public init() {}
}

/// How a few-shot model is measured: episode i is a function of `seed` and i alone, so that two models meet the same.
public struct FewShotPlan: Hashable, Codable, Sendable {
  /// Which tasks.
  public var split = Split.metaTest
  /// Episodes.
  public var episodes = 1_000
  /// Numbers of adaptation steps; a method without steps is measured once.
  public var steps = [0, 1, 5, 10]
  /// Classes of an episode; 0 for those of training. Only a method without steps can tell another number apart.
  public var ways = 0
  /// Support examples (of a class); 0 for those of training.
  public var shots = 0
  /// Queries (of a class); 0 for those of training.
  public var query = 0
  /// The seed of the episodes.
  public var seed: UInt64 = 1
  /// Tasks at once.
  public var batch = 25

  /// The defaults.
  public init() {}

  /// What is wrong with it, or nothing.
  var problem: ConfigurationError? {
    let wrong: (String, String)? =
      if episodes < 1 || batch < 1 || ways < 0 || shots < 0 || query < 0 {
        ("evaluation", "episodes and batch must be positive, ways, shots and query not negative")
      } else if steps.isEmpty || steps.contains(where: { !(0...100_000).contains($0) }) {
        ("evaluation.steps", "\(steps) must be numbers of steps, such as [1, 5, 10]")
      } else {
        nil
      }
    return wrong.map { ConfigurationError(key: $0.0, problem: $0.1) }
  }

  /// The shape of its episodes, for a model trained on `shape`.
  func shape(_ trained: EpisodeShape) -> EpisodeShape {
    EpisodeShape(
      ways: ways > 0 ? ways : trained.ways, shots: shots > 0 ? shots : trained.shots,
      query: query > 0 ? query : trained.query)
  }
}
