internal import CTorch

/// How far the tasks' own training leads away from the start, for a ReLU network under mean squared error: the gradient
/// of Reptile, in one pass without a copy of the network for each task.
///
/// θ − mean φᵢ,  φᵢ = θ after a plain gradient step on the support set of task i for each of `shares`
///
/// Rates are those of `multilayerMetaGradient`. Gives the mean query loss at φᵢ and one tensor for each parameter;
/// nothing for tensors off the CPU or of another form.
/// - Source: Nichol, Achiam, Schulman 2018, "On First-Order Meta-Learning Algorithms", Algorithm 2.
/// - Shapes: weight [out, in], bias [out]; inputs and targets [tasks, examples, features].
public func multilayerDisplacement(
  parameters: [Tensor], logarithms: [Tensor], shares: [Double], support: (inputs: Tensor, targets: Tensor),
  query: (inputs: Tensor, targets: Tensor)
) -> (loss: Double, displacement: [Tensor])? {
  MultilayerTasks(
    parameters: parameters, logarithms: logarithms, shares: shares, support: support, query: query
  ).map { tasks in
    let found = tasks.solved("multilayerDisplacement", rates: false) { ct_mlp_displacement($0, $1, &$2) }
    return (found.loss, found.tensors)
  }
}
