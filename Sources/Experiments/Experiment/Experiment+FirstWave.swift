internal import MetaLearning
internal import Networks
internal import Tasks

/// Reading the two configurations of the first versions: rows of tokens under `sources`, numbers under `world`.
extension Experiment: Versioned {
  /// Returns the moves of keys: settings of the chosen network and tasks may be beside `kind`; first versions had some
  /// keys elsewhere.
  public static func moves(in given: Outline, over current: Outline) -> [KeyMove] {
    let isNumbers = given.keys.contains("world")
    return firstWave(isNumbers: isNumbers)
      + besideKind("network", AdaptableNetworks.all.map(\.name), given, current, usual: isNumbers ? "mlp" : nil)
      + besideKind("tasks", TaskDistributions.all.map(\.name), given, current, usual: given.at("world").text)
  }

  /// Returns the defaults of a first version's file, or `nil` for a file of today.
  public static func defaults(of given: Outline) -> Experiment? {
    if let world = given.at("world").text { return .fewShot(world) }
    return given.keys.contains("sources") ? .firstTokens : nil
  }

  private static func firstWave(isNumbers: Bool) -> [KeyMove] {
    let both = [
      // A run of one stage may give its numbers without the list.
      KeyMove("steps", to: "stages.0.steps"), KeyMove("queryWeights", to: "stages.0.queryWeights"),
      KeyMove("average", to: "emaDecay"), KeyMove("ratesMultiple", to: "innerRateScale"),
    ]
    guard isNumbers else {
      return both + [
        KeyMove("sources", to: "tasks.families.sources"), KeyMove("canvasMargin", to: "tasks.families.canvasMargin"),
      ]
    }
    return both + [
      KeyMove("world", to: "tasks.kind"), KeyMove("shape", to: "tasks.shape"),
      KeyMove("classes", to: "tasks.omniglot.classes"),
      KeyMove("network.hidden", to: "network.mlp.hidden"),
      KeyMove("network.initialization", to: "network.mlp.initialization"),
      KeyMove("network.context", to: "network.mlp.context", "network.conv.context"),
      KeyMove("network.width", to: "network.neuralProcess.width"),
      KeyMove("evaluation.shots", to: "evaluation.shots.0"),
      KeyMove("evaluation.steps", to: "validationSteps", isCopied: true),
    ]
  }

  /// Returns the moves of settings beside `kind` to those of the chosen entry.
  private static func besideKind(
    _ section: String, _ names: [String], _ given: Outline, _ current: Outline, usual: String?
  ) -> [KeyMove] {
    let kind = given.at("\(section).kind").text ?? usual ?? current.at("\(section).kind").text ?? ""
    let written = given.at(section).keys + (section == "tasks" ? ["shape"] : [])
    return written.filter { $0 != "kind" && !names.contains($0) }
      .map { KeyMove("\(section).\($0)", to: "\(section).\(kind).\($0)") }
  }

  /// The defaults of training on rows of tokens.
  static var firstTokens: Experiment {
    var experiment = Experiment()
    experiment.stages[0].innerSteps = 1
    experiment.keepsBest = false
    return experiment
  }

  /// Returns the defaults of few-shot training on tasks of numbers or images: MAML on the ten-shot sinusoid.
  static func fewShot(_ world: String) -> Experiment {
    var experiment = Experiment()
    experiment.name = "few-shot"
    experiment.network.kind = "mlp"
    experiment.tasks.kind = world
    if world == "omniglot" { experiment.tasks["omniglot", as: OmniglotSettings.self].shape = EpisodeShape() }
    experiment.inner = InnerLoop(steps: 1, rate: 0.01)
    experiment.stages[0].steps = 15_000
    experiment.metaBatch = 25
    experiment.schedule = RateSchedule(peak: 1e-3)
    (experiment.innerRateScale, experiment.gradientLimit, experiment.emaDecay) = (1, 0, 0)
    (experiment.validateEvery, experiment.validationEpisodes, experiment.checkpointEvery) = (0, 200, 500)
    experiment.evaluation.steps = [0, 1, 5, 10]
    experiment.validationSteps = experiment.evaluation.steps
    (experiment.evaluation.episodes, experiment.evaluation.batch) = (1_000, 25)
    return experiment
  }
}
