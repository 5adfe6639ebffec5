internal import Networks
internal import Tensors

/// MAML that differentiates at the solution of the inner problem instead of through the steps: memory of one step, for
/// any number.
///
/// φ = argmin L(support, φ) + λ/2 ‖φ − θ‖²;  θ ← θ − β meanᵢ (I + H(φᵢ)/λ)⁻¹ ∇L(queryᵢ, φᵢ)
///
/// φ is found by the inner loop with its pull toward θ, the inverse by conjugate gradients on products with H, the
/// Hessian of the support loss, for all tasks at once. Leaves that do not adapt get their full derivative too.
/// - Source: Rajeswaran, Finn, Kakade, Levine 2019, "Meta-Learning with Implicit Gradients", Algorithms 1 and 2,
///   Lemma 1. <https://arxiv.org/abs/1909.04630>
/// - Differs: conjugate gradients end at a direction without positive curvature. The published code steps without the pull,
///   pulls once, and solves ((1 + δ) I + H/(λ + μ)) x = ∇L with δ = 1, μ = 10; `pullsAtEnd`, `damping` and
///   `extraProximal` do that. Rates have no gradient and stay fixed: where the problem ends does not depend on them.
/// - Shapes: support and query of `[tasks, …]`.
public struct ImplicitMAML: MetaLearner {
  /// The inner loop, with its pull.
  public let inner: InnerLoop
  private let settings: ImplicitMAMLOptions
  private var isExact = false

  /// Creates the method; throws if the inner loop defines no inner problem, or has no pull.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    settings = request.options.implicit
    var inner = request.wholeInner
    guard inner.phases.count == 1 else {
      throw request.refusal(
        of: "imaml", "its inner problem has one set of leaves, and inner.phases has \(inner.phases.count): give one")
    }
    guard inner.l1PenaltyByLeaf.isEmpty else {
      throw request.refusal(of: "imaml", "its inner problem has no L1 penalty: leave inner.pricesByLeaf out")
    }
    guard settings.proximal > 0, settings.conjugateSteps > 0, settings.tolerance >= 0, settings.damping >= 0,
      settings.extraProximal >= 0
    else {
      throw request.refusal(
        of: "imaml",
        "proximal \(settings.proximal) and conjugateSteps \(settings.conjugateSteps) must be positive, "
          + "tolerance \(settings.tolerance), damping \(settings.damping) and extraProximal \(settings.extraProximal) "
          + "not negative")
    }
    if request.outer != nil { try Self.checkTraining(request) }
    (inner.rates, inner.proximal, inner.pullsAtEnd) = (.fixed, settings.proximal, settings.pullsAtEnd)
    self.inner = inner
  }

  /// Throws if inner steps in training end elsewhere than where the method differentiates.
  private static func checkTraining(_ request: LearnerRequest) throws(UnsupportedLearner) {
    guard request.inner.minibatch == 0 else {
      throw request.refusal(
        of: "imaml", key: "inner.minibatch",
        "imaml differentiates where training on all examples ends: set it to 0")
    }
    guard request.inner.rule != .normalized else {
      throw request.refusal(
        of: "imaml", key: "inner.rule",
        "imaml differentiates a minimum, at which normalized steps do not come to rest: use sgd or momentum")
    }
  }

  /// The method with the inner problem and the linear one solved to the end, and no damping.
  public var exact: ImplicitMAML {
    var copy = self
    copy.isExact = true
    return copy
  }

  /// Returns the mean over tasks of (I + H/λ)⁻¹ ∇L(query, φ), and of ∂L(query)/∂s − ∂(∇L(support) · that/λ)/∂s for
  /// other leaves s.
  public func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    accumulated(over: episodes, atOnce: inner.tasksAtOnce) { episodes in
      let problem = ProximalProblem(slow, inner, on: episodes.support)
      let end = isExact ? problem.solution() : adapted(slow, problem)
      let query = problem.expansion(at: end, queries: episodes.query)
      let support = problem.expansion(at: end)
      let solved = inverse(of: support, times: query.gradient)
      let mixed = support.mixed(times: solved * (1 / inner.proximal))

      let share = 1 / Double(episodes.tasks)
      var gradient = slow.map { .zeros(like: $0) }
      var leaves = gradient.network.tensors
      var place = 0
      let mean = solved.sum(0) * share  // [n]
      for index in problem.adapted {
        leaves[index] = mean.narrowed(0, from: place, length: leaves[index].count).reshaped(leaves[index].shape)
        place += leaves[index].count
      }
      let others = leaves.indices.filter { !problem.adapted.contains($0) }
      for (index, pair) in Swift.zip(others, Swift.zip(query.otherGradients, mixed)) {
        leaves[index] = (pair.0 - pair.1) * share
      }
      gradient.network = gradient.network.replacing(leaves)
      return MetaGradient(gradient: gradient, loss: query.losses.mean().item)
    }
  }

  /// Returns the query loss at the solution of the inner problem.
  public func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    let problem = ProximalProblem(slow, inner, on: episodes.support)
    let end = problem.solution()
    return withoutGradient {
      problem.losses(at: end, shared: problem.network.tensors, queries: episodes.query).mean().item
    }
  }

  /// Returns φ as the inner loop finds it.
  private func adapted<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, _ problem: ProximalProblem<Network>
  ) -> Tensor {
    var end = problem.start
    inner.adapt(slow, to: problem.support) { step, network in
      guard step == inner.steps else { return }
      let all = network.tensors
      end = problem.row(of: problem.adapted.map { all[$0] })
    }
    return end
  }

  /// Returns ((1 + δ) I + H/(λ + μ))⁻¹ b, by the number of steps in the settings.
  private func inverse<Network: AdaptableNetwork>(
    of support: ProximalProblem<Network>.Expansion, times b: Tensor
  ) -> Tensor {
    let scale = 1 / (inner.proximal + (isExact ? 0 : settings.extraProximal))
    let identity = isExact ? 1 : 1 + settings.damping
    return conjugateGradients(
      b, steps: isExact ? 2 * b.size(1) : settings.conjugateSteps, tolerance: isExact ? 1e-10 : settings.tolerance
    ) { $0 * identity + support.hessian(times: $0) * scale }
  }
}

