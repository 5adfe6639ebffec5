internal import Networks

/// MAML with every inner gradient treated as a constant: no second derivatives, the cost of plain training.
///
/// θ ← θ − β meanᵢ ∇ L(queryᵢ, θᵢ′), evaluated at θᵢ′
///
/// Learned rates still get their exact first-order gradient, −rule(g) · ∇ L(query, θᵢ′).
/// - Source: Finn, Abbeel, Levine 2017, Section 5.2; the name FOMAML is Nichol et al. 2018.
/// - Differs: as in `MAML`, the query loss may be computed after every inner step. With the last step alone, prototypes
///   learned nothing for the steps before it.
/// - Shapes: support and query of `[tasks, …]`.
public struct FirstOrderMAML: MAMLVariant {
  /// MAML of first order.
  public let method: MAML

  /// Creates the method over an inner loop.
  public init(inner: InnerLoop, queryWeights: [Double] = []) {
    method = MAML(inner: inner, order: .first, queryWeights: queryWeights)
  }

  /// Creates the method for a request.
  public init(_ request: LearnerRequest) { self.init(inner: request.inner, queryWeights: request.queryWeights) }
}

extension FirstOrderMAML {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "fomaml", "MAML with inner gradients as constants: no second derivatives",
    source: "Finn, Abbeel, Levine 2017, Section 5.2",
    traits: .readsQueryWeights, cost: LearnerCost(memory: 2...3, time: (multiple: 1.5, of: "reptile")),
    make: FirstOrderMAML.init)
}
