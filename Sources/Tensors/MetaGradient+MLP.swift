internal import CTorch

/// The meta-gradient of second-order MAML for a ReLU network under mean squared error, in one pass without a tape.
///
/// v ← ∇L_query(θ_K), then for each plain gradient step from the last to the first v ← v − Hₖ (αₖ v)
///
/// `logarithms` are those of the rates, one vector for each of the `parameters` (weight and bias of each layer), whose
/// last element serves all later steps; each of `shares` scales the rates of one step. Gives the mean query loss and
/// its gradient at the parameters, then at the logarithms; nothing for tensors off the CPU or of another form.
/// - Source: Finn, Abbeel, Levine 2017, Section 2.2; H v as in Pearlmutter 1994.
/// - Shapes: weight [out, in], bias [out]; inputs and targets [tasks, examples, features].
public func multilayerMetaGradient(
  parameters: [Tensor], logarithms: [Tensor], shares: [Double], support: (inputs: Tensor, targets: Tensor),
  query: (inputs: Tensor, targets: Tensor)
) -> (loss: Double, gradients: [Tensor])? {
  guard let dtype = parameters.first?.dtype, dtype == .float32 || dtype == .float64 else { return nil }
  guard parameters.count.isMultiple(of: 2), parameters.count == logarithms.count else { return nil }
  let data = [support.inputs, support.targets, query.inputs, query.targets]
  guard data.allSatisfy({ $0.rank == 3 }), logarithms.allSatisfy({ $0.rank == 1 }),
    parameters.indices.allSatisfy({ parameters[$0].rank == 2 - $0 % 2 }),
    (parameters + logarithms + data).allSatisfy({ $0.dtype == dtype && $0.device == .cpu })
  else { return nil }
  var raw = [ct_tensor](repeating: ct_tensor(impl: nil), count: 2 * parameters.count)
  var loss = 0.0
  let status = ct_mlp_meta_gradient(
    parameters.map(\.raw), logarithms.map(\.raw), parameters.count / 2, shares, shares.count, data[0].raw, data[1].raw,
    data[2].raw, data[3].raw, &raw, &loss)
  checked("multilayerMetaGradient at \(parameters.map(\.shape)) of \(data.map(\.shape))", status)
  return (loss, raw.map(Tensor.init(owning:)))
}
