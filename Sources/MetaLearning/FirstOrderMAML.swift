internal import Networks

/// MAML with every inner gradient taken for a constant: no second derivatives, the cost of plain training.
///
/// θ ← θ − β meanᵢ ∇ L(queryᵢ, θᵢ′), evaluated at θᵢ′
///
/// Learned rates still get their exact first-order gradient, −rule(g) · ∇ L(query, θᵢ′).
/// - Source: Finn, Abbeel, Levine 2017, Section 5.2; the name FOMAML is Nichol et al. 2018.
/// - Differs: as `MAML`, the query loss may be asked for after every inner step. With the last step alone, prototypes
///   learned nothing for the steps before it.
/// - Shapes: support and query of `[tasks, …]`.
public struct FirstOrderMAML: MAMLVariant {
  /// MAML of first order.
  public let method: MAML

  /// The method over an inner loop.
  public init(inner: InnerLoop, queryWeights: [Double] = []) {
    method = MAML(inner: inner, order: .first, queryWeights: queryWeights)
  }
}
