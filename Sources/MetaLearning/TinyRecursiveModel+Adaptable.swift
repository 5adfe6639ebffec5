public import Networks
public import Tensors

/// Rows of tokens of several tasks on one canvas.
public struct TokenBatch: TaskBatch {
  /// [tasks, examples, length], int64.
  public let inputs: Tensor
  /// [tasks, examples, length], int64, `Loss.ignored` where nothing counts.
  public let labels: Tensor
  /// How the tokens stand.
  public let layout: TokenLayout

  /// A batch of these rows.
  public init(inputs: Tensor, labels: Tensor, layout: TokenLayout) {
    precondition(
      inputs.shape == labels.shape && inputs.rank == 3,
      "inputs \(inputs.shape) and labels \(labels.shape) must both be [tasks, examples, length]")
    (self.inputs, self.labels, self.layout) = (inputs, labels, layout)
  }

  /// How many tasks.
  public var tasks: Int { inputs.size(0) }

  /// Some of the tasks.
  public subscript(range: Range<Int>) -> TokenBatch {
    TokenBatch(inputs: inputs[range], labels: labels[range], layout: layout)
  }

  /// This batch on another device.
  public func moved(to device: Device) -> TokenBatch {
    TokenBatch(inputs: inputs.moved(to: device), labels: labels.moved(to: device), layout: layout)
  }
}

extension TinyRecursiveModel: AdaptableNetwork {
  /// The loss of each task: mean over its examples and over `supervisionSteps` steps from the initial states.
  /// - Shapes: batch of [tasks, examples, length] gives [tasks], in float32.
  public func losses(on batch: TokenBatch) -> Tensor {
    let x = embed(batch.inputs, layout: batch.layout)
    var latents = start(Array(batch.inputs.shape.dropLast()), length: batch.layout.count)
    var total: Tensor?
    for _ in 0..<max(configuration.supervisionSteps, 1) {
      let output = self(latents, input: x, layout: batch.layout)
      let charge = Self.charge(
        output, labels: batch.labels, crossEntropy: configuration.loss, haltWeight: configuration.haltWeight)
      let loss = charge.loss.mean(-1)
      total = total.map { $0 + loss } ?? loss
      latents = output.latents.detached
    }
    return total!.converted(to: x.dtype) * (1 / Double(max(configuration.supervisionSteps, 1)))
  }

  /// The network with attention that can be differentiated twice.
  public func preparedForSecondOrder() -> TinyRecursiveModel {
    var copy = self
    copy.isTwiceDifferentiable = true
    return copy
  }
}
