internal import Networks

/// What a method of the catalogue is made from: settings, the network's parts, and where the outer loop stands.
public struct LearnerRequest: Sendable {
  /// How a task is adapted to.
  public var inner: InnerLoop
  /// The weight of the query loss after each inner step; the last alone when empty.
  public var queryWeights: [Double]
  /// Settings of single methods.
  public var options: MethodOptions
  /// The parts of the network.
  public var anatomy: Anatomy
  /// Where the outer loop stands.
  public var progress: OuterProgress
  /// True when the tasks are classes to tell apart, which metric methods ask for.
  public var hasClasses: Bool

  /// A request for a method on a network of these parts.
  public init(
    _ inner: InnerLoop, on anatomy: Anatomy, options: MethodOptions = MethodOptions(), queryWeights: [Double] = [],
    progress: OuterProgress = OuterProgress(), hasClasses: Bool = false
  ) {
    (self.inner, self.anatomy, self.options) = (inner, anatomy, options)
    (self.queryWeights, self.progress, self.hasClasses) = (queryWeights, progress, hasClasses)
  }

  /// The inner loop over leaves of a pattern alone, in one phase. Refused where the network has none of them.
  func adapting(_ leaves: LeafPattern, for learner: String) throws(Refusal) -> InnerLoop {
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
  func comparing(for learner: String) throws(Refusal) -> InnerLoop {
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

  /// A part of the network that a method cannot do without.
  func part(_ pattern: LeafPattern?, _ what: String, for learner: String) throws(Refusal) -> LeafPattern {
    guard let pattern else { throw refusal(of: learner, "it has no \(what)") }
    return pattern
  }

  /// A refusal with its reason.
  func refusal(of learner: String, _ reason: String) -> Refusal {
    Refusal(learner: learner, network: anatomy.network, reason: reason)
  }
}

/// How far an outer loop has come: what schedules of a method look at.
public struct OuterProgress: Hashable, Codable, Sendable {
  /// Outer steps taken.
  public var step: Int
  /// Outer steps in all.
  public var total: Int

  /// Step `step` of `total`.
  public init(step: Int = 0, of total: Int = 1) { (self.step, self.total) = (step, total) }
}

/// Settings that belong to single methods; each is described where its method is.
public struct MethodOptions: Hashable, Codable, Sendable {
  /// First- or second-order, for the methods that are either.
  public var order = DerivativeOrder.second
  /// Of `Reptile`.
  public var reptile = ReptileOptions()
  /// Of `matching`.
  public var matching = MatchingOptions()
  /// Of `relation`.
  public var relation = RelationOptions()
  /// Of `MetaSGD`.
  public var metaSGD = MetaSGDOptions()
  /// Of `MAMLPlusPlus`.
  public var plusPlus = MAMLPlusPlusOptions()
  /// Of `ImplicitMAML`.
  public var implicit = ImplicitMAMLOptions()
  /// Of `lora`.
  public var lora = MetaLoRAOptions()
  /// Of `lastLayer`.
  public var lastLayer = LastLayerOptions()
  /// Of `tarp`.
  public var tarp = TaskReparameterizationOptions()

  /// The defaults.
  public init() {}
}