/// The settings of `ImplicitMAML`.
public struct ImplicitMAMLOptions: LearnerOptions {
  /// The key of the settings, `method.implicit`.
  public static let key = "implicit"
  /// The settings with a pull so strong that no task's minimum lies at a kink of ReLU, where the implicit gradient does
  /// not exist.
  public static var forCheck: Self {
    var options = Self()
    options.proximal = 500
    return options
  }

  /// λ, the inner loop's pull toward the slow weights.
  public var proximal = 2.0
  /// The number of conjugate-gradient steps.
  public var conjugateSteps = 5
  /// The residual, as a share of the query gradient, at which they stop early.
  public var tolerance = 1e-5
  /// δ, added to the identity; the published code has 1.
  public var damping = 0.0
  /// μ, added to λ where it divides the Hessian; the published code has 10.
  public var extraProximal = 0.0
  /// Whether to pull once, after the last inner step, as the published code does.
  public var pullsAtEnd = false

  /// Creates the default settings.
  public init() {}
}

extension ImplicitMAML {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "imaml", "differentiates where the inner problem ends, whatever the way there: memory of one step",
    source: "Rajeswaran, Finn, Kakade, Levine 2019",
    options: ImplicitMAMLOptions.self, cost: LearnerCost(memory: 2...3, time: (multiple: 2, of: "reptile")),
    make: ImplicitMAML.init)
}

extension MethodOptions {
  /// The settings of `ImplicitMAML`.
  public var implicit: ImplicitMAMLOptions {
    get { self[ImplicitMAMLOptions.self] }
    set { self[ImplicitMAMLOptions.self] = newValue }
  }
}
