internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tasks
internal import Tensors

/// A method of one outer step: on a new meta-batch of episodes, or as published for one network.
protocol OuterStep<Network>: Sendable {
  associatedtype Network: AdaptableNetwork
  /// Takes one outer step.
  mutating func take(_ outer: inout OuterState<Network>, inStage index: Int) throws -> OuterLoss
  /// Returns the weights that are evaluated and published.
  func evaluated(_ slow: SlowWeights<Network>) -> SlowWeights<Network>
  /// The state beside the weights, by name.
  var state: [String: Tensor] { get }
  /// Restores what `state` gave.
  mutating func restore(_ stored: Safetensors) throws
}

/// The losses of an outer step.
struct OuterLoss: Hashable, Sendable {
  /// The mean query loss after the last inner step, which the outer loop lowers.
  var query: Double
  /// The mean support loss before each inner step, or empty for a method without steps.
  var support: [Double] = []
  /// Whether the gradient was finite, so that the step was taken.
  var isTaken: Bool
}

/// An outer step on a new meta-batch of episodes.
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
