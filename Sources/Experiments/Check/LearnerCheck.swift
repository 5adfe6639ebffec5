public import MetaLearning
public import Networks
internal import Randomness
internal import Tensors

/// The plan of a check, which `check` fills from its flags.
public struct CheckPlan: Hashable, Codable, Sendable {
  /// The number of inner steps.
  public var steps = 2
  /// The inner rule.
  public var rule = InnerLoop.Rule.sgd
  /// The leaves that the inner loop adapts, or `nil` for all. A method that names its own leaves keeps them.
  public var leaves: LeafPattern?
  /// The norms of a network that has any.
  public var norms = ProblemNorms()
  /// The number of elements of each leaf that are moved.
  public var elements = 3
  /// The seed of weights and episodes.
  public var seed: UInt64 = 1
  /// The largest error that passes.
  public var tolerance = 1e-4

  /// Creates the default plan.
  public init() {}

  /// The error of the first impossible setting, or `nil` if all are possible.
  public var problem: ConfigurationError? {
    if !(0...100).contains(steps) {
      return ConfigurationError(
        key: "steps", problem: "it is \(steps); give 0 to 100: differences are taken through all")
    }
    if !(1...10_000).contains(elements) {
      return ConfigurationError(key: "elements", problem: "it is \(elements); give 1 to 10000 a leaf")
    }
    return nil
  }
}

/// A check of whether a learner's meta-gradient on a network is the derivative that it claims to be.
public struct LearnerCheck: Hashable, Codable, Sendable {
  /// The outcome of a check.
  public enum Verdict: String, Codable, Sendable {
    /// Analytic and numeric derivatives agree.
    case passes
    /// Analytic and numeric derivatives differ.
    case fails
    /// The learner makes no sense on the network.
    case refused
  }

  /// The learner.
  public let learner: String
  /// The name of the network.
  public let network: String
  /// The leaves that the inner loop adapts, phase by phase, or `nil` if refused.
  public let adapting: String?
  /// The outcome of the check.
  public let verdict: Verdict
  /// The largest relative error of any leaf, or `nil` if refused.
  public let error: Double?
  /// The mean query loss at the point, or `nil` if refused.
  public let loss: Double?
  /// The leaves, largest error first.
  public let leaves: [MetaGradientCheck.Leaf]
  /// The reason of the refusal, or `nil` if there was none.
  public let reason: String?

  /// Checks a learner of the catalogue on a small problem in float64.
  public init(_ learner: MetaLearnerEntry, on network: NetworkEntry, _ plan: CheckPlan) {
    self.init(learner.name, network, plan, make: learner.make)
  }

  /// Checks any method: the one that `make` returns for a request.
  init(
    _ name: String, _ network: NetworkEntry, _ plan: CheckPlan,
    make: (LearnerRequest) throws(UnsupportedLearner) -> any MetaLearner
  ) {
    (learner, self.network) = (name, network.name)
    do {
      var generator = Generator(seed: plan.seed)
      let (found, inner) = try Self.found(name, network.check.make(plan, &generator), plan, make)
      adapting = inner.phases.map(\.leaves.description).joined(separator: ", then ")
      verdict = found.passes(tolerance: plan.tolerance) ? .passes : .fails
      (error, loss, reason) = (found.error, found.loss, nil)
      // NaN is the worst of all.
      leaves = found.leaves.sorted { ($0.error.isNaN ? .infinity : $0.error) > ($1.error.isNaN ? .infinity : $1.error) }
    } catch {
      (verdict, self.error, loss, leaves, reason) = (.refused, nil, nil, [], error.reason)
      adapting = nil
    }
  }

  private static func found(
    _ name: String, _ problem: some AnyNetworkProblem, _ plan: CheckPlan,
    _ make: (LearnerRequest) throws(UnsupportedLearner) -> any MetaLearner
  ) throws(UnsupportedLearner) -> (MetaGradientCheck, InnerLoop) {
    let anatomy = problem.network.anatomy
    if let leaves = plan.leaves, !anatomy.leaves.contains(where: leaves.matches) {
      throw UnsupportedLearner(
        learner: name, network: anatomy.network,
        reason: "no leaf matches \"\(leaves)\"; it has \(anatomy.leaves.joined(separator: ", "))")
    }
    var inner = InnerLoop(steps: plan.steps, rule: plan.rule, rate: 0.05, leaves: plan.leaves ?? .everything)
    inner.rates = .perLeaf
    let request = LearnerRequest(
      inner, on: anatomy, options: .forCheck, hasClasses: problem.episodes.support.classes != nil)
    let learner = try make(request)
    if let leaves = plan.leaves, !learner.inner.phases.allSatisfy({ $0.leaves == leaves }) {
      throw UnsupportedLearner(
        learner: name, network: anatomy.network,
        reason: "it chooses what adapts by itself: leave \"\(leaves)\" out")
    }
    var generator = Generator(seed: plan.seed).child("learner")
    let slow = learner.initialSlowWeights(for: problem.network.converted(to: .float64), using: &generator)
    let episodes = problem.episodes.converted(to: .float64)
    return (MetaGradientCheck(learner, at: slow, on: episodes, elements: plan.elements), learner.inner)
  }
}
