internal import MetaLearning
public import Networks

/// A row of a paper's table: how it is trained, how it is measured, and what was published.
public struct Reproduction: Sendable {
  /// What it is called: benchmark and learner, as "omniglot-5w1s-maml".
  public let name: String
  /// The table it is a row of, as "omniglot-5w1s".
  public let table: String
  /// What differs from the defaults, as `--set` takes it.
  public let settings: [String]
  /// A row that trains this row's model, where it is not trained for this row alone.
  public let model: String?
  /// How the model is measured, in the order of the columns.
  public let measures: [Measure]
  /// Where the protocol or the budget differs from the paper's.
  public let differs: String

  /// One measurement and what stands beside it.
  public struct Measure: Sendable {
    /// The heading of its columns, as "K = 5".
    public let heading: String
    /// What is changed of the configuration's plan.
    public let change: @Sendable (inout EvaluationPlan) -> Void
    /// Another norm than in training.
    public let normalization: Normalization?
    /// The numbers of steps that are shown.
    public let steps: [Int]
    /// What was published for each of `steps`: accuracy, or squared error; nil where nothing was.
    public let published: [Double?]

    /// A measurement.
    public init(
      _ heading: String, steps: [Int], published: [Double?] = [], normalization: Normalization? = nil,
      change: @escaping @Sendable (inout EvaluationPlan) -> Void = { _ in }
    ) {
      (self.heading, self.steps, self.normalization, self.change) = (heading, steps, normalization, change)
      self.published = steps.indices.map { $0 < published.count ? published[$0] : nil }
    }
  }

  /// The experiment that its settings make.
  public func experiment() throws -> Experiment {
    var experiment = Experiment.fewShot("sinusoid")
    for setting in ["name=\(model ?? name)"] + settings {
      experiment = try Overlay.apply(setting: setting, to: experiment)
    }
    // The model is chosen by what the row measures.
    experiment.validationSteps = experiment.evaluation.steps
    return experiment
  }

  /// A row.
  init(
    _ name: String, table: String, model: String? = nil, settings: [String], measures: [Measure], differs: String
  ) {
    (self.name, self.table, self.model) = (name, table, model)
    (self.settings, self.measures, self.differs) = (settings, measures, differs)
  }
}

/// What a row came to.
public struct ReproductionResult: Hashable, Codable, Sendable {
  /// The row.
  public let name: String
  /// The table it belongs to.
  public let table: String
  /// Its learner.
  public let learner: String
  /// The run that trained it, in the run store.
  public let run: String
  /// The seed.
  public let seed: UInt64
  /// Outer steps.
  public let steps: Int
  /// Minutes between start and end of its training.
  public let minutes: Double?
  /// What was measured.
  public let measures: [Measure]
  /// Where the protocol or the budget differs from the paper's.
  public let differs: String

  /// One measurement.
  public struct Measure: Hashable, Codable, Sendable {
    /// Its heading.
    public let heading: String
    /// Whose statistics normalized: a mode, or "none".
    public let normalization: String
    /// Episodes.
    public let episodes: Int
    /// What was measured after each number of steps.
    public let points: [ScorePoint]
    /// What was published for each.
    public let published: [Double?]
    /// True for accuracies.
    public let isAccuracy: Bool
  }
}
