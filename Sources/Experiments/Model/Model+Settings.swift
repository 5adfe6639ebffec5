internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tensors

extension Model {
  /// Returns the model with other settings, as `inner.rule=adam`. Learned inner rates are kept unless the rule, the
  /// rates or the adapted leaves are set anew; then the configured ones replace them.
  /// - Throws: `OverlayError` for an unknown setting, `ConfigurationError` for an impossible one.
  public func with(settings: [String]) throws -> Model {
    var changed = experiment
    for setting in settings { changed = try Overlay.apply(setting: setting, to: changed) }
    guard changed.network == experiment.network else {
      throw ConfigurationError(key: "network", problem: "the sizes of a trained network cannot be set")
    }
    if let problem = changed.inner.problem { throw ConfigurationError(key: "inner", problem: problem) }
    var copy = self
    copy.experiment = changed
    copy.learner = try changed.learner(on: slow.network.anatomy, at: changed.totalSteps)
    var same = changed.inner
    (same.steps, same.momentum, same.secondMomentum) =
      (experiment.inner.steps, experiment.inner.momentum, experiment.inner.secondMomentum)
    (same.coolDown, same.tasksAtOnce) = (experiment.inner.coolDown, experiment.inner.tasksAtOnce)
    same.rateScale = experiment.inner.rateScale
    guard changed.learner == experiment.learner, changed.method == experiment.method else {
      copy.slow = try restarted(for: changed)
      return try copy.withoutIdlePatterns()
    }
    if same != experiment.inner { copy.slow.rates = SlowWeights(slow.network, inner: copy.inner).rates }
    return try copy.withoutIdlePatterns()
  }

  /// Returns the model without patterns of the inner loop that match none of its leaves.
  private func withoutIdlePatterns() throws(ConfigurationError) -> Model {
    var patterns = experiment.inner
    patterns.phases = inner.phases
    if let pattern = patterns.unmatched(in: slow.network.names) { throw .unmatched(pattern, in: slow.network.names) }
    return self
  }

  /// Returns these weights as the initial ones of another experiment's learner: a learner that has adapters or modules
  /// gets its own, and adapters of this one are merged. Learned rates continue if the same leaves adapt for as many
  /// steps.
  func restarted(for other: Experiment) throws(ConfigurationError) -> SlowWeights<Network> {
    if other.learner == experiment.learner, other.method == experiment.method { return slow }
    let network = slow.network.mergingLowRankAdapters()
    var generator = Generator(seed: other.seed).child("start")
    var started = try other.learner(on: network.anatomy).initialSlowWeights(for: network, using: &generator)
    let isAlike =
      started.rates.names == slow.rates.names && started.rates.tensors.map(\.shape) == slow.rates.tensors.map(\.shape)
    if isAlike, other.inner == experiment.inner { started.rates = slow.rates }
    return started
  }
}
