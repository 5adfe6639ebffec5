internal import MetaLearning

/// A way to make an outer step whose cost is measured.
public struct CostMethod: Hashable, Sendable {
  /// How the meta-gradient is found.
  public enum Way: Hashable, Sendable {
    /// By the tape, all of which is kept.
    case taped
    /// By the tape, of which each inner step is computed again (`inner.recomputes`).
    case recomputing
    /// As before, half the tasks at once (`inner.tasksAtOnce`).
    case recomputingHalves
    /// By a pass of the network's own, where it has one.
    case analytic
  }

  /// The learner; nil for plain SGD, the measure of all others.
  public let learner: String?
  /// How its meta-gradient is found.
  public let way: Way

  /// A learner's way.
  public init(_ learner: String?, _ way: Way = .taped) { (self.learner, self.way) = (learner, way) }

  /// Plain SGD.
  public static let sgd = CostMethod(nil)

  /// What tables call it.
  public var name: String {
    guard let learner else { return "sgd" }
    switch way {
    case .taped: return learner
    case .recomputing: return "\(learner), recomputing"
    case .recomputingHalves: return "\(learner), recomputing, in halves"
    case .analytic: return "\(learner), analytic"
    }
  }
}

extension CostPlan {
  /// The learners for which an MLP has a pass of its own.
  private static let withPasses = ["reptile", "fomaml", "maml", "imaml"]

  /// The methods, in the order in which each round runs them.
  public var methods: [CostMethod] {
    [.sgd]
      + learners.flatMap { learner in
        var ways = [CostMethod(learner)]
        if recomputes || learner == "maml" {
          ways += [CostMethod(learner, .recomputing), CostMethod(learner, .recomputingHalves)]
        }
        if network == .mlp, context == 0, Self.withPasses.contains(learner) {
          ways.append(CostMethod(learner, .analytic))
        }
        return ways
      }
  }
}
