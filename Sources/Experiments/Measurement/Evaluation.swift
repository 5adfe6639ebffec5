public import MetaLearning
internal import Networks
internal import Requirements

/// How well a model answers after each number of adaptation steps, a row a family and number of examples, with 95 %
/// intervals.
public struct Evaluation: Hashable, Codable, Sendable {
  /// The scores on one set.
  public struct Row: Hashable, Codable, Sendable {
    /// How its tasks relate to the training.
    public let group: EvaluationGroup
    /// The family or folder; "all" for all rows of a group.
    public let name: String
    /// Examples an episode, or `nil` where each has its own number.
    public let shots: Int?
    /// One for each number of steps.
    public let points: [ScorePoint]
  }

  /// Something simpler that was measured on the same episodes.
  public struct Baseline: Hashable, Codable, Sendable {
    /// What it is.
    public let name: String
    /// Its mean score.
    public let score: Estimate
  }

  /// What was evaluated: the file.
  public let checkpoint: String
  /// How it was trained.
  public let learner: String
  /// Its network.
  public let network: String
  /// What its tasks are.
  public let tasks: String
  /// How it adapted.
  public let inner: InnerLoop
  /// Whose statistics normalized, or `nil` where nothing does: a mode, "per step" where steps have scales of their own.
  public let normalization: String?
  /// Whether an answer may depend on the other queries.
  public let isTransductive: Bool
  /// What a score is: accuracy, or the name of an error.
  public let score: String
  /// The score of something simpler, or `nil` where tasks have nothing of the kind.
  public let baseline: Baseline?
  /// What was asked.
  public let plan: EvaluationPlan
  /// Each family or folder.
  public let rows: [Row]
  /// All episodes of each group and number of examples.
  public let overall: [Row]

  /// The estimates of scores.
  init<Network: AdaptableNetwork>(
    _ scores: Scores, of model: Model<Network>, named checkpoint: String, _ plan: EvaluationPlan,
    baseline: Baseline? = nil
  ) {
    self.checkpoint = checkpoint
    let experiment = model.experiment
    (learner, network, tasks) = (experiment.learner, experiment.network.kind, experiment.tasks.kind)
    inner = model.inner
    normalization = experiment.normalization
    isTransductive = model.slow.network.anatomy.isTransductive
    score = scores.name
    self.baseline = baseline
    self.plan = plan
    func row(_ row: Scores.Row) -> Row {
      Row(group: row.group, name: row.name, shots: row.shots, points: scores.points(of: row))
    }
    (rows, overall) = (scores.rows.map(row), scores.merged.map(row))
  }

  /// Whether scores are shares of what is right.
  public var isAccuracy: Bool { score == "accuracy" }
}

/// How much better one model answers than another, episode by episode.
public struct EvaluationComparison: Hashable, Codable, Sendable {
  /// The differences on one set.
  public struct Row: Hashable, Codable, Sendable {
    /// How its tasks relate to the training.
    public let group: EvaluationGroup
    /// The family or folder; "all" for all rows of a group.
    public let name: String
    /// Examples an episode, or `nil` where each has its own number.
    public let shots: Int?
    /// One for each number of steps that both have.
    public let points: [ScoreDifference]
  }

  /// The first model's file.
  public let checkpoint: String
  /// The second model's file.
  public let against: String
  /// Each family or folder: the mean of first minus second, with its 95 % interval.
  public let rows: [Row]
  /// All episodes of each group and number of examples.
  public let overall: [Row]

  /// Pairs the scores of two models on the same sets.
  public init(_ result: Evaluator.Result, against other: Evaluator.Result) {
    let (first, second) = (result.scores, other.scores)
    require(
      first.rows.map(\.name) == second.rows.map(\.name),
      "scores of \(first.rows.count) and \(second.rows.count) sets do not pair; measure both models on the same sets")
    (checkpoint, against) = (result.evaluation.checkpoint, other.evaluation.checkpoint)
    func paired(_ ours: [Scores.Row], _ theirs: [Scores.Row]) -> [Row] {
      zip(ours, theirs).map { our, their in
        Row(
          group: our.group, name: our.name, shots: our.shots,
          points: first.difference(our, minus: their, of: second))
      }
    }
    (rows, overall) = (paired(first.rows, second.rows), paired(first.merged, second.merged))
  }
}
