internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tensors

/// A network and a meta-batch, with the outer step of each method on them.
struct CostWorkload<Network: AdaptableNetwork> {
  let network: Network
  let episodes: EpisodeBatch<Network.Batch>

  /// Returns one outer step: the meta-gradient, and plain descent along it.
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

  /// Returns one step of SGD: the gradient of the mean loss over the same examples, and plain descent along it.
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
  /// Returns the outer steps of all methods at a setting, and the number of parameters of the network there.
  func outerSteps(at setting: CostSetting) throws -> (parameters: Int, steps: [() -> Void]) {
    var generator = Generator(seed: seed)
    switch network {
    case .mlp:
      let network = MLP([1, setting.width, setting.width, 1], context: context, using: &generator)
      return try outerSteps(CostWorkload(network: network, episodes: sinusoids(setting, &generator)), at: setting)
    case .neuralProcess:
      let network = NeuralProcess(1, 1, width: setting.width, using: &generator)
      return try outerSteps(CostWorkload(network: network, episodes: sinusoids(setting, &generator)), at: setting)
    case .trm:
      let network = TinyRecursiveModel(recursion(at: setting), using: &generator)
      let episodes = EpisodeBatch<TokenBatch>.turned(
        tasks: setting.tasks, examples: shots, queries: queries, length: 8, using: &generator)
      return try outerSteps(CostWorkload(network: network, episodes: episodes), at: setting)
    case .conv:
      let sizes = sizes(at: setting)
      let network = ConvNet(sizes, using: &generator)
      return try outerSteps(
        CostWorkload(
          network: network,
          episodes: .clouds(
            tasks: setting.tasks, ways: sizes.ways, shots: shots, queries: queries, image: sizes.image,
            using: &generator)), at: setting)
    }
  }

  private func sinusoids(_ setting: CostSetting, _ generator: inout Generator) -> EpisodeBatch<ExampleBatch> {
    .sinusoids(tasks: setting.tasks, examples: shots, queries: queries, using: &generator)
  }

  private func outerSteps<Network: AdaptableNetwork>(
    _ workload: CostWorkload<Network>, at setting: CostSetting
  ) throws -> (parameters: Int, steps: [() -> Void]) {
    let steps = try methods.map { try workload.outerStep($0, innerSteps: setting.innerSteps, seed: seed) }
    return (workload.network.parameterCount, steps)
  }
}
