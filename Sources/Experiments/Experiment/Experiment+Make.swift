internal import MetaLearning
internal import Networks
internal import Tasks

extension Experiment {
  /// The network with fresh weights, made for the tasks.
  /// - Throws: `ConfigurationError` for tasks that it does not read, or sizes that cannot be.
  func fresh() throws(ConfigurationError) -> FreshNetwork {
    let request = NetworkRequest(try tasks.format(), innerSteps: inner.steps, tasks: metaBatch, seed: seed)
    return try AdaptableNetworks.fresh(network, for: request)
  }

  /// What the learner reads and is bound to.
  var traits: LearnerTraits { MetaLearners.named(learner)?.traits ?? [] }

  /// The learner on a network of these parts, for use or as a stage of the training wants it.
  /// - Parameter outer: the outer rule, for training; what makes no sense in training alone is refused with it.
  /// - Throws: `ConfigurationError` for one that does not exist, or does not work on this network.
  func learner(
    on anatomy: Anatomy, inStage index: Int? = nil, at step: Int = 0, outer: OptimizerRule? = nil
  ) throws(ConfigurationError) -> any MetaLearner {
    let stage = index.map { stages[$0] }
    guard let entry = MetaLearners.named(learner) else {
      throw .unknown(learner, key: "learner", among: MetaLearners.all.map(\.name))
    }
    var request = LearnerRequest(
      inner, on: anatomy, options: method, queryWeights: stage?.queryWeights ?? [],
      progress: OuterProgress(step: step, of: totalSteps), hasClasses: try tasks.format().hasClasses,
      outer: outer)
    if let stage { request.inner.steps = innerSteps(of: stage) }
    request.inner = request.wholeInner
    let keys = index.map { ["queryWeights": "stages.\($0).queryWeights", "inner.steps": "stages.\($0).innerSteps"] }
    do { return try entry.make(request) } catch { throw ConfigurationError(error, in: keys ?? [:]) }
  }
}
