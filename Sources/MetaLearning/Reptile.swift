internal import Networks
public import Randomness
public import Tensors

/// A method that moves the initialization toward the end of each task's own training.
///
/// θ ← θ + ε · mean(φᵢ − θ),  φᵢ = θ after k inner steps on task i
///
/// The gradient given to the outer optimizer is θ − mean φᵢ, so ε is the outer rate of plain SGD. What makes it more
/// than training on all tasks at once is that the k steps see different minibatches (`InnerLoop.minibatch`): in
/// expectation θ then moves to where gradients of different minibatches of one task agree (Section 5.1).
/// - Source: Nichol, Achiam, Schulman 2018, "On First-Order Meta-Learning Algorithms", Algorithm 2 (the batched
///   version). <https://arxiv.org/abs/1803.02999>
/// - Differs: tasks of a meta-batch train side by side and not one after another. The query set is not trained on: give
///   more shots than are measured with, as the paper does. Rates, which the method has no gradient for, stay fixed.
/// - Shapes: support and query of `[tasks, …]`.
public struct Reptile: MetaLearner {
  /// The inner loop.
  public let inner: InnerLoop
  /// The settings of what is carried from task to task.
  public let options: ReptileOptions

  /// Creates the method over an inner loop.
  public init(inner: InnerLoop, options: ReptileOptions = ReptileOptions()) {
    (self.inner, self.options) = (inner, options)
  }

  /// Creates the method for a request; throws if training would move nothing, or moments do not go with the rules.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    self.init(inner: request.inner, options: request.options.reptile)
    guard let outer = request.outer else { return }
    guard inner.steps > 0 else {
      throw request.refusal(
        of: "reptile", key: "inner.steps", "reptile moves toward where the inner steps end: give 1 or more")
    }
    guard options.carriesMoments else { return }
    let key = "method.reptile.carriesMoments"
    guard inner.rule == .adam else {
      throw request.refusal(of: "reptile", key: key, "\(inner.rule) has no second moments: use inner.rule=adam")
    }
    guard outer.kind == .sgd, outer.momentum == 0, outer.weightDecay == 0 else {
      throw request.refusal(
        of: "reptile", key: key,
        "moments move toward where tasks leave them: use optimizer={kind: sgd, momentum: 0} without decay")
    }
  }

  /// Returns the network and, if they are carried, moments that are still empty.
  public func initialSlowWeights<Network: AdaptableNetwork>(
    for network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> {
    var slow = SlowWeights(network, inner: inner)
    if options.carriesMoments, inner.rule == .adam {
      slow.parts["moments"] = InnerMoments(for: network, inner: inner)
    }
    return slow
  }

  /// Returns θ − mean φᵢ, and 0 for what the inner loop does not adapt.
  public func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    accumulated(over: episodes, atOnce: inner.tasksAtOnce) { episodes in
      let (end, network) = trained(slow, on: episodes.support)
      let loss = withoutGradient { network.losses(on: episodes.query).mean().item }
      return MetaGradient(gradient: slow.zip(end) { ($0 - $1).detached() }, loss: loss)
    }
  }

  /// Returns ½ ‖θ − mean φᵢ‖², and the same for moments, with each φᵢ at the end of training from `center`: the square
  /// whose gradient the method follows.
  public func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    let end = trained(center, on: episodes.support).end
    return Swift.zip(slow.tensors, end.tensors).reduce(0) { $0 + 0.5 * ($1.0 - $1.1).squared().total() }
  }

  /// Returns the end of training on the support sets: the mean over tasks of everything that moves, and each task's
  /// network.
  private func trained<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, on support: Network.Batch
  ) -> (end: SlowWeights<Network>, network: Network) {
    var network = slow.network
    var moments = slow.parts["moments"] as? InnerMoments
    let isFresh = moments?.isEmpty ?? true
    inner.adapt(slow, tasks: support.tasks, order: .none, support: { _ in support }) { step, index, gradient in
      guard let old = moments?.table.values[index] else { return gradient }
      // The mean over tasks of the average that each task's Adam keeps.
      let square = gradient.squared().mean(0)
      let rate = 1 - inner.secondMomentum
      let share = isFresh ? rate / (1 - power(inner.secondMomentum, Double(step + 1))) : rate
      moments?.table.values[index] = old.lerp(to: square, share)
      return gradient
    } observe: { _, state in
      network = state
    }
    var end = slow
    end.network = slow.network.zip(network) { start, end in end.rank == start.rank ? start : end.mean(0) }
    end.parts["moments"] = moments
    return (end, network)
  }
}

/// The settings of `Reptile`.
public struct ReptileOptions: LearnerOptions {
  /// The key of the settings, `method.reptile`.
  public static let key = "reptile"

  /// Whether each task's Adam starts from the second moments of earlier tasks, as in the published code: they are slow
  /// weights then, and move toward where tasks leave them as θ does. For an outer optimizer of plain SGD.
  public var carriesMoments = false

  /// Creates the default settings.
  public init() {}
}

/// The second moments from which each task's Adam starts: one number for each element of each leaf that adapts.
///
/// They are means without bias, v̂ = v / (1 − β₂ᵏ); zero everywhere means that there are none yet, and Adam starts from
/// zero.
public struct InnerMoments: InnerLoopPart {
  /// The second moments v̂ of each adapted leaf.
  fileprivate var table: LeafTable

  /// Creates empty moments for the leaves that an inner loop adapts.
  fileprivate init(for network: some ParameterTree, inner: InnerLoop) {
    table = LeafTable(for: network, inner: inner) { _, leaf in .zeros(like: leaf) }
  }

  /// Whether no task has left any moments.
  fileprivate var isEmpty: Bool { withoutGradient { table.values.allSatisfy { $0.magnitude().max().item == 0 } } }

  /// Returns v̂ of each leaf, or `nil` if no task has left any.
  public func secondMoments() -> [String: Tensor]? {
    isEmpty ? nil : Dictionary(uniqueKeysWithValues: Swift.zip(table.names, table.values))
  }

  /// Visits the moments under the names of their leaves.
  public mutating func visit(_ visitor: inout ParameterVisitor) { table.visit(&visitor) }
}

extension Reptile {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "reptile", "moves the start toward where each task's own training ends",
    source: "Nichol, Achiam, Schulman 2018",
    options: ReptileOptions.self, traits: .ignoresQueries, cost: LearnerCost(memory: 1...2),
    make: Reptile.init)
}

extension MethodOptions {
  /// The settings of `Reptile`.
  public var reptile: ReptileOptions {
    get { self[ReptileOptions.self] }
    set { self[ReptileOptions.self] = newValue }
  }
}
