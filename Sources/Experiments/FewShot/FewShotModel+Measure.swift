internal import Foundation
internal import MetaLearning
public import Networks
internal import Randomness
internal import Tasks
internal import Tensors

extension FewShotModel {
  /// The scores of the model on a plan's episodes.
  /// - Parameter normalization: another mode of norm than the one trained with.
  /// - Throws: `ConfigurationError` for a plan or a mode that this model cannot be measured with.
  public func measured(
    in world: FewShotWorld, _ plan: FewShotPlan, normalization: Normalization? = nil,
    progress: (Int) -> Void = { _ in }
  ) throws -> FewShotScores {
    if let problem = plan.problem { throw problem }
    let configuration = try normalization.map { try self.configuration.measured(with: $0) } ?? self.configuration
    return try measured(
      try configuration.fresh(for: world.family), configuration, in: world, plan, progress: progress)
  }

  private func measured(
    _ fresh: some ExampleNetwork, _ configuration: FewShotConfiguration, in world: FewShotWorld, _ plan: FewShotPlan,
    progress: (Int) -> Void
  ) throws -> FewShotScores {
    let learner = try configuration.learner(on: fresh.anatomy, at: configuration.steps)
    try configuration.check(plan, with: learner)
    var slow = try slow(in: fresh, learner)
    if slow.network.buffers.isEmpty {
      slow = learner.calibrated(slow, on: FewShotTrainer.calibration(configuration, world))
    }
    return FewShotScores(slow, learner, configuration, in: world, plan, progress: progress)
  }
}

extension FewShotScores {
  /// The scores of slow weights on a plan's episodes.
  init<Network: ExampleNetwork>(
    _ slow: SlowWeights<Network>, _ learner: some MetaLearner, _ configuration: FewShotConfiguration,
    in world: FewShotWorld, _ plan: FewShotPlan, progress: (Int) -> Void = { _ in }
  ) {
    let isStepping = !learner.inner.phases.isEmpty
    let steps = isStepping ? Array(Set(plan.steps)).sorted() : [0]
    let generator = Generator(seed: plan.seed).child("evaluation").child(world.family.name)
    let shape = plan.shape(configuration.shape)
    var isBetterHigh = false
    var scores = steps.map { _ in [Double]() }
    var before: [Double] = []
    var done = 0
    while done < plan.episodes {
      let count = min(plan.batch, plan.episodes - done)
      let batch = world.batch(count, in: plan.split, shape, from: done, using: generator)
      isBetterHigh = batch.query.isBetterHigh
      learner.answer(slow, batch, after: [0] + steps.filter { $0 > 0 }) { step, outputs in
        let found = batch.query.scores(of: outputs)
        if step == 0 { before += found }
        if let index = steps.firstIndex(of: step) { scores[index] += found }
      }
      done += count
      progress(done)
    }
    self.init(steps: steps, isBetterHigh: isBetterHigh)
    (self.scores, self.before) = (scores, before)
  }
}

extension FewShotConfiguration {
  /// The configuration with another mode of norm than it was trained with.
  /// - Throws: `ConfigurationError` for a mode that would change what the learner has learned: one of group norm, and for some
  ///   learners one that turns answers transductive or inductive (`LearnerTraits.fixesTransduction`).
  func measured(with normalization: Normalization) throws(ConfigurationError) -> FewShotConfiguration {
    let trained = network.conv.normalization
    let isFixed = MetaLearners.named(learner)?.traits.contains(.fixesTransduction) ?? false
    let isOfPairs = isFixed && trained.isTransductive != normalization.isTransductive
    guard network.kind == .conv, trained == normalization || (trained != .group && normalization != .group), !isOfPairs
    else {
      throw ConfigurationError(
        key: "--normalization",
        problem: "a \(learner) model trained with \(self.normalization) cannot be measured with "
          + normalization.rawValue)
    }
    var changed = self
    changed.network.conv.normalization = normalization
    return changed
  }
}
