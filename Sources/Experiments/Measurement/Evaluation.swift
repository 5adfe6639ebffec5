public import MetaLearning
internal import Networks
internal import Requirements

/// The scores of a model after each number of adaptation steps, with a row for each family and number of examples and
/// 95 % intervals.
public struct Evaluation: Hashable, Codable, Sendable {
  /// The scores on one set.
  public struct Row: Hashable, Codable, Sendable {
    /// The relation of the tasks to the training.
    public let group: EvaluationGroup
    /// The family or folder; "all" for all rows of a group.
    public let name: String
    /// The number of examples of an episode, or `nil` if each has its own number.
    public let shots: Int?
    /// The scores, one for each number of steps.
    public let points: [ScorePoint]
  }

  /// A simpler baseline, measured on the same episodes.
  public struct Baseline: Hashable, Codable, Sendable {
    /// The name.
    public let name: String
    /// The mean score.
    public let score: Estimate
  }

  /// The file that was evaluated.
  public let checkpoint: String
  /// The learner that trained it.
  public let learner: String
  /// The network.
  public let network: String
  /// The tasks.
  public let tasks: String
  /// The inner loop by which it adapted.
  public let inner: InnerLoop
  /// The statistics that normalized, or `nil` without norms: a mode, "per step" if steps have scales of their own.
  public let normalization: String?
  /// Whether an answer may depend on the other queries.
  public let isTransductive: Bool
  /// The name of the score: accuracy, or an error.
  public let score: String
  /// The baseline, or `nil` if the tasks have none.
  public let baseline: Baseline?
  /// The plan.
  public let plan: EvaluationPlan
  /// The settings that each number of steps was measured with, if they were tuned.
  public let tuning: [Tuning.Choice]?
  /// The rows, one for each family or folder.
  public let rows: [Row]
  /// The rows of all episodes of each group and number of examples.
  public let overall: [Row]

  /// Estimates scores that were tuned; `first` says what model they are of.
  init(_ scores: Scores, like first: Evaluation, plan: EvaluationPlan, tuning: [Tuning.Choice]) {
    (checkpoint, learner, network, tasks) = (first.checkpoint, first.learner, first.network, first.tasks)
    (inner, normalization, isTransductive) = (first.inner, first.normalization, first.isTransductive)
    (score, baseline, self.plan, self.tuning) = (first.score, first.baseline, plan, tuning)
    (rows, overall) = Self.rows(scores)
  }

  private static func rows(_ scores: Scores) -> (each: [Row], overall: [Row]) {
    func row(_ row: Scores.Row) -> Row {
      Row(group: row.group, name: row.name, shots: row.shots, points: scores.points(of: row))
    }
    return (scores.rows.map(row), scores.merged.map(row))
  }

  /// Estimates the scores.
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
    tuning = nil
    (rows, overall) = Self.rows(scores)
  }

  /// Whether scores are accuracies.
  public var isAccuracy: Bool { score == "accuracy" }
}

/// The differences between two models' scores, episode by episode.
public struct EvaluationComparison: Hashable, Codable, Sendable {
  /// The differences on one set.
  public struct Row: Hashable, Codable, Sendable {
    /// The relation of the tasks to the training.
    public let group: EvaluationGroup
    /// The family or folder; "all" for all rows of a group.
    public let name: String
    /// The number of examples of an episode, or `nil` if each has its own number.
    public let shots: Int?
    /// The differences, one for each number of steps that both have.
    public let points: [ScoreDifference]
  }

  /// The first model's file.
  public let checkpoint: String
  /// The second model's file.
  public let against: String
  /// The rows, one for each family or folder: the mean of first minus second, with its 95 % interval.
  public let rows: [Row]
  /// The rows of all episodes of each group and number of examples.
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
