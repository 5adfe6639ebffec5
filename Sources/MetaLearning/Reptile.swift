internal import Networks
internal import Tensors

/// Moves the initialization toward where each task's own training ends.
///
/// θ ← θ + ε · mean(φᵢ − θ),  φᵢ = θ after k inner steps on task i
///
/// The gradient handed to the outer optimizer is θ − mean φᵢ, so ε is the outer rate of plain SGD.
/// - Source: Nichol, Achiam, Schulman 2018, "On First-Order Meta-Learning Algorithms", Algorithm 2 (the batched
///   version). <https://arxiv.org/abs/1803.02999>
/// - Differs: inner moments start fresh for each task (the published code's Adam keeps β₂'s across tasks). Every step
///   sees the whole support set and the query set is not trained on, where the original draws minibatches of more shots
///   than it is tested with: a larger support set is the same. Rates, which the method has no gradient for, stay fixed.
/// - Shapes: support and query of `[tasks, …]`.
public struct Reptile: MetaLearner {
  /// How a task is trained.
  public let inner: InnerLoop

  /// The method over an inner loop.
  public init(inner: InnerLoop) { self.inner = inner }

  /// θ − mean φᵢ, and 0 for what the inner loop does not adapt.
  public func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    accumulated(over: episodes, atOnce: inner.tasksAtOnce) { episodes in
      var final = slow.network
      var loss = 0.0
      inner.adapt(slow, to: episodes.support) { step, network in
        guard step == inner.steps else { return }
        final = network
        loss = withoutGradient { network.losses(on: episodes.query).mean().item }
      }
      let movement = slow.network.zip(final) { start, end in
        end.rank == start.rank ? .zeros(like: start) : (start - end.mean(0)).detached()
      }
      var gradient = slow.map { .zeros(like: $0) }
      gradient.network = movement
      return MetaGradient(gradient: gradient, loss: loss)
    }
  }

  /// ½ mean ‖θ − φᵢ‖², with each φᵢ where training from `center` ends: the square whose gradient the method follows.
  public func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    let start = slow.network.tensors
    let end = inner.adapt(center, to: episodes.support).last!.tensors
    return zip(start, end).filter { $0.rank < $1.rank }.reduce(0) { sum, pair in
      sum + 0.5 * (pair.0 - pair.1).squared().total() / Double(episodes.tasks)
    }
  }
}
