internal import CTorch

/// The meta-gradient of implicit MAML for a ReLU network under mean squared error, in one pass without a tape.
///
/// φ ← φ − αₖ (∇L_support(φ) + λ (φ − θ)) for each of `shares`, then ((1 + δ) I + H(φ) / (λ + μ))⁻¹ ∇L_query(φ)
///
/// H is the Hessian of the support loss; its inverse is found task by task by `solverSteps` of conjugate gradients from 0.
/// Rates are those of `multilayerMetaGradient`; where the inner loop ends does not depend on them, so they have no
/// gradient. λ is `regularization`, δ `damping`, μ `extraRegularization`. Gives the mean query loss at φ and one gradient for each parameter; nothing for
/// tensors off the CPU or of another form.
/// - Source: Rajeswaran, Finn, Kakade, Levine 2019, "Meta-Learning with Implicit Gradients", Algorithm 2,
///   Lemma 1. <https://arxiv.org/abs/1909.04630>
/// - Differs: conjugate gradients end early at a direction without positive curvature, where the matrix is no longer
///   positive definite; when that is the first, the query gradient itself counts. δ and μ are 0 in the paper, 1 and 10 in
///   its code.
/// - Shapes: weight [out, in], bias [out]; inputs and targets [tasks, examples, features].
public func multilayerImplicitGradient(
  parameters: [Tensor], logarithms: [Tensor], shares: [Double], regularization: Double, damping: Double = 0,
  extraRegularization: Double = 0, solverSteps: Int, support: (inputs: Tensor, targets: Tensor),
  query: (inputs: Tensor, targets: Tensor)
) -> (loss: Double, gradients: [Tensor])? {
  precondition(
    regularization > 0 && solverSteps > 0,
    "a regularization of \(regularization) and \(solverSteps) solver steps: both must be positive")
  precondition(
    damping >= 0 && extraRegularization >= 0,
    "a damping of \(damping) and an extra regularization of \(extraRegularization): neither can be negative")
  let how = ct_mlp_implicit(
    proximal: regularization, identity: 1 + damping, divisor: regularization + extraRegularization,
    solver_steps: solverSteps)
  return MultilayerTasks(
    parameters: parameters, logarithms: logarithms, shares: shares, support: support, query: query
  ).map { tasks in
    let found = tasks.solved("multilayerImplicitGradient", rates: false) {
      ct_mlp_implicit_gradient($0, how, $1, &$2)
    }
    return (found.loss, found.tensors)
  }
}
