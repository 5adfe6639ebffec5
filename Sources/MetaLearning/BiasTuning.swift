internal import Networks

/// MAML whose inner loop adapts biases alone.
///
/// bᵢ = b − α ∇b L(support, W, b);  the outer loop learns W and b
///
/// - Source: Ben Zaken, Ravfogel, Goldberg 2022, "BitFit", Section 3. <https://arxiv.org/abs/2106.10199>
/// - Differs: meta-learned from tasks; the paper fine-tunes the biases of a pretrained transformer. Shifts of
///   normalization are biases, as there.
/// - Shapes: support and query of `[tasks, …]`; b [tasks, out].
public struct BiasTuning: MAMLVariant {
  /// MAML over the biases.
  public let method: MAML

  /// Creates the method; throws for a network whose answers depend on no bias.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    let biases = try request.part(
      request.anatomy.biases, "bias that answers depend on: adapt a prompt (prefix) or adapters (lora)",
      for: "biasOnly")
    method = MAML(
      inner: try request.adapting(biases, for: "biasOnly"), order: request.options.order,
      queryWeights: request.queryWeights)
  }
}

extension BiasTuning {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "biasOnly", "MAML whose inner loop adapts biases alone",
    source: "Ben Zaken et al. 2022", traits: [.readsQueryWeights, .isSecondOrder],
    make: BiasTuning.init)
}
