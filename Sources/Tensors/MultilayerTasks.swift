internal import CTorch

/// A ReLU network, the rates of its plain gradient steps, and the tasks that it adapts to: what `mlp.h` works on.
///
/// - Shapes: weight [out, in], bias [out]; inputs and targets [tasks, examples, features].
struct MultilayerTasks {
  private let parameters: [Tensor]
  private let logarithms: [Tensor]
  private let shares: [Double]
  private let data: [Tensor]

  /// Nothing for tensors off the CPU or of another form.
  init?(
    parameters: [Tensor], logarithms: [Tensor], shares: [Double], support: (inputs: Tensor, targets: Tensor),
    query: (inputs: Tensor, targets: Tensor)
  ) {
    guard let dtype = parameters.first?.dtype, dtype == .float32 || dtype == .float64 else { return nil }
    guard parameters.count.isMultiple(of: 2), parameters.count == logarithms.count else { return nil }
    let data = [support.inputs, support.targets, query.inputs, query.targets]
    guard data.allSatisfy({ $0.rank == 3 }), logarithms.allSatisfy({ $0.rank == 1 }),
      parameters.indices.allSatisfy({ parameters[$0].rank == 2 - $0 % 2 }),
      (parameters + logarithms + data).allSatisfy({ $0.dtype == dtype && $0.device == .cpu })
    else { return nil }
    (self.parameters, self.logarithms, self.shares, self.data) = (parameters, logarithms, shares, data)
  }

  /// What `pass` makes of them: a loss, and tensors for each parameter (and, with `rates`, for each rate after them).
  func solved(
    _ name: String, rates: Bool, _ pass: (ct_mlp_tasks, UnsafeMutablePointer<ct_tensor>, inout Double) -> Int32
  ) -> (loss: Double, tensors: [Tensor]) {
    var raw = [ct_tensor](repeating: ct_tensor(impl: nil), count: (rates ? 2 : 1) * parameters.count)
    var loss = 0.0
    let handles = (parameters + logarithms).map(\.raw)
    let status = handles.withUnsafeBufferPointer { handles in
      shares.withUnsafeBufferPointer { shares in
        pass(
          ct_mlp_tasks(
            parameters: handles.baseAddress!, logarithms: handles.baseAddress! + parameters.count,
            layers: parameters.count / 2, shares: shares.baseAddress, steps: shares.count,
            support_inputs: data[0].raw, support_targets: data[1].raw, query_inputs: data[2].raw,
            query_targets: data[3].raw), &raw, &loss)
      }
    }
    checked("\(name) at \(parameters.map(\.shape)) of \(data.map(\.shape))", status)
    return (loss, raw.map(Tensor.init(owning:)))
  }
}
