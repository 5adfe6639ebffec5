internal import CTorch

extension Tensor {
  /// Whether the tensor is on a tape.
  public var requiresGradient: Bool { ct_requires_gradient(raw) }
  /// Returns the same numbers at the start of a new tape, to differentiate with respect to.
  public func leaf() -> Tensor { giving { ct_leaf(raw, $0) } }
  /// Returns the same numbers off the tape.
  public func detached() -> Tensor { giving { ct_detach(raw, $0) } }
}

/// Returns Σᵢ seedᵢ · ∂outputᵢ/∂input for each input; zeros for an input that the outputs do not depend on.
///
/// With `createGraph` the gradients are themselves on the tape and can be differentiated again.
/// `retainGraph` keeps the tape for a second call.
public func gradients(
  of outputs: [Tensor], at inputs: [Tensor], seeds: [Tensor]? = nil, createGraph: Bool = false,
  retainGraph: Bool = false
) -> [Tensor] {
  guard !inputs.isEmpty else { return [] }
  var raw = [ct_tensor](repeating: ct_tensor(impl: nil), count: inputs.count)
  let seedHandles = seeds?.map(\.raw)
  let status = outputs.map(\.raw).withUnsafeBufferPointer { outs in
    inputs.map(\.raw).withUnsafeBufferPointer { ins in
      (seedHandles ?? []).withUnsafeBufferPointer { seedBuffer in
        ct_gradient(
          outs.baseAddress!, seedHandles == nil ? nil : seedBuffer.baseAddress, outs.count, ins.baseAddress!,
          ins.count, retainGraph || createGraph, createGraph, &raw)
      }
    }
  }
  checked("gradients of \(outputs.map(\.shape)) at \(inputs.count) inputs", status)
  return zip(inputs, raw).map { input, handle in
    handle.impl == nil ? Tensor.zeros(like: input) : Tensor(owning: handle)
  }
}

/// Returns the loss at `model` and its gradient, a tree of the same type.
///
/// With `createGraph`, leaves that already are on a tape stay on it, so that an outer gradient goes through this one.
public func valueAndGradient<Model: ParameterTree>(
  at model: Model, createGraph: Bool = false, of loss: (Model) -> Tensor
) -> (value: Tensor, gradient: Model) {
  withGradient {
    let start = model.map { createGraph && $0.requiresGradient ? $0 : $0.leaf() }
    let value = createGraph ? withSecondOrder { loss(start) } : loss(start)
    let gradient = gradients(of: [value], at: start.tensors, createGraph: createGraph)
    return (createGraph ? value : value.detached(), start.replacing(gradient))
  }
}

/// Returns H·v, where H is the Hessian of the loss at `model`, at the cost of two gradients.
///
/// H v = ∇(∇L · v)
/// - Source: Pearlmutter 1994, "Fast exact multiplication by the Hessian".
public func hessianVectorProduct<Model: ParameterTree>(
  at model: Model, _ vector: Model, of loss: (Model) -> Tensor
) -> Model {
  withGradient {
    let start = model.map { $0.leaf() }
    let gradient = gradients(of: [withSecondOrder { loss(start) }], at: start.tensors, createGraph: true)
    let dot = zip(gradient, vector.tensors).map { ($0 * $1).sum() }.reduce(Tensor(0, dtype: gradient[0].dtype), +)
    guard dot.requiresGradient else { return start.map { Tensor.zeros(like: $0) } }
    return start.replacing(gradients(of: [dot], at: start.tensors).map { $0.detached() })
  }
}

/// Runs `body` without a tape, so that nothing in it uses memory for a gradient.
public func withoutGradient<Result>(_ body: () throws -> Result) rethrows -> Result {
  let before = ct_set_gradient_mode(false)
  defer { _ = ct_set_gradient_mode(before) }
  return try body()
}

/// Runs `body` with a tape, also inside `withoutGradient`.
public func withGradient<Result>(_ body: () throws -> Result) rethrows -> Result {
  let before = ct_set_gradient_mode(true)
  defer { _ = ct_set_gradient_mode(before) }
  return try body()
}

/// Whether operations are recorded for a gradient.
public var isRecordingGradient: Bool { ct_gradient_mode() }

/// Runs `body` with operations whose gradients can themselves be differentiated.
///
/// Elsewhere an operation in one pass keeps only what a first gradient needs, and traps if a second one is requested.
/// The mode belongs to the task or thread, and a checkpointed block runs again in the same mode.
public func withSecondOrder<Result>(_ body: () throws -> Result) rethrows -> Result {
  try GradientMode.$isSecondOrder.withValue(true, operation: body)
}

/// Whether operations recorded here support gradients of gradients.
public var isSecondOrder: Bool { GradientMode.isSecondOrder }

enum GradientMode {
  @TaskLocal static var isSecondOrder: Bool = false
}

/// Runs `body` with matrix products in `dtype` (bfloat16), the rest in float32 where precision needs it.
public func withAutocast<Result>(
  to dtype: DType = .bfloat16, on device: Device = .cpu, _ body: () throws -> Result
) rethrows -> Result {
  checked("autocast", ct_set_autocast(device.raw, true, dtype.raw))
  defer { checked("autocast", ct_set_autocast(device.raw, false, dtype.raw)) }
  return try body()
}
