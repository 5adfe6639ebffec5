internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tensors

extension AnyNetworkProblem {
  /// Returns a function that takes one outer step: the meta-gradient, and plain descent along it.
  func outerStep(_ method: CostMethod, innerSteps: Int, seed: UInt64) throws -> () -> Void {
    let rate = 0.01
    guard let name = method.learner, let entry = MetaLearners.named(name) else { return sgd(rate) }
    let anatomy = network.anatomy
    var inner = InnerLoop(steps: innerSteps, rate: rate, leaves: anatomy.adaptable)
    inner.checkpointsSteps = [.recomputing, .recomputingHalves].contains(method.way)
    if method.way == .recomputingHalves { inner.tasksAtOnce = (episodes.tasks + 1) / 2 }
    let learner = try entry.make(LearnerRequest(inner, on: anatomy, hasClasses: episodes.support.classes != nil))
    var generator = Generator(seed: seed).child("learner")
    return outerStep(learner, from: learner.initialSlowWeights(for: network, using: &generator), rate)
  }

  private func outerStep(
    _ learner: some MetaLearner, from slow: SlowWeights<Network>, _ rate: Double
  ) -> () -> Void {
    {
      var slow = slow
      var optimizer = Optimizer<SlowWeights<Network>>(OptimizerRule(.sgd))
      optimizer.update(&slow, with: learner.metaGradient(of: slow, on: episodes).gradient, rate: rate)
    }
  }

  /// Returns a function that takes one gradient of the mean loss over the same examples, and plain descent along it.
  private func sgd(_ rate: Double) -> () -> Void {
    let examples = episodes.support.joined(with: episodes.query)
    return {
      var network = network
      var optimizer = Optimizer<Network>(OptimizerRule(.sgd))
      let (_, gradient) = valueAndGradient(at: network) { $0.losses(on: examples).mean() }
      optimizer.update(&network, with: gradient, rate: rate)
    }
  }
}

extension CostPlan {
  /// Returns functions that take the outer steps of all methods at a setting, and the number of parameters of the network there.
  /// - Throws: `UnsupportedLearner` where a learner does not work on the network.
  func outerSteps(at setting: CostSetting) throws -> (parameters: Int, steps: [() -> Void]) {
    func steps(_ problem: some AnyNetworkProblem) throws -> (parameters: Int, steps: [() -> Void]) {
      let steps = try methods.map { try problem.outerStep($0, innerSteps: setting.innerSteps, seed: seed) }
      return (problem.network.parameterCount, steps)
    }
    var generator = Generator(seed: seed)
    return try steps(price.make(self, setting, &generator))
  }
}
