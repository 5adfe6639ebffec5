public import MetaLearning
public import Randomness
public import Tasks

extension Solver {
  /// Returns the number of adaptation steps, at most its own, that fit into these seconds beside the answers, from the
  /// time of one step; 0 if fewer than five fit, which teach nothing.
  public func steps<Network: AdaptableNetwork>(
    of episode: Episode, with slow: SlowWeights<Network>, _ inner: InnerLoop, in seconds: Double,
    using generator: Generator
  ) -> Int where Network.Batch == TokenBatch {
    var trial = self
    trial.steps = 1
    var generator = generator
    let start = ContinuousClock.now
    _ = trial.adapt(slow, inner, to: episode, using: &generator)
    let step = (ContinuousClock.now - start) / .seconds(1)
    // The answers take about as long as two steps, and the trial is spent.
    let fitting = Int((seconds - 3 * step) / max(step, 1e-6))
    return fitting < 5 ? 0 : min(steps, fitting)
  }
}
