/// A grid of small trainings with their evaluations, which `scale study` reads.
///
/// Every field has a default; a YAML file has only what differs. What the study measures is a function of this value
/// and of the checkpoints that it names.
public struct StudyConfiguration: Hashable, Defaulted, Sendable {
  /// The name of the study, by which commands find it.
  public var name = "study"
  /// The path of the training configuration that `training` overrides, relative to the study's file; empty for
  /// defaults.
  public var base = ""
  /// The settings that the trainings of all sweeps share.
  public var training = Experiment()
  /// The evaluation of each model, unless a sweep has its own.
  public var evaluation = EvaluationPlan()
  /// The sweeps.
  public var sweeps = [StudySweep()]

  /// Creates the default study.
  public init() {}
}

extension StudyConfiguration: Versioned {
  /// Returns the moves of the training's keys that belong elsewhere.
  public static func moves(in given: Outline, over current: Outline) -> [KeyMove] {
    Experiment.moves(in: given.at("training"), over: current.at("training")).map { $0.below("training") }
  }

  /// Returns `nil`: a study's own keys are those of its first version.
  public static func defaults(of given: Outline) -> StudyConfiguration? { nil }
}

/// Models that differ along some axes, each measured after several numbers of adaptation steps and of examples.
public struct StudySweep: Hashable, Codable, Sendable {
  /// The name of the sweep.
  public var name = "sweep"
  /// The settings of its trainings beyond the study's, as in `--set`: "stages=[{steps: 200}]".
  public var settings: [String] = []
  /// The axes; there is a training for each combination of values. An axis without values is none.
  public var axes = [StudyAxis()]
  /// The seeds that each combination is trained from.
  public var seeds: [UInt64] = [1]
  /// The paths of existing model files, relative to the study's file; with these the sweep trains none.
  public var checkpoints: [String] = []
  /// The evaluation of each model.
  public var evaluation = EvaluationPlan()
  /// The analyses to fit and forecast. One without x is none.
  public var analyses = [StudyAnalysis()]

  /// Creates the default sweep.
  public init() {}
}

/// An axis that is varied: its numbers, and the settings of training that each of them stands for.
public struct StudyAxis: Hashable, Codable, Sendable {
  /// The name of the axis and of its column: "tasks".
  public var name = ""
  /// The numbers on the axis, which need not be those of a setting.
  public var values: [Double] = []
  /// The settings that are the number times a factor: `{network.width: 1}`; at 8 tasks a step,
  /// `{stages.0.steps: 0.125}`.
  public var times: [String: Double] = [:]
  /// The settings that are listed, one for each number: `{network.lowCycles: [1, 2, 3]}`.
  public var settings: [String: [String]] = [:]

  /// Creates an axis without values.
  public init() {}
}

/// An analysis of a sweep: the columns of the law, and the range of its forecast.
public struct StudyAnalysis: Hashable, Codable, Sendable {
  /// The columns that a law is a function of: `[tasks]`, `[steps, examples]`.
  public var x: [String] = []
  /// The measured columns: accuracy, exact, error (1 − accuracy), queryLoss.
  public var y = ["error", "queryLoss"]
  /// The condition on rows: columns with the number that they must have, `{steps: 5, examples: 16}`.
  public var at: [String: Double] = [:]
  /// The group of families: those of training with unseen rules, held-out ones, or files.
  public var group = EvaluationGroup.trained
  /// The column of `x` whose largest scales are held out; empty for the first.
  public var holdOut = ""
  /// The factor of the hold-out: everything beyond the largest scale divided by it is forecast; at least 4.
  public var factor = 4.0

  /// Creates the default analysis.
  public init() {}
}
