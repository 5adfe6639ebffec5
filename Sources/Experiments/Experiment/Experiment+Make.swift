internal import MetaLearning
internal import Networks
internal import Tasks

extension Experiment {
  /// Returns the network with new weights, made for the tasks.
  /// - Throws: `ConfigurationError` for tasks that it does not read, or impossible sizes.
  func fresh() throws(ConfigurationError) -> FreshNetwork {
    let request = NetworkRequest(try tasks.format(), innerSteps: inner.steps, tasks: metaBatch, seed: seed)
    return try AdaptableNetworks.fresh(network, for: request)
  }

  /// The traits of the learner.
  var traits: LearnerTraits { MetaLearners.named(learner)?.traits ?? [] }

  /// Returns the learner on a network of these parts, for use or for a stage of the training.
  /// - Parameter outer: the outer rule, for training; settings that make no sense only in training are rejected with
  ///   it.
  /// - Throws: `ConfigurationError` for an unknown learner, or one that does not work on this network.
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
