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

  /// A request for a method on a network of these parts.
  public init(
    _ inner: InnerLoop, on anatomy: Anatomy, options: MethodOptions = MethodOptions(), queryWeights: [Double] = [],
    progress: OuterProgress = OuterProgress()
  ) {
    (self.inner, self.anatomy, self.options) = (inner, anatomy, options)
    (self.queryWeights, self.progress) = (queryWeights, progress)
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

  /// The inner loop over adapters that `start` will put beside the linear layers of a pattern: `first` alone at the
  /// first step, `all` from then on. Refused where the pattern chooses no layer.
  func adaptingAdapters(
    first: LeafPattern, all: LeafPattern, on layers: LeafPattern, rank: Int, for learner: String
  ) throws(Refusal) -> InnerLoop {
    guard rank > 0 else { throw refusal(of: learner, "a rank of \(rank) adapts nothing: give 1 or more") }
    guard anatomy.linear.contains(where: layers.matches) else {
      throw refusal(
        of: learner, "no linear layer is called \"\(layers)\"; there are \(anatomy.linear.joined(separator: ", "))")
    }
    var inner = inner
    inner.phases = [
      InnerLoop.Phase(leaves: first, steps: 1), InnerLoop.Phase(leaves: all, steps: max(inner.steps - 1, 1)),
    ]
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
  /// Of `lora`.
  public var lora = MetaLoRASettings()
  /// Of `lastLayer`.
  public var lastLayer = LastLayerSettings()
  /// Of `tarp`.
  public var tarp = TaskReparameterizationSettings()

  /// The defaults.
  public init() {}
}
