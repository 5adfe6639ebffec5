internal import CTorch

/// The meta-gradient of MAML for a ReLU network under mean squared error, in one pass without a tape.
///
/// v ← ∇L_query(θ_K), then to second order for each plain gradient step from the last to the first v ← v − Hₖ (αₖ v)
///
/// `logarithms` are those of the rates, one vector for each of the `parameters` (weight and bias of each layer), whose
/// last element serves all later steps; each of `shares` scales the rates of one step. Gives the mean query loss and
/// its gradient at the parameters, then at the logarithms; nothing for tensors off the CPU or of another form.
/// - Source: Finn, Abbeel, Levine 2017, Sections 2.2 and 5.2 (first order); H v as in Pearlmutter 1994.
/// - Shapes: weight [out, in], bias [out]; inputs and targets [tasks, examples, features].
public func multilayerMetaGradient(
  parameters: [Tensor], logarithms: [Tensor], shares: [Double], support: (inputs: Tensor, targets: Tensor),
  query: (inputs: Tensor, targets: Tensor), secondOrder: Bool = true
) -> (loss: Double, gradients: [Tensor])? {
  MultilayerTasks(
    parameters: parameters, logarithms: logarithms, shares: shares, support: support, query: query
  ).map { tasks in
    let found = tasks.solved("multilayerMetaGradient", rates: true) { ct_mlp_meta_gradient($0, secondOrder, $1, &$2) }
    return (found.loss, found.tensors)
  }
}
