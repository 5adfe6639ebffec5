public import Networks

/// A request for a method of the catalogue: its settings, the network's parts and the position in the outer loop.
public struct LearnerRequest: Sendable {
  /// The inner loop.
  public var inner: InnerLoop
  /// The weight of the query loss after each inner step; if empty, the last step's alone.
  public var queryWeights: [Double]
  /// The settings of single methods.
  public var options: MethodOptions
  /// The parts of the network.
  public var anatomy: Anatomy
  /// The position in the outer loop.
  public var progress: OuterProgress
  /// Whether the tasks are classifications, which metric methods require.
  public var hasClasses: Bool
  /// The rule of the outer optimizer, or `nil` if nothing is trained; settings that make no sense only in training are
  /// rejected if it is given.
  public var outer: OptimizerRule?

  /// Creates a request for a method on a network of these parts.
  public init(
    _ inner: InnerLoop, on anatomy: Anatomy, options: MethodOptions = MethodOptions(), queryWeights: [Double] = [],
    progress: OuterProgress = OuterProgress(), hasClasses: Bool = false, outer: OptimizerRule? = nil
  ) {
    (self.inner, self.anatomy, self.options) = (inner, anatomy, options)
    (self.queryWeights, self.progress, self.hasClasses, self.outer) = (queryWeights, progress, hasClasses, outer)
  }

  /// Returns the inner loop over the leaves of a pattern alone, in one phase. Throws if the network has none of them.
  func adapting(_ leaves: LeafPattern, for learner: String) throws(UnsupportedLearner) -> InnerLoop {
    guard anatomy.leaves.contains(where: leaves.matches) else {
      throw refusal(of: learner, "it has no leaf \"\(leaves)\" to adapt")
    }
    var inner = inner
    inner.phases = [InnerLoop.Phase(leaves: leaves, steps: max(inner.steps, 1))]
    return inner
  }

  /// The inner loop without steps, over as many tasks at once, of methods that read the support set instead.
  var idle: InnerLoop {
    var idle = InnerLoop.idle
    idle.tasksAtOnce = inner.tasksAtOnce
    return idle
  }

  /// Returns the inner loop without steps, for a method that compares features. Throws if there are no features, or no
  /// classes.
  func comparing(for learner: String) throws(UnsupportedLearner) -> InnerLoop {
    guard anatomy.hasFeatures else {
      throw refusal(of: learner, "it gives no features to compare: use an mlp of two layers or more, or conv")
    }
    guard hasClasses else {
      throw refusal(of: learner, "its tasks have no classes to compare: train it on a few-shot classification data set")
    }
    return idle
  }

  /// The inner loop as configured, but without normalization if the phases name no leaves.
  public var wholeInner: InnerLoop {
    var inner = inner
    inner.phases = inner.phases.map { phase in
      phase.leaves == .everything ? InnerLoop.Phase(leaves: anatomy.adaptable, steps: phase.steps) : phase
    }
    return inner
  }

  /// Returns a part of the network that a method requires, or throws if it is missing.
  func part(_ pattern: LeafPattern?, _ what: String, for learner: String) throws(UnsupportedLearner) -> LeafPattern {
    guard let pattern else { throw refusal(of: learner, "it has no \(what)") }
    return pattern
  }

  /// Throws if weight decay would pull to zero what a method keeps fixed.
  func refuseDecay(of held: String, for learner: String) throws(UnsupportedLearner) {
    guard let outer, outer.weightDecay != 0 else { return }
    throw refusal(of: learner, key: "optimizer.weightDecay", "it would pull \(held) to 0: set it to 0")
  }

  /// Returns the error that rejects the request: its reason, and the setting to change if it is not the choice of the
  /// learner.
  public func refusal(of learner: String, key: String? = nil, _ reason: String) -> UnsupportedLearner {
    UnsupportedLearner(learner: learner, network: anatomy.network, key: key, reason: reason)
  }
}

/// The position in an outer loop, which schedules of a method use.
public struct OuterProgress: Hashable, Codable, Sendable {
  /// The number of outer steps taken.
  public var step: Int
  /// The total number of outer steps.
  public var total: Int

  /// Creates the progress at step `step` of `total`.
  public init(step: Int = 0, of total: Int = 1) { (self.step, self.total) = (step, total) }
}
