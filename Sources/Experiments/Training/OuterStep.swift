internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tasks
internal import Tensors

/// A way to take one outer step: on a fresh meta-batch of episodes, or as published for one network.
protocol OuterStep<Network>: Sendable {
  associatedtype Network: AdaptableNetwork
  /// Takes one outer step.
  mutating func take(_ outer: inout OuterState<Network>, inStage index: Int) throws -> OuterLoss
  /// The weights as they are measured and shipped.
  func evaluated(_ slow: SlowWeights<Network>) -> SlowWeights<Network>
  /// What it keeps beside the weights, by name.
  var state: [String: Tensor] { get }
  /// Takes up what `state` gave.
  mutating func restore(_ stored: Safetensors) throws
}

/// What an outer step came to.
struct OuterLoss: Hashable, Sendable {
  /// The mean query loss after the last inner step: what the outer loop lowers.
  var query: Double
  /// The mean support loss before each inner step, or empty for a method without.
  var support: [Double] = []
  /// Whether the gradient was finite, so that the step was taken.
  var isTaken: Bool
}

/// An outer step on a fresh meta-batch of episodes.
struct EpisodicStep<Network: AdaptableNetwork>: OuterStep {
  let experiment: Experiment
  let tasks: any TaskDistribution<Network.Batch>
  let device: Device

  func take(_ outer: inout OuterState<Network>, inStage index: Int) throws -> OuterLoss {
    let learner = try experiment.learner(
      on: outer.slow.network.anatomy, inStage: index, at: outer.step, outer: experiment.optimizer)
    let tasks = try (tasks as? any WeightedTasks).map { try weighted($0, experiment.stages[index]) } ?? tasks
    let batch = tasks.episodes(
      0..<experiment.metaBatch, in: .metaTrain,
      using: Generator(seed: experiment.seed).child("episodes").child(outer.step)
    ).moved(to: device)
    let (meta, support) = withSupportLosses { learner.metaGradient(of: outer.slow, on: batch) }
    let isTaken = outer.update(meta.gradient, experiment, learnsRates: learner.inner.rates != .fixed)
    return OuterLoss(query: meta.loss, support: support, isTaken: isTaken)
  }

  private func weighted(
    _ tasks: some WeightedTasks, _ stage: TrainingStage
  ) throws -> any TaskDistribution<Network.Batch> {
    try tasks.weighted(stage.sourceWeights, key: "sourceWeights") as! any TaskDistribution<Network.Batch>
  }

  func evaluated(_ slow: SlowWeights<Network>) -> SlowWeights<Network> { slow }
  var state: [String: Tensor] { [:] }
  func restore(_ stored: Safetensors) {}
}
