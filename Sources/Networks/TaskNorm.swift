internal import Requirements
public import Tensors

/// A norm of each channel of each task, with scale, shift and ReLU: y = max(0, γ (x − μ) / √(σ² + ε) + β).
///
/// μ and σ² are the population mean and variance over the rows that `mode` names.
/// - Source: Ioffe, Szegedy 2015, "Batch Normalization", Algorithm 1; the statistics a task are those a looped
///   implementation would take.
/// - Shapes: x [tasks, rows, channels]; γ and β [channels] or [tasks, channels], with an axis of steps before the channels
///   where steps have their own.
public struct TaskNorm: ParameterTree {
  /// The scale γ.
  public var scale: Tensor
  /// The shift β.
  public var shift: Tensor
  /// The statistics that normalize.
  public let mode: Normalization
  /// The number of inner steps with a γ and a β of their own; 1 if all share them.
  public let steps: Int
  /// The population mean at each inner step, [steps, channels], or `nil` until `running` is calibrated.
  public var mean: Tensor?
  /// The population variance at each inner step, or `nil` until `running` is calibrated.
  public var variance: Tensor?
  /// The ε added to the variance.
  public let epsilon = 1e-5
  static let groups = 8

  /// Creates a norm of γ = 1, β = 0 for this many channels and inner steps.
  public init(_ channels: Int, mode: Normalization, steps: Int = 1) {
    require(
      mode != .group || channels % Self.groups == 0,
      "group norm of \(channels) channels in \(Self.groups) groups: take a multiple of \(Self.groups) filters")
    let shape = steps > 1 ? [steps, channels] : [channels]
    (scale, shift, self.mode, self.steps) = (.ones(shape), .zeros(shape), mode, steps)
  }

  /// Applies the norm to x, whose first `reference` rows are the support set if there are queries too.
  ///
  /// `step` is the inner step. `examples` is the number of images that the rows come from.
  public func callAsFunction(_ x: Tensor, step: Int, reference: Int, examples: Int) -> Tensor {
    let (scale, shift) = steps > 1 ? (row(scale, step), row(shift, step)) : (scale, shift)
    let normal: Tensor
    switch mode {
    case .group: normal = grouped(x, examples: examples)
    case .running where mean != nil:
      normal = (x - row(mean!, step)) * (row(variance!, step) + epsilon).reciprocalSquareRoot()
    case .running:
      let all = x.flattened(0, 1).unsqueezed(0)  // [1, rows of all tasks, channels]
      normal = all.standardized(epsilon: epsilon).reshaped(x.shape)
    case .support where reference > 0:
      normal = normalized(x, by: x.narrowed(1, from: 0, length: reference))
    case .transductive, .support:
      return x.standardized(scale: scale, shift: shift, rectified: true, epsilon: epsilon)
    }
    return (normal * acrossRows(scale, rank: 3) + acrossRows(shift, rank: 3)).relu()
  }

  /// Returns x normalized by the statistics of some rows.
  private func normalized(_ x: Tensor, by seen: Tensor) -> Tensor {
    let (mean, variance) = (seen.mean(1, keeping: true), seen.variance(1, keeping: true))
    return (x - mean) * (variance + epsilon).reciprocalSquareRoot()
  }

  /// Appends the population statistics of an inner step, [channels], to those of the steps before it.
  public mutating func append(mean: Tensor, variance: Tensor, at step: Int) {
    func rows(_ new: Tensor, after old: Tensor?) -> Tensor {
      guard let old, step > 0 else { return new.unsqueezed(0) }
      require(old.size(0) >= step, "statistics of step \(step) after \(old.size(0)) steps: take them in order")
      return .concatenate([old.narrowed(0, from: 0, length: step), new.unsqueezed(0)], 0)
    }
    (self.mean, self.variance) = (rows(mean, after: self.mean), rows(variance, after: self.variance))
  }

  /// Returns a step's row of [steps, channels] or [tasks, steps, channels]; later steps have the last.
  private func row(_ leaf: Tensor, _ step: Int) -> Tensor {
    let axis = leaf.rank - 2
    return leaf.selected(axis, min(step, leaf.size(axis) - 1))
  }

  private func grouped(_ x: Tensor, examples: Int) -> Tensor {
    let (tasks, rows, channels) = (x.size(0), x.size(1), x.size(2))
    let parts = x.reshaped(tasks * examples, rows / examples, Self.groups, channels / Self.groups)
    let mean = parts.mean(1, 3, keeping: true)
    let variance = parts.variance(1, 3, keeping: true)
    return ((parts - mean) * (variance + epsilon).reciprocalSquareRoot()).reshaped(x.shape)
  }

  /// Visits γ and β; the population statistics are not learned.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("scale", &scale)
    visitor.leaf("shift", &shift)
  }
}
