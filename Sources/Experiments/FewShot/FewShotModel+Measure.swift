internal import Foundation
internal import MetaLearning
public import Networks
internal import Randomness
internal import Tasks
internal import Tensors

extension FewShotModel {
  /// The scores of the model on a plan's episodes.
  /// - Parameter normalization: another mode of norm than the one trained with; one without weights of its own.
  public func measured(
    in world: FewShotWorld, _ plan: FewShotPlan, normalization: Normalization? = nil,
    progress: (Int) -> Void = { _ in }
  ) throws -> FewShotScores {
    if let problem = plan.problem { throw problem }
    var configuration = configuration
    if let normalization {
      let modes = [configuration.network.conv.normalization, normalization]
      guard configuration.network.kind == .conv, !modes.contains(.perStep), !modes.contains(.group) else {
        throw ConfigurationError(
          key: "--normalization",
          problem: "a model trained with \(configuration.normalization) cannot be measured with \(normalization)")
      }
      configuration.network.conv.normalization = normalization
    }
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
    if configuration.network.kind == .conv, configuration.network.conv.normalization == .running,
      slow.network.buffers.isEmpty
    {
      slow.network = slow.network.calibrated(on: FewShotTrainer.calibration(configuration, world))
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
