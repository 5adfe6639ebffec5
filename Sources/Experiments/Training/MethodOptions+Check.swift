internal import MetaLearning
internal import Networks
internal import Tasks

extension MethodOptions {
  /// Refuses settings of a learner that the inner or the outer rule makes meaningless.
  func check(_ learner: String, inner: InnerLoop, outer: OptimizerRule) throws(ConfigurationError) {
    if learner == "reptile", reptile.carriesMoments {
      let key = "method.reptile.carriesMoments"
      guard inner.rule == .adam else {
        throw ConfigurationError(key: key, problem: "\(inner.rule) has no second moments: use inner.rule=adam")
      }
      guard outer.kind == .sgd, outer.momentum == 0, outer.weightDecay == 0 else {
        throw ConfigurationError(
          key: key,
          problem: "moments move toward where tasks leave them: use optimizer={kind: sgd, momentum: 0} without decay")
      }
    }
    if learner == "imaml", inner.minibatch > 0 {
      throw ConfigurationError(
        key: "inner.minibatch", problem: "imaml differentiates where training on all examples ends: set it to 0")
    }
  }
}
