internal import MetaLearning
internal import Networks
internal import Tasks

extension MethodOptions {
  /// Refuses settings of a learner that the inner or the outer rule makes meaningless.
  func check(_ learner: String, inner: InnerLoop, outer: OptimizerRule) throws(ConfigurationError) {
    guard order != .none else {
      throw ConfigurationError(
        key: "method.order", problem: "no derivative of any inner step is left with none: give first or second")
    }
    guard learner != "maml" || order == .second else {
      throw ConfigurationError(key: "method.order", problem: "maml is of second order: use learner=fomaml for first")
    }
    if learner == "reptile" { try checkReptile(inner, outer) }
    if learner == "imaml" { try checkImplicit(inner) }
    try checkDecay(learner, outer)
  }

  private func checkReptile(_ inner: InnerLoop, _ outer: OptimizerRule) throws(ConfigurationError) {
    guard inner.steps > 0 else {
      throw ConfigurationError(
        key: "inner.steps", problem: "reptile moves toward where the inner steps end: give 1 or more")
    }
    guard reptile.carriesMoments else { return }
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

  private func checkImplicit(_ inner: InnerLoop) throws(ConfigurationError) {
    guard inner.minibatch == 0 else {
      throw ConfigurationError(
        key: "inner.minibatch", problem: "imaml differentiates where training on all examples ends: set it to 0")
    }
    guard inner.rule != .normalized else {
      throw ConfigurationError(
        key: "inner.rule",
        problem: "imaml differentiates a minimum, at which normalized steps do not come to rest: use sgd or momentum")
    }
  }

  /// Decay pulls toward zero what a method means to hold where it is.
  private func checkDecay(_ learner: String, _ outer: OptimizerRule) throws(ConfigurationError) {
    guard outer.weightDecay != 0 else { return }
    let held: [(learner: String, isHeld: Bool, what: String)] = [
      ("lastLayer", lastLayer.bodyHeld, "the body that method.lastLayer.bodyHeld holds"),
      ("lora", lora.adaptersAlone, "the network that method.lora.adaptersAlone holds"),
      ("metaCurvature", true, "its matrices, which bend nothing at the identity and stop adaptation at 0"),
    ]
    for (name, isHeld, what) in held where name == learner && isHeld {
      throw ConfigurationError(key: "optimizer.weightDecay", problem: "it would pull \(what) to 0: set it to 0")
    }
  }

  /// Refuses query weights that are no weights of the inner steps, or that a learner does not read.
  static func check(
    queryWeights: [Double], of learner: String, steps: Int, key: String
  ) throws(ConfigurationError) {
    guard !queryWeights.isEmpty else { return }
    let unread = ["joint", "reptile", "imaml", "proto", "matching", "relation", "cnp"]
    guard !unread.contains(learner) else {
      throw ConfigurationError(key: key, problem: "\(learner) has no query loss after each step: leave them out")
    }
    guard queryWeights.count == steps, queryWeights.allSatisfy({ $0 >= 0 && $0.isFinite }),
      queryWeights.contains(where: { $0 > 0 })
    else {
      throw ConfigurationError(
        key: key,
        problem: "\(queryWeights) are not \(steps) weights: give one an inner step, none negative and not all 0")
    }
  }
}
