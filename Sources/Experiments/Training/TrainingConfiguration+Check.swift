internal import MetaLearning
public import Networks
internal import Randomness
public import Tasks
internal import Tensors

extension TrainingConfiguration {
  /// Refuses what cannot be run, before anything is recorded; gives the sampler of what can.
  func checked() throws(ConfigurationError) -> EpisodeSampler {
    if let problem = network.problem { throw ConfigurationError(key: "network", problem: problem) }
    if let problem = inner.problem { throw ConfigurationError(key: "inner", problem: problem) }
    try checkNumbers()
    guard network.vocabulary >= Vocabulary.size else {
      throw ConfigurationError(
        key: "network.vocabulary", problem: "it is \(network.vocabulary); grids need \(Vocabulary.size) tokens")
    }
    var generator = Generator(seed: seed)
    let fresh = TinyRecursiveModel(network, using: &generator)
    try check(fresh, with: try self.learner(on: fresh.anatomy, outer: optimizer))
    for index in stages.indices { _ = try self.learner(on: fresh.anatomy, inStage: index, outer: optimizer) }
    let sampler = try EpisodeSampler(sources)
    for (index, stage) in stages.enumerated() { try check(stage, key: "stages.\(index)") }
    for (index, (source, families)) in sampler.sources.enumerated() {
      try check(source, families, key: "sources.\(index)")
    }
    return sampler
  }

  /// The learner on a network of these parts, as a stage of the run wants it.
  /// - Throws: `ConfigurationError` for one that does not exist, or does not work on this network.
  func learner(
    on anatomy: Anatomy, inStage index: Int? = nil, at step: Int = 0, outer: OptimizerRule? = nil
  ) throws(ConfigurationError) -> any MetaLearner {
    guard let entry = MetaLearners.named(learner) else {
      let near = nearest(to: learner, in: MetaLearners.all.map(\.name)).joined(separator: ", ")
      throw ConfigurationError(key: "learner", problem: "there is no \"\(learner)\"; nearest: \(near)")
    }
    let stage = index.map { stages[$0] }
    var inner = inner
    inner.steps = stage?.innerSteps ?? inner.steps
    let request = LearnerRequest(
      inner, on: anatomy, options: method, queryWeights: stage?.queryWeights ?? [],
      progress: OuterProgress(step: step, of: totalSteps), outer: outer)
    let keys = index.map { ["queryWeights": "stages.\($0).queryWeights", "inner.steps": "stages.\($0).innerSteps"] }
    do { return try entry.make(request) } catch { throw ConfigurationError(error, in: keys ?? [:]) }
  }

  /// Refuses patterns of the inner loop that match no leaf of the network that a learner starts from.
  private func check(_ fresh: TinyRecursiveModel, with learner: some MetaLearner) throws(ConfigurationError) {
    var generator = Generator(seed: seed)
    let leaves = learner.start(fresh, using: &generator).network.names
    var inner = inner
    inner.phases = learner.inner.phases  // a method that names its leaves keeps to them
    if let pattern = inner.unmatched(in: leaves) { throw .unmatched(pattern, in: leaves) }
  }

  private func checkNumbers() throws(ConfigurationError) {
    let least: [(key: String, value: Double, least: Double)] = [
      ("metaBatch", Double(metaBatch), 1), ("checkpointEvery", Double(checkpointEvery), 1),
      ("validateEvery", Double(validateEvery), 0), ("validationEpisodes", Double(validationEpisodes), 1),
      ("gradientLimit", gradientLimit, 0), ("ratesMultiple", ratesMultiple, 0), ("average", average, 0),
      ("schedule.peak", schedule.peak, 0), ("schedule.warmUp", Double(schedule.warmUp), 0),
      ("schedule.final", schedule.final, 0), ("canvasMargin", Double(canvasMargin), 0),
      ("joint.taskRate", joint.taskRate, 0),
      ("joint.tasks", Double(joint.tasks), 1), ("joint.slots", Double(joint.slots), 1),
      ("joint.maximumSteps", Double(joint.maximumSteps), 1), ("joint.exploration", joint.exploration, 0),
      ("network.supervisionSteps", Double(network.supervisionSteps), 1),
      ("validationSteps", Double(validationSteps.min() ?? -1), 0),
    ]
    for (key, value, least) in least where !(value >= least) {
      throw ConfigurationError(key: key, problem: "it is \(value); give \(least) or more")
    }
    // Rates beyond these have no form in float32.
    let most = [
      ("average", average, 1), ("joint.exploration", joint.exploration, 1), ("schedule.peak", schedule.peak, 1e30),
      ("schedule.final", schedule.final, 1e3), ("ratesMultiple", ratesMultiple, 1e3),
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

  private func check(_ stage: TrainingStage, key: String) throws(ConfigurationError) {
    guard stage.steps >= 0, stage.innerSteps >= 0 else {
      throw ConfigurationError(key: key, problem: "steps and innerSteps cannot be negative")
    }
    let (weights, count) = (stage.sourceWeights, sources.count)
    guard !weights.isEmpty else { return }
    guard weights.count == count, weights.allSatisfy({ $0 >= 0 }), weights.contains(where: { $0 > 0 }) else {
      throw ConfigurationError(
        key: "\(key).sourceWeights",
        problem: "\(weights) are not \(count) weights: give one a source, none negative and not all 0, or none")
    }
  }

  private func check(
    _ source: EpisodeSource, _ families: [any TaskFamily], key: String
  ) throws(ConfigurationError) {
    guard source.support + source.query <= 1_000 else {
      throw ConfigurationError(key: key, problem: "support and query are more than 1000 examples together")
    }
    for family in families {
      let canvas = family.canvas
      let side = max(canvas.height, canvas.width)
      let turned = source.augment && canvas.height > 1 ? Canvas(height: side, width: side) : canvas
      if let problem = network.problem(with: turned) {
        throw ConfigurationError(key: "network", problem: "\(family.name): \(problem)")
      }
      let generator = Generator(seed: seed).child(family.name)
      for index in 0..<4 {
        var own = generator.child(index)
        let task = family.task(in: .metaTrain, using: &own)
        do { _ = try task.drawn(source.support + source.query, using: &own) } catch {
          throw ConfigurationError(key: key, problem: "\(error)")
        }
      }
    }
  }
}

extension TinyRecursiveConfiguration {
  /// Why a network of these sizes cannot work on a canvas, or nothing.
  public func problem(with canvas: Canvas) -> String? {
    let name = "a canvas of \(canvas.height) × \(canvas.width)"
    if mixing == .tokenMLP, canvas.count != maximumLength {
      return "\(name) has \(canvas.count) tokens, and token mixing is made for exactly maximumLength \(maximumLength)"
    }
    if positions == .learned || positions == .none, canvas.count > maximumLength {
      return "\(name) has \(canvas.count) tokens, and the network's maximumLength is \(maximumLength)"
    }
    if placeHeads > 0, max(canvas.height, canvas.width) > placeExtent {
      return "\(name) has a side beyond the network's placeExtent \(placeExtent)"
    }
    return nil
  }
}
