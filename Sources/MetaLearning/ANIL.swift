internal import Networks

/// MAML whose inner loop adapts the head alone: features are reused, only the classifier is learned for each task.
///
/// θ = (body, head):  head′ = head − α ∇head L(support, θ);  the outer loop learns both
///
/// - Source: Raghu, Raghu, Bengio, Vinyals 2020, "Rapid Learning or Feature Reuse?", Section 4.
///   <https://arxiv.org/abs/1909.09157>
/// - Shapes: support and query of `[tasks, …]`.
public struct ANIL: MAMLVariant {
  /// MAML over the head.
  public let method: MAML

  /// Creates the method; throws for a network whose anatomy has no head.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    let head = try request.part(request.anatomy.head, "head: a last layer to adapt", for: "anil")
    method = MAML(
      inner: try request.adapting(head, for: "anil"), order: request.options.order, queryWeights: request.queryWeights)
  }
}

extension ANIL {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "anil", "MAML whose inner loop adapts the head alone",
    source: "Raghu et al. 2020", traits: [.readsQueryWeights, .isSecondOrder],
    make: ANIL.init)
}
