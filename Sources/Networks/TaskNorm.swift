public import Tensors

/// Normalizes each channel of each task, scales, shifts and rectifies: y = max(0, γ (x − μ) / √(σ² + ε) + β).
///
/// μ and σ² are the population mean and variance over the rows that `mode` names.
/// - Source: Ioffe, Szegedy 2015, "Batch Normalization", Algorithm 1; the statistics a task are those a looped
///   implementation would take.
/// - Shapes: x [tasks, rows, channels]; γ and β [channels], [tasks, channels], or with a leading step axis for `perStep`.
public struct TaskNorm: ParameterTree {
  /// γ.
  public var scale: Tensor
  /// β.
  public var shift: Tensor
  /// Whose statistics.
  public let mode: Normalization
  /// The population mean, [channels], for `running` once it was calibrated.
  public var mean: Tensor?
  /// The population variance.
  public var variance: Tensor?
  /// Added to the variance.
  public let epsilon = 1e-5
  static let groups = 8

  /// A norm of γ = 1, β = 0 for so many channels; `steps` rows of them for `perStep`.
  public init(_ channels: Int, mode: Normalization, steps: Int = 1) {
    precondition(
      mode != .group || channels % Self.groups == 0,
      "group norm of \(channels) channels in \(Self.groups) groups: take a multiple of \(Self.groups) filters")
    let shape = mode == .perStep ? [max(steps, 1), channels] : [channels]
    (scale, shift, self.mode) = (.ones(shape), .zeros(shape), mode)
  }

  /// Applies the norm to x, whose first `reference` rows are the support set where queries go with them.
  /// - Parameters:
  ///   - step: the inner step.
  ///   - examples: how many images the rows are of.
  ///   - twice: true when the gradient will be differentiated again.
  public func callAsFunction(_ x: Tensor, step: Int, reference: Int, examples: Int, twice: Bool) -> Tensor {
    let (scale, shift) = (at(scale, step), at(shift, step))
    let normal: Tensor
    switch mode {
    case .group: normal = grouped(x, examples: examples)
    case .running where mean != nil:
      normal = (x - mean!) * (variance! + epsilon).reciprocalSquareRoot()
    case .support where reference > 0:
      normal = normalized(x, by: x.narrowed(1, from: 0, length: reference))
    case .transductive, .support, .running, .perStep:
      return x.standardized(scale: scale, shift: shift, rectified: true, epsilon: epsilon, twice: twice)
    }
    return (normal * acrossRows(scale, rank: 3) + acrossRows(shift, rank: 3)).relu()
  }

  /// x by the statistics of some rows.
  private func normalized(_ x: Tensor, by seen: Tensor) -> Tensor {
    let (mean, variance) = (seen.mean(1, keeping: true), seen.variance(1, keeping: true))
    return (x - mean) * (variance + epsilon).reciprocalSquareRoot()
  }

  /// The step's own row of a leaf, where steps have their own.
  private func at(_ leaf: Tensor, _ step: Int) -> Tensor {
    guard mode == .perStep else { return leaf }
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

  /// Shows γ and β; the population statistics are not learned.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("scale", &scale)
    visitor.leaf("shift", &shift)
  }
}
