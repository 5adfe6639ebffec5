internal import MetaLearning
public import Networks
internal import Randomness
internal import Tasks
internal import Tensors

extension FewShotConfiguration {
  /// The network with fresh weights, for a world's inputs and outputs.
  /// - Throws: `ConfigurationError` for sizes that cannot be.
  func fresh(for family: any ExampleFamily) throws(ConfigurationError) -> any ExampleNetwork {
    var generator = Generator(seed: seed).child("weights")
    let outputs =
      switch family.kind {
      case .regression(let outputs): outputs
      case .classes: shape.ways
      }
    switch network.kind {
    case .mlp:
      let widths = [family.inputShape.reduce(1, *)] + network.hidden + [outputs]
      guard widths.allSatisfy({ $0 > 0 }), network.context >= 0 else {
        throw ConfigurationError(key: "network", problem: "widths \(widths) must be positive, context not negative")
      }
      return MLP(widths, context: network.context, initialization: network.initialization, using: &generator)
    case .conv:
      guard family.inputShape.count == 3, case .classes = family.kind else {
        throw ConfigurationError(
          key: "network.kind", problem: "conv reads images of classes, and \(family.name) has none; choose mlp")
      }
      var sizes = network.conv
      (sizes.image, sizes.ways, sizes.context) = (family.inputShape, outputs, network.context)
      sizes.normSteps = inner.steps + 1
      if let problem = sizes.problem { throw ConfigurationError(key: "network.conv", problem: problem) }
      return ConvNet(sizes, using: &generator)
    case .neuralProcess:
      guard case .regression = family.kind, network.width > 0 else {
        throw ConfigurationError(
          key: "network",
          problem: "a neural process regresses, in a positive width (\(network.width)); for classes choose mlp or conv")
      }
      return NeuralProcess(family.inputShape.reduce(1, *), outputs, width: network.width, using: &generator)
    }
  }

  /// The learner on a network of these parts, at an outer step.
  /// - Throws: `ConfigurationError` for one that does not exist, or does not work on this network.
  func learner(
    on anatomy: Anatomy, at step: Int = 0, outer: OptimizerRule? = nil
  ) throws(ConfigurationError) -> any MetaLearner {
    guard let entry = MetaLearners.named(learner) else {
      let near = nearest(to: learner, in: MetaLearners.all.map(\.name)).joined(separator: ", ")
      throw ConfigurationError(key: "learner", problem: "there is no \"\(learner)\"; nearest: \(near)")
    }
    var request = LearnerRequest(
      inner, on: anatomy, options: method, queryWeights: queryWeights,
      progress: OuterProgress(step: step, of: steps), hasClasses: shape.ways > 1,
      outer: outer)
    request.inner = request.wholeInner
    do { return try entry.make(request) } catch { throw ConfigurationError(error) }
  }

  /// What normalizes, for results: "none" where nothing does; "per step" where inner steps have scales of their own.
  public var normalization: String { normalization(as: nil) }

  /// What normalizes where a model is measured with another mode.
  public func normalization(as mode: Normalization?) -> String {
    guard network.kind == .conv else { return "none" }
    return (mode ?? network.conv.normalization).rawValue + (network.conv.hasStepNorms ? " per step" : "")
  }

  /// Refuses what cannot be run, before anything is recorded.
  func check(in family: any ExampleFamily) throws(ConfigurationError) {
    if let problem = inner.problem { throw ConfigurationError(key: "inner", problem: problem) }
    if let problem = evaluation.problem { throw problem }
    for (key, shape) in [("shape", shape), ("evaluation", evaluation.shape(shape))] {
      if let problem = family.problem(with: shape) { throw ConfigurationError(key: key, problem: problem) }
    }
    let least: [(key: String, value: Double, least: Double)] = [
      ("steps", Double(steps), 1), ("metaBatch", Double(metaBatch), 1), ("checkpointEvery", Double(checkpointEvery), 1),
      ("validateEvery", Double(validateEvery), 0), ("validationEpisodes", Double(validationEpisodes), 1),
      ("gradientLimit", gradientLimit, 0), ("ratesMultiple", ratesMultiple, 0), ("average", average, 0),
      ("schedule.peak", schedule.peak, 0),
    ]
    for (key, value, least) in least where !(value >= least) {
      throw ConfigurationError(key: key, problem: "it is \(value); give \(least) or more")
    }
    guard average < 1 else { throw ConfigurationError(key: "average", problem: "it is \(average); give less than 1") }
    guard !name.isEmpty else { throw ConfigurationError(key: "name", problem: "it is empty; call the run something") }
    let fresh = try fresh(for: family)
    try check(fresh, with: try learner(on: fresh.anatomy, outer: optimizer))
  }

  /// Refuses a plan or patterns that a learner on a fresh network has nothing for.
  private func check(_ fresh: some ExampleNetwork, with learner: some MetaLearner) throws(ConfigurationError) {
    try check(evaluation, with: learner)
    var generator = Generator(seed: seed).child("parts")
    let leaves = learner.start(fresh, using: &generator).network.names
    var inner = inner
    inner.phases = learner.inner.phases  // a method that names its leaves keeps to them
    if let pattern = inner.unmatched(in: leaves) { throw .unmatched(pattern, in: leaves) }
  }

  /// Refuses a plan whose classes the learner has no answers for: a head has one output a class, and some learners
  /// answer only as many shots as they were trained on.
  func check(_ plan: FewShotPlan, with learner: some MetaLearner) throws(ConfigurationError) {
    let fixesShots = MetaLearners.named(self.learner)?.traits.contains(.fixesShots) ?? false
    guard plan.shots == 0 || plan.shots == shape.shots || !fixesShots else {
      throw ConfigurationError(
        key: "evaluation.shots",
        problem: "\(self.learner) answers as many shots as it was trained on: \(shape.shots) and not \(plan.shots)")
    }
    guard plan.ways == 0 || plan.ways == shape.ways || learner is any AmortizedLearner else {
      throw ConfigurationError(
        key: "evaluation.ways",
        problem: "\(self.learner) was trained on \(shape.ways) classes and cannot tell \(plan.ways) apart; choose proto"
      )
    }
  }
}
