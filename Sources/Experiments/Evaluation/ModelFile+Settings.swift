internal import MetaLearning

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
    var copy = self
    copy.configuration = changed
    var same = changed.inner
    (same.steps, same.momentum, same.secondMomentum) =
      (configuration.inner.steps, configuration.inner.momentum, configuration.inner.secondMomentum)
    (same.coolDown, same.tasksAtOnce) = (configuration.inner.coolDown, configuration.inner.tasksAtOnce)
    if same != configuration.inner { copy.slow.rates = SlowWeights(slow.network, inner: copy.inner).rates }
    return copy
  }
}
