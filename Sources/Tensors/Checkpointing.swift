internal import CTorch
internal import Requirements

/// Runs `block` without a tape and again when its gradient is computed (gradient checkpointing): memory of its inputs
/// only, for the compute of one more forward pass. The gradient is the same, of any order.
///
/// What the block reads beside `inputs` counts as a constant: pass everything that needs a gradient.
/// - Source: Chen, Xu, Zhang, Guestrin 2016, "Training Deep Nets with Sublinear Memory Cost".
public func checkpointed(
  _ inputs: [Tensor], outputs count: Int, _ block: @escaping ([Tensor]) -> [Tensor]
) -> [Tensor] {
  let mode = isSecondOrder
  let box = Unmanaged.passRetained(
    BlockBox { inputs in GradientMode.$isSecondOrder.withValue(mode) { block(inputs) } })
  var raw = [ct_tensor](repeating: ct_tensor(impl: nil), count: count)
  let status = inputs.map(\.raw).withUnsafeBufferPointer {
    ct_checkpoint(runBlock, releaseBlock, box.toOpaque(), $0.baseAddress!, $0.count, &raw, count)
  }
  checked("checkpointed", status)
  return raw.map(Tensor.init(owning:))
}

private final class BlockBox {
  let block: ([Tensor]) -> [Tensor]
  init(_ block: @escaping ([Tensor]) -> [Tensor]) { self.block = block }
}

private func runBlock(
  _ context: UnsafeMutableRawPointer, _ inputs: UnsafePointer<ct_tensor>, _ inputCount: Int,
  _ outputs: UnsafeMutablePointer<ct_tensor>, _ outputCount: Int
) -> Int32 {
  let box = Unmanaged<BlockBox>.fromOpaque(context).takeUnretainedValue()
  let results = box.block((0..<inputCount).map { index in giving { ct_share(inputs[index], $0) } })
  guard results.count == outputCount else {
    trap("checkpointed: the block gave \(results.count) outputs, not the \(outputCount) that were announced")
  }
  for (index, result) in results.enumerated() { checked("checkpointed", ct_share(result.raw, &outputs[index])) }
  return 0
}

private func releaseBlock(_ context: UnsafeMutableRawPointer) {
  Unmanaged<BlockBox>.fromOpaque(context).release()
}
