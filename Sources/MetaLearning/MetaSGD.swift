internal import Networks

/// MAML that learns a rate for each element of each leaf, with the initialization.
///
/// θ′ = θ − α ∘ ∇L(support, θ);  (θ, α) ← (θ, α) − β ∇ Σᵢ L(queryᵢ, θᵢ′)
///
/// - Source: Li, Zhou, Chen, Li 2017, "Meta-SGD: Learning to Learn Quickly for Few-Shot Learning", Algorithm 1.
///   <https://arxiv.org/abs/1707.09835>
/// - Differs: rates are kept as logarithms and so stay positive, where the paper lets them change their sign; they start
///   at `inner.rate`, where the paper draws them from a range.
/// - Shapes: support and query of `[tasks, …]`; α of a leaf's own shape.
public struct MetaSGD: MAMLVariant {
  /// MAML with a rate an element.
  public let method: MAML

  /// The method over everything that adapts, or what `inner.phases` chooses.
  public init(_ request: LearnerRequest) throws(Refusal) {
    var inner = request.inner
    inner.rates = .perElement
    method = MAML(inner: inner, order: request.options.order, queryWeights: request.queryWeights)
  }
}
