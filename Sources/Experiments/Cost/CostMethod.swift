internal import MetaLearning

/// A method of an outer step whose cost is measured.
public struct CostMethod: Hashable, Sendable {
  /// The method of computing the meta-gradient.
  public enum Way: Hashable, Sendable {
    /// By the tape, all of which is kept.
    case taped
    /// By the tape, with each inner step recomputed (`inner.recomputes`).
    case recomputing
    /// As before, half the tasks at once (`inner.tasksAtOnce`).
    case recomputingHalves
  }

  /// The learner, or `nil` for plain SGD, the reference of all others.
  public let learner: String?
  /// The method of computing its meta-gradient.
  public let way: Way

  /// Creates the method of a learner.
  public init(_ learner: String?, _ way: Way = .taped) { (self.learner, self.way) = (learner, way) }

  /// Plain SGD.
  public static let sgd = CostMethod(nil)

  /// The name in tables.
  public var name: String {
    guard let learner else { return "sgd" }
    switch way {
    case .taped: return learner
    case .recomputing: return "\(learner), recomputing"
    case .recomputingHalves: return "\(learner), recomputing, in halves"
    }
  }
}

extension CostPlan {
  /// The methods, in the order in which each round runs them.
  public var methods: [CostMethod] {
    [.sgd]
      + learners.flatMap { learner in
        let entry = MetaLearners.named(learner)
        let isRecomputed = recomputes || entry?.isSaidToNeedMemory ?? false
        return [CostMethod(learner)]
          + (isRecomputed ? [CostMethod(learner, .recomputing), CostMethod(learner, .recomputingHalves)] : [])
      }
  }
}

extension MetaLearnerEntry {
  /// Whether the learner is of second order and known for its cost: recomputing is then measured as well.
  var isSaidToNeedMemory: Bool { cost != nil && traits.contains(.isSecondOrder) }
}
