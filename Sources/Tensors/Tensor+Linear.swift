internal import CTorch

extension Tensor {
  /// Returns the matrix product over the last two dimensions; those before broadcast.
  /// - Shapes: [..., p, q] · [..., q, r] = [..., p, r].
  public func matmul(_ other: Tensor) -> Tensor {
    giving("matmul of \(shape) and \(other.shape)") { ct_matmul(raw, other.raw, $0) }
  }
  /// Returns x·wᵀ + b, with a matrix for each task or one for all: a batched product, no loop.
  /// - Shapes: x [..., in], weight [out, in], bias [out] = [..., out]; x [tasks, ..., in], weight [tasks, out, in], bias
  ///   [tasks, out] or [out] = [tasks, ..., out].
  public func linear(_ weight: Tensor, _ bias: Tensor? = nil) -> Tensor {
    giving("linear of \(shape) with weight \(weight.shape)") {
      ct_linear(raw, weight.raw, bias?.raw ?? ct_tensor(impl: nil), $0)
    }
  }
  /// Returns the Einstein summation over named dimensions, such as "tij,tbjd->tbid".
  public static func einsum(_ equation: String, _ items: Tensor...) -> Tensor {
    giving("einsum \(equation) of \(items.map(\.shape))") { out in
      items.map(\.raw).withUnsafeBufferPointer { ct_einsum(equation, $0.baseAddress!, $0.count, out) }
    }
  }
  /// Returns softmax(q·kᵀ/√d + bias)·v by one fused kernel, which has a first gradient, no second.
  /// - Shapes: q, k, v [batch, heads, length, d]; bias broadcasts to [batch, heads, length, length].
  public static func fusedAttention(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, bias: Tensor? = nil, causal: Bool = false
  ) -> Tensor {
    giving("fusedAttention of \(q.shape), \(k.shape), \(v.shape)") {
      ct_attention(q.raw, k.raw, v.raw, bias?.raw ?? ct_tensor(impl: nil), causal, $0)
    }
  }
  /// Returns a two-dimensional convolution.
  /// - Shapes: x [batch, channels, height, width], weight [out, channels / groups, k, k].
  public func convolved(
    _ weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, groups: Int = 1
  ) -> Tensor {
    giving("convolved: \(shape) with \(weight.shape)") {
      ct_conv2d(
        raw, weight.raw, bias?.raw ?? ct_tensor(impl: nil), Int64(stride), Int64(padding), Int64(groups), $0)
    }
  }
}
