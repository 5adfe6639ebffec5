public import Networks
public import Tensors

/// Inputs and targets of several regression tasks.
public struct RegressionBatch: TaskBatch {
  /// [tasks, examples, features].
  public let inputs: Tensor
  /// [tasks, examples, outputs].
  public let targets: Tensor

  /// A batch of these examples.
  public init(inputs: Tensor, targets: Tensor) {
    precondition(
      inputs.shape.prefix(2) == targets.shape.prefix(2),
      "inputs \(inputs.shape) and targets \(targets.shape) must agree in tasks and examples")
    (self.inputs, self.targets) = (inputs, targets)
  }

  /// How many tasks.
  public var tasks: Int { inputs.size(0) }

  /// Some of the tasks.
  public subscript(range: Range<Int>) -> RegressionBatch {
    RegressionBatch(inputs: inputs[range], targets: targets[range])
  }
}

extension MLP: AdaptableNetwork {
  /// The mean squared error of each task: [tasks].
  public func losses(on batch: RegressionBatch) -> Tensor {
    (self(batch.inputs) - batch.targets).squared().mean(1, 2)
  }

  /// The pass that `multilayerMetaGradient` describes; none with a task axis, an adapter or a layer without bias.
  public func analyticMetaGradient(
    on episodes: EpisodeBatch<RegressionBatch>, logarithms: [Tensor], shares: [Double]
  ) -> (loss: Double, gradients: [Tensor])? {
    guard layers.allSatisfy({ $0.bias != nil && $0.adapter == nil }) else { return nil }
    let (support, query) = (episodes.support, episodes.query)
    return multilayerMetaGradient(
      parameters: tensors, logarithms: logarithms, shares: shares, support: (support.inputs, support.targets),
      query: (query.inputs, query.targets))
  }
}
