internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tasks
internal import Tensors

extension Experiment {
  /// Throws if the experiment cannot be run, before anything is recorded.
  func check() throws(ConfigurationError) {
    if let problem = inner.problem { throw ConfigurationError(key: "inner", problem: problem) }
    try checkNumbers()
    for (index, stage) in stages.enumerated() where stage.steps < 0 || stage.innerSteps < 0 {
      throw ConfigurationError(key: "stages.\(index)", problem: "steps and innerSteps cannot be negative")
    }
    if let problem = evaluation.problem { throw problem }
    try check(fresh().network)
  }

  /// Throws if patterns of the inner loop match no leaf of the initial network of a learner.
  private func check(_ fresh: some AdaptableNetwork) throws(ConfigurationError) {
    let learner = try learner(on: fresh.anatomy, outer: optimizer)
    for index in stages.indices { _ = try self.learner(on: fresh.anatomy, inStage: index, outer: optimizer) }
    var generator = Generator(seed: seed)
    let leaves = learner.initialSlowWeights(for: fresh, using: &generator).network.names
    var inner = inner
    inner.phases = learner.inner.phases  // a method that names its leaves keeps them
    if let pattern = inner.unmatched(in: leaves) { throw .unmatched(pattern, in: leaves) }
  }

  private func checkNumbers() throws(ConfigurationError) {
    let least: [(key: String, value: Double, least: Double)] = [
      ("metaBatch", Double(metaBatch), 1), ("checkpointEvery", Double(checkpointEvery), 1),
      ("validateEvery", Double(validateEvery), 0), ("validationEpisodes", Double(validationEpisodes), 1),
      ("gradientLimit", gradientLimit, 0), ("innerRateScale", innerRateScale, 0), ("emaDecay", emaDecay, 0),
      ("schedule.peak", schedule.peak, 0), ("schedule.warmUp", Double(schedule.warmUp), 0),
      ("schedule.final", schedule.final, 0), ("joint.taskRate", joint.taskRate, 0),
      ("joint.tasks", Double(joint.tasks), 1), ("joint.slots", Double(joint.slots), 1),
      ("joint.maximumSteps", Double(joint.maximumSteps), 1), ("joint.exploration", joint.exploration, 0),
      ("validationSteps", Double(validationSteps.min() ?? -1), 0),
    ]
    for (key, value, least) in least where !(value >= least) {
      throw ConfigurationError(key: key, problem: "it is \(value); give \(least) or more")
    }
    // Rates beyond these are not representable in float32.
    let most = [
      ("emaDecay", emaDecay, 1), ("joint.exploration", joint.exploration, 1), ("schedule.peak", schedule.peak, 1e30),
      ("schedule.final", schedule.final, 1e3), ("innerRateScale", innerRateScale, 1e3),
      ("joint.taskRate", joint.taskRate, 1e30), ("inner.rate", inner.rate, 1e30),
    ]
    for (key, value, most) in most where !(value <= most) {
      throw ConfigurationError(key: key, problem: "it is \(value); give \(most) or less")
    }
    guard !name.isEmpty else { throw ConfigurationError(key: "name", problem: "it is empty; call the run something") }
    guard totalSteps > 0 else {
      throw ConfigurationError(key: "stages", problem: "they have no steps, so there is nothing to train")
    }
  }
}
