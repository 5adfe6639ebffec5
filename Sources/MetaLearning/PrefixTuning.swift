internal import Networks

/// MAML whose inner loop adapts a soft prompt alone: vectors that the network reads before the task's own input.
///
/// Pᵢ = P − α ∇P L(support, P, θ);  the outer loop learns θ and where every task's prompt starts, P
///
/// On the recursive model the prompt is the task's vector, which fills the positions before the tokens; every update of
/// the low state reads it again. `network.prefix: 4` and a `network.taskWidth` of 4 widths are four soft tokens. On
/// networks of numbers it is their context.
/// - Source: Lester, Al-Rfou, Constant 2021, "The Power of Scale for Parameter-Efficient Prompt Tuning", Section 2
///   <https://arxiv.org/abs/2104.08691>; Li, Liang 2021, "Prefix-Tuning" <https://arxiv.org/abs/2101.00190>.
/// - Differs: the start is meta-learned and so is the network, both of which the papers leave alone; prefixes stand at the
///   input, as in the first paper, and not at each layer's keys and values, as in the second. `CAVIA` is this with a
///   start held at zero.
/// - Shapes: support and query of `[tasks, …]`; P [tasks, positions · width].
public struct PrefixTuning: MAMLVariant {
  /// MAML over the prompt.
  public let method: MAML

  /// Creates the method; throws for a network that reads no prompt.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    let prompt = try request.part(
      request.anatomy.context, "prompt: give it one (network.taskWidth, or network.context: 5)", for: "prefix")
    method = MAML(
      inner: try request.adapting(prompt, for: "prefix"), order: request.options.order,
      queryWeights: request.queryWeights)
  }
}

extension PrefixTuning {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "prefix", "adapts a prompt alone, from a learned start",
    source: "Lester et al. 2021; Li, Liang 2021", traits: [.readsQueryWeights, .isSecondOrder],
    make: PrefixTuning.init)
}
