internal import CTorch
internal import Requirements

// Operations in one pass over memory, each with its own gradient, which is itself differentiable in `withSecondOrder`.

extension Tensor {
  /// Whether the fused operations take the tensor: float32 or float64 on the CPU.
  public var isFusible: Bool { (dtype == .float32 || dtype == .float64) && device == .cpu }

  /// Returns s / √(mean(s²) + ε) over the last dimension, s = a + b.
  /// - Shapes: a and b of one shape, which is the result's.
  public static func normedSum(_ a: Tensor, _ b: Tensor, epsilon: Double) -> Tensor {
    giving("normedSum of \(a.shape) \(a.dtype) and \(b.shape) \(b.dtype)") {
      ct_normed_sum(a.raw, b.raw, epsilon, isSecondOrder, $0)
    }
  }

  /// Returns the batch norm of each task and channel over the task's rows, followed by a rectifier if `rectified`; a
  /// composition of other operations for what is not fusible.
  ///
  /// y = γ (x − μ) / √(σ² + ε) + β, μ and σ² the mean and population variance of the rows
  /// - Source: Ioffe, Szegedy 2015, "Batch Normalization", Algorithm 1. <https://arxiv.org/abs/1502.03167>
  /// - Differs: a task's rows are a batch of their own, in evaluation too: there are no running statistics.
  /// - Shapes: self [tasks, rows, channels], which is the result's; scale γ and shift β [channels] or [tasks, channels].
  public func standardized(
    scale: Tensor? = nil, shift: Tensor? = nil, rectified: Bool = false, epsilon: Double = 1e-5
  ) -> Tensor {
    let none = ct_tensor(impl: nil)
    return giving("standardized: \(shape) \(dtype) by \(scale?.shape ?? []) and \(shift?.shape ?? [])") {
      ct_standardized(raw, scale?.raw ?? none, shift?.raw ?? none, epsilon, rectified, isSecondOrder, $0)
    }
  }

  /// Returns silu(x₁) · x₂ for the halves of the last dimension.
  /// - Shapes: [..., 2 · features] to [..., features].
  public func gated() -> Tensor { giving("gated: \(shape) \(dtype)") { ct_gated(raw, isSecondOrder, $0) } }

  /// Returns queries, keys and values of attention, queries and keys rotated by angles: x·cos + (−x₂, x₁)·sin.
  /// Differentiable any number of times.
  /// - Shapes: [rows, length, 3 · heads · d] to three of [rows, heads, length, d]; the angles' tables [length, d].
  public func attentionParts(
    heads: Int, angles: (cosines: Tensor, sines: Tensor)?
  ) -> (query: Tensor, key: Tensor, value: Tensor) {
    var (q, k, v) = (ct_tensor(impl: nil), ct_tensor(impl: nil), ct_tensor(impl: nil))
    let none = ct_tensor(impl: nil)
    checked(
      "attentionParts: \(shape) \(dtype) of \(heads) heads",
      ct_attention_parts(raw, Int64(heads), angles?.cosines.raw ?? none, angles?.sines.raw ?? none, &q, &k, &v))
    return (Tensor(owning: q), Tensor(owning: k), Tensor(owning: v))
  }
}

/// The constants of a step of Adam, including bias corrections.
public struct AdamStep: Sendable {
  /// 1 − β₁.
  public var firstWeight: Double
  /// 1 − β₂.
  public var secondWeight: Double
  /// The factor of weight decay on each parameter.
  public var keep: Double
  /// The learning rate over 1 − β₁ᵗ.
  public var rate: Double
  /// 1 / √(1 − β₂ᵗ).
  public var scale: Double
  /// ε.
  public var epsilon: Double
  /// Whether the update is atan2(m, scale · √v) in place of m / (scale · √v + ε).
  public var isAngle: Bool

  /// Creates a step with these constants.
  public init(
    firstWeight: Double, secondWeight: Double, keep: Double, rate: Double, scale: Double, epsilon: Double, isAngle: Bool
  ) {
    (self.firstWeight, self.secondWeight, self.keep, self.rate) = (firstWeight, secondWeight, keep, rate)
    (self.scale, self.epsilon, self.isAngle) = (scale, epsilon, isAngle)
  }

  /// Returns parameters and moments after the step; absent moments are zeros. Every tensor must be fusible.
  ///
  /// m ← m + w₁ (g − m), v ← v + w₂ (g² − v), θ ← keep · θ − rate · m / (scale · √v + ε)
  public func callAsFunction(
    _ parameters: [Tensor], _ gradients: [Tensor], first: [Tensor]?, second: [Tensor]?
  ) -> (parameters: [Tensor], first: [Tensor], second: [Tensor]) {
    let count = parameters.count
    guard gradients.count == count, (first?.count ?? count) == count, (second?.count ?? count) == count else {
      trap("AdamStep: \(count) parameters, \(gradients.count) gradients: give one of each a leaf")
    }
    guard count > 0 else { return ([], [], []) }
    let rule = ct_adam_rule(
      first_weight: firstWeight, second_weight: secondWeight, keep: keep, rate: rate, scale: scale, epsilon: epsilon,
      angle: isAngle)
    let empty = [ct_tensor](repeating: ct_tensor(impl: nil), count: count)
    var (p, m, v) = (empty, empty, empty)
    let status =
      if let first, let second {
        ct_adam(
          rule, parameters.map(\.raw), gradients.map(\.raw), first.map(\.raw), second.map(\.raw), count, &p, &m, &v)
      } else {
        ct_adam(rule, parameters.map(\.raw), gradients.map(\.raw), nil, nil, count, &p, &m, &v)
      }
    checked("AdamStep on \(parameters.map(\.shape))", status)
    return (p.map(Tensor.init(owning:)), m.map(Tensor.init(owning:)), v.map(Tensor.init(owning:)))
  }
}
