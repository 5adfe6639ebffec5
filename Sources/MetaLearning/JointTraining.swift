internal import Networks
internal import Tensors

/// A baseline that trains one model on all tasks at once and learns nothing about adapting.
///
/// θ ← θ − β ∇θ Σᵢ L(supportᵢ ∪ queryᵢ, θ)
///
/// This is MAML with α = 0. With one learned vector for each task (`TaskTable`) and the carry of `AdaptiveComputation`
/// it is how TRM is trained as published; `train` does that when the learner is `joint`.
/// - Source: the multi-task baseline of Finn et al. 2017, Section 5.1; Jolicoeur-Martineau 2025, Section 4.
/// - Shapes: support and query of `[tasks, …]`.
public struct JointTraining: MetaLearner {
  /// The inner loop that adapts the trained model to a new task; training does not use it.
  public let inner: InnerLoop

  /// Creates the method, with the inner loop that its model will be adapted by.
  public init(inner: InnerLoop = InnerLoop()) { self.inner = inner }

  /// Creates the method with the inner loop of a request.
  public init(_ request: LearnerRequest) { self.init(inner: request.inner) }

  /// Returns the gradient of the mean loss on every example.
  public func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    let (value, gradient) = valueAndGradient(at: slow) { slow in
      (slow.network.losses(on: episodes.support).mean() + slow.network.losses(on: episodes.query).mean()) * 0.5
    }
    return MetaGradient(gradient: gradient, loss: value.item)
  }

  /// Returns the mean loss on every example.
  public func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    withoutGradient {
      0.5
        * (slow.network.losses(on: episodes.support).mean().item + slow.network.losses(on: episodes.query).mean().item)
    }
  }
}

extension JointTraining {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "joint", "one model on all tasks, one learned vector a task: the published way, and the baseline",
    source: "Jolicoeur-Martineau 2025", traits: .isJoint,
    make: JointTraining.init)
}
