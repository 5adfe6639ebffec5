public import Networks

/// The settings, the network's parts and the place in the outer loop from which a method of the catalogue is made.
public struct LearnerRequest: Sendable {
  /// The inner loop.
  public var inner: InnerLoop
  /// The weight of the query loss after each inner step; the last alone when empty.
  public var queryWeights: [Double]
  /// Settings of single methods.
  public var options: MethodOptions
  /// The parts of the network.
  public var anatomy: Anatomy
  /// The place in the outer loop.
  public var progress: OuterProgress
  /// Whether the tasks are classes to tell apart, which metric methods ask for.
  public var hasClasses: Bool
  /// The rule of the outer optimizer, or `nil` if nothing is trained. Settings that make no sense in training alone are
  /// refused with it.
  public var outer: OptimizerRule?

  /// A request for a method on a network of these parts.
  public init(
    _ inner: InnerLoop, on anatomy: Anatomy, options: MethodOptions = MethodOptions(), queryWeights: [Double] = [],
    progress: OuterProgress = OuterProgress(), hasClasses: Bool = false, outer: OptimizerRule? = nil
  ) {
    (self.inner, self.anatomy, self.options) = (inner, anatomy, options)
    (self.queryWeights, self.progress, self.hasClasses, self.outer) = (queryWeights, progress, hasClasses, outer)
  }

  /// The inner loop over leaves of a pattern alone, in one phase. Refused where the network has none of them.
  func adapting(_ leaves: LeafPattern, for learner: String) throws(UnsupportedLearner) -> InnerLoop {
    guard anatomy.leaves.contains(where: leaves.matches) else {
      throw refusal(of: learner, "it has no leaf \"\(leaves)\" to adapt")
    }
    var inner = inner
    inner.phases = [InnerLoop.Phase(leaves: leaves, steps: max(inner.steps, 1))]
    return inner
  }

  /// No step, over as many tasks at once: what methods have that look at the support set.
  var idle: InnerLoop {
    var idle = InnerLoop.idle
    idle.tasksAtOnce = inner.tasksAtOnce
    return idle
  }

  /// No step, for a method that compares features. Refused where there are none, or no classes.
  func comparing(for learner: String) throws(UnsupportedLearner) -> InnerLoop {
    guard anatomy.hasFeatures else {
      throw refusal(of: learner, "it gives no features to compare: use an mlp of two layers or more, or conv")
    }
    guard hasClasses else {
      throw refusal(of: learner, "its tasks have no classes to compare: train it on a few-shot classification data set")
    }
    return idle
  }

  /// The inner loop as configured, but that normalization stays as it is where the phases name no leaves.
  public var wholeInner: InnerLoop {
    var inner = inner
    inner.phases = inner.phases.map { phase in
      phase.leaves == .everything ? InnerLoop.Phase(leaves: anatomy.adaptable, steps: phase.steps) : phase
    }
    return inner
  }

  /// Returns a part of the network that a method cannot do without.
  func part(_ pattern: LeafPattern?, _ what: String, for learner: String) throws(UnsupportedLearner) -> LeafPattern {
    guard let pattern else { throw refusal(of: learner, "it has no \(what)") }
    return pattern
  }

  /// Throws where weight decay would pull to zero what a method means to hold where it is.
  func refuseDecay(of held: String, for learner: String) throws(UnsupportedLearner) {
    guard let outer, outer.weightDecay != 0 else { return }
    throw refusal(of: learner, key: "optimizer.weightDecay", "it would pull \(held) to 0: set it to 0")
  }

  /// Returns the error that refuses the request: its reason, and the setting to mend where it is not the choice of the
  /// learner.
  public func refusal(of learner: String, key: String? = nil, _ reason: String) -> UnsupportedLearner {
    UnsupportedLearner(learner: learner, network: anatomy.network, key: key, reason: reason)
  }
}

/// The place in an outer loop, which schedules of a method look at.
public struct OuterProgress: Hashable, Codable, Sendable {
  /// Outer steps taken.
  public var step: Int
  /// Outer steps in all.
  public var total: Int

  /// Step `step` of `total`.
  public init(step: Int = 0, of total: Int = 1) { (self.step, self.total) = (step, total) }
}
