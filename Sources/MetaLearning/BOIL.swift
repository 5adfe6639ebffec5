internal import Networks

/// MAML whose inner loop adapts everything but the head, so that the features have to change.
///
/// θ = (body, head):  body′ = body − α ∇body L(support, θ);  the outer loop learns both
///
/// - Source: Oh, Yoo, Kim, Yun 2021, "BOIL: Towards Representation Change for Few-shot Learning", Section 3.
///   <https://arxiv.org/abs/2008.08882>
/// - Shapes: support and query of `[tasks, …]`.
public struct BOIL: MAMLVariant {
  /// MAML over the body.
  public let method: MAML

  /// Creates the method; throws for a network whose anatomy has no head, or nothing but a head.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    let body = try request.part(request.anatomy.body, "head, so no body apart from it", for: "boil")
    method = MAML(
      inner: try request.adapting(body, for: "boil"), order: request.options.order, queryWeights: request.queryWeights)
  }
}

extension BOIL {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "boil", "MAML whose inner loop adapts everything but the head",
    source: "Oh et al. 2021", traits: [.readsQueryWeights, .isSecondOrder],
    make: BOIL.init)
}
