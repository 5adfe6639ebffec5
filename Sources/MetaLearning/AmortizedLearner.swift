internal import Networks
public import Tensors

/// A method that reads the support set instead of taking gradient steps: answers are a function of slow weights and
/// episode.
///
/// θ ← θ − β ∇θ meanᵢ L(queryᵢ, answer(queryᵢ, supportᵢ; θ))
public protocol AmortizedLearner: MetaLearner {
  /// Returns the answers to the queries: [tasks, queries, …].
  func outputs<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Tensor
  /// Returns the mean loss of each task's queries: [tasks].
  func losses<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Tensor
}

extension AmortizedLearner {
  /// Returns the gradient of the mean query loss.
  public func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    accumulated(over: episodes, atOnce: inner.tasksAtOnce) { episodes in
      let (value, gradient) = valueAndGradient(at: slow) { losses(of: $0, on: episodes).mean() }
      return MetaGradient(gradient: gradient, loss: value.item)
    }
  }

  /// Returns the mean query loss.
  public func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    withoutGradient { losses(of: slow, on: episodes).mean().item }
  }

  /// Answers once, as there are no steps.
  public func answer<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, _ episodes: EpisodeBatch<Network.Batch>, after steps: [Int],
    observe: (Int, Tensor) -> Void
  ) {
    observe(0, withoutGradient { outputs(of: slow, on: episodes) })
  }
}
