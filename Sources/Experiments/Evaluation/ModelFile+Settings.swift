internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tensors

extension ModelFile {
  /// The model with other settings, as `inner.rule=adam`. Learned inner rates are kept unless the rule, the rates or
  /// what adapts is set anew; then the configured ones take their place.
  /// - Throws: `OverlayError` for a setting that is not one, `ConfigurationError` for one that cannot be.
  public func with(settings: [String]) throws -> ModelFile {
    var changed = configuration
    for setting in settings { changed = try Overlay.apply(setting: setting, to: changed) }
    guard changed.network == configuration.network else {
      throw ConfigurationError(key: "network", problem: "the sizes of a trained network cannot be set")
    }
    if let problem = changed.inner.problem { throw ConfigurationError(key: "inner", problem: problem) }
    _ = try changed.learner(on: slow.network.anatomy)
    var copy = self
    copy.configuration = changed
    var same = changed.inner
    (same.steps, same.momentum, same.secondMomentum) =
      (configuration.inner.steps, configuration.inner.momentum, configuration.inner.secondMomentum)
    (same.coolDown, same.tasksAtOnce) = (configuration.inner.coolDown, configuration.inner.tasksAtOnce)
    guard changed.learner == configuration.learner, changed.method == configuration.method else {
      copy.slow = try restarted(for: changed)
      return try copy.withoutIdlePatterns()
    }
    if same != configuration.inner { copy.slow.rates = SlowWeights(slow.network, inner: copy.inner).rates }
    return try copy.withoutIdlePatterns()
  }

  /// This model, whose inner loop has no pattern that matches none of its leaves.
  private func withoutIdlePatterns() throws(ConfigurationError) -> ModelFile {
    var patterns = configuration.inner
    patterns.phases = inner.phases
    if let pattern = patterns.unmatched(in: slow.network.names) { throw .unmatched(pattern, in: slow.network.names) }
    return self
  }

  /// These weights as another configuration's learner starts from them: a learner that has adapters or modules gets its
  /// own, and adapters of this one are folded in. Learned rates go on where the same leaves adapt for as many steps.
  func restarted(for other: TrainingConfiguration) throws(ConfigurationError) -> SlowWeights<TinyRecursiveModel> {
    if other.learner == configuration.learner, other.method == configuration.method { return slow }
    let network = slow.network.mergingLowRankAdapters()
    var generator = Generator(seed: other.seed).child("start")
    var started = try other.learner(on: network.anatomy).start(network, using: &generator)
    let isAlike =
      started.rates.names == slow.rates.names && started.rates.tensors.map(\.shape) == slow.rates.tensors.map(\.shape)
    if isAlike, other.inner == configuration.inner { started.rates = slow.rates }
    return started
  }
}
