internal import MetaLearning
public import Networks

/// A row of a paper's table: its training, its measurements and the published numbers.
public struct Reproduction: Sendable {
  /// The name, from benchmark and learner, as "omniglot-5w1s-maml".
  public let name: String
  /// The table of the row, as "omniglot-5w1s".
  public let table: String
  /// The settings that differ from the defaults, as `--set` takes them.
  public let settings: [String]
  /// The row that trains this row's model, or `nil` if it is trained for this row alone.
  public let model: String?
  /// The measurements of the model, in the order of the columns.
  public let measures: [Measure]
  /// The differences of the protocol or the budget from the paper's.
  public let differs: String

  /// One measurement with the published numbers.
  public struct Measure: Sendable {
    /// The heading of the columns, as "K = 5".
    public let heading: String
    /// A function that changes the configuration's plan.
    public let change: @Sendable (inout EvaluationPlan) -> Void
    /// The norm of the measurement, or `nil` for that of training.
    public let normalization: Normalization?
    /// The numbers of steps that are shown.
    public let steps: [Int]
    /// The published accuracy or squared error for each of `steps`, or `nil` if there is none.
    public let published: [Double?]

    /// Creates a measurement.
    public init(
      _ heading: String, steps: [Int], published: [Double?] = [], normalization: Normalization? = nil,
      change: @escaping @Sendable (inout EvaluationPlan) -> Void = { _ in }
    ) {
      (self.heading, self.steps, self.normalization, self.change) = (heading, steps, normalization, change)
      self.published = steps.indices.map { $0 < published.count ? published[$0] : nil }
    }
  }

  /// Returns the experiment of its settings.
  public func experiment() throws -> Experiment {
    var experiment = Experiment.fewShot("sinusoid")
    for setting in ["name=\(model ?? name)"] + settings {
      experiment = try Overlay.apply(setting: setting, to: experiment)
    }
    // The model is chosen by what the row measures.
    experiment.validationSteps = experiment.evaluation.steps
    return experiment
  }

  /// Creates a row.
  init(
    _ name: String, table: String, model: String? = nil, settings: [String], measures: [Measure], differs: String
  ) {
    (self.name, self.table, self.model) = (name, table, model)
    (self.settings, self.measures, self.differs) = (settings, measures, differs)
  }
}

/// The result of a row.
public struct ReproductionResult: Hashable, Codable, Sendable {
  /// The name of the row.
  public let name: String
  /// The table of the row.
  public let table: String
  /// The learner.
  public let learner: String
  /// The run that trained it, in the run store.
  public let run: String
  /// The seed.
  public let seed: UInt64
  /// The number of outer steps.
  public let steps: Int
  /// The minutes between start and end of its training, or `nil` if unknown.
  public let minutes: Double?
  /// The measurements.
  public let measures: [Measure]
  /// The differences of the protocol or the budget from the paper's.
  public let differs: String

  /// One measurement.
  public struct Measure: Hashable, Codable, Sendable {
    /// The heading.
    public let heading: String
    /// The statistics that normalized: a mode, or "none".
    public let normalization: String
    /// The number of episodes.
    public let episodes: Int
    /// The scores after each number of steps.
    public let points: [ScorePoint]
    /// The published number for each, or `nil` if there is none.
    public let published: [Double?]
    /// Whether the scores are accuracies.
    public let isAccuracy: Bool
  }
}
