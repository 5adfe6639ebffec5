/// A grid of small trainings with their evaluations: what `scale study` reads.
///
/// Every field has a default; a YAML file says only what differs. What the study measures is a function of this value
/// and of the checkpoints that it names.
public struct StudyConfiguration: Hashable, Defaulted, Sendable {
  /// What the study is called, and asked for by.
  public var name = "study"
  /// The file of a training configuration that `training` differs from, seen from the study's own; empty for defaults.
  public var base = ""
  /// What the trainings of all sweeps have in common.
  public var training = Experiment()
  /// What is measured of each model, where a sweep does not say otherwise.
  public var evaluation = EvaluationPlan()
  /// What is varied.
  public var sweeps = [StudySweep()]

  /// The defaults.
  public init() {}
}

extension StudyConfiguration: Versioned {
  /// The keys of the training that belong elsewhere.
  public static func moves(in given: Outline, over current: Outline) -> [KeyMove] {
    Experiment.moves(in: given.at("training"), over: current.at("training")).map { $0.below("training") }
  }

  /// None: a study's own keys are those of its first version.
  public static func defaults(of given: Outline) -> StudyConfiguration? { nil }
}

/// Models that differ along some axes, each measured after several numbers of adaptation steps and of examples.
public struct StudySweep: Hashable, Codable, Sendable {
  /// What it is called.
  public var name = "sweep"
  /// What its trainings have in common beyond the study's, as in `--set`: "stages=[{steps: 200}]".
  public var settings: [String] = []
  /// What is varied; a training for each combination of values. One without values is none.
  public var axes = [StudyAxis()]
  /// Each combination is trained from each of these seeds.
  public var seeds: [UInt64] = [1]
  /// Files of models that are there already, seen from the study's file; with these the sweep trains none.
  public var checkpoints: [String] = []
  /// What is measured of each model.
  public var evaluation = EvaluationPlan()
  /// What is to be fitted and forecast. One without x is none.
  public var analyses = [StudyAnalysis()]

  /// The defaults.
  public init() {}
}

/// One thing that is varied: the numbers on the axis, and the settings of training that each of them stands for.
public struct StudyAxis: Hashable, Codable, Sendable {
  /// The name of the axis and of its column: "tasks".
  public var name = ""
  /// The numbers on the axis, which need not be those of a setting.
  public var values: [Double] = []
  /// Settings that are the number times a factor: `{network.width: 1}`; at 8 tasks a step, `{stages.0.steps: 0.125}`.
  public var times: [String: Double] = [:]
  /// Settings that are listed, one for each number: `{network.lowCycles: [1, 2, 3]}`.
  public var settings: [String: [String]] = [:]

  /// The defaults.
  public init() {}
}

/// What to make of a sweep: which columns follow which, and how far a forecast of them is to reach.
public struct StudyAnalysis: Hashable, Codable, Sendable {
  /// The columns that a law is a function of: `[tasks]`, `[steps, examples]`.
  public var x: [String] = []
  /// The columns that it explains: accuracy, exact, error (1 − accuracy), queryLoss.
  public var y = ["error", "queryLoss"]
  /// The rows that count: columns with the number that they must have, `{steps: 5, examples: 16}`.
  public var at: [String: Double] = [:]
  /// Which of the families count: those of training with unseen rules, held out altogether, or files.
  public var group = EvaluationGroup.trained
  /// The column of `x` whose largest scales are held out; empty for the first.
  public var holdOut = ""
  /// Everything beyond the largest scale divided by this is held out and forecast; at least 4.
  public var factor = 4.0

  /// The defaults.
  public init() {}
}
