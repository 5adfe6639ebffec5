public import Networks
internal import Requirements
public import Tensors

/// Rows of tokens of several tasks on one canvas.
public struct TokenBatch: TaskBatch {
  /// [tasks, examples, length], int64.
  public let inputs: Tensor
  /// [tasks, examples, length], int64, `Loss.ignored` where nothing counts.
  public let labels: Tensor
  /// The layout of the tokens.
  public let layout: TokenLayout

  /// A batch of these rows.
  public init(inputs: Tensor, labels: Tensor, layout: TokenLayout) {
    require(
      inputs.shape == labels.shape && inputs.rank == 3,
      "inputs \(inputs.shape) and labels \(labels.shape) must both be [tasks, examples, length]")
    (self.inputs, self.labels, self.layout) = (inputs, labels, layout)
  }

  /// The number of tasks.
  public var tasks: Int { inputs.size(0) }
  /// The number of rows of each task.
  public var examples: Int { inputs.size(1) }

  /// Some of the tasks.
  public subscript(range: Range<Int>) -> TokenBatch {
    TokenBatch(inputs: inputs[range], labels: labels[range], layout: layout)
  }

  /// The rows in these places of every task.
  public func examples(at places: [Int]) -> TokenBatch {
    let places = Tensor(places, shape: [places.count]).moved(to: inputs.device)
    return TokenBatch(inputs: inputs.gathered(1, at: places), labels: labels.gathered(1, at: places), layout: layout)
  }

  /// The share of the counted cells that are right, for each task; outputs are logits.
  public func scores(of outputs: Tensor) -> [Double] {
    withoutGradient {
      let counted = (labels .!= Double(Loss.ignored)).converted(to: .float64)
      let isRight = (outputs.argmax(-1) .== labels).converted(to: .float64)
      return ((isRight * counted).sum(-1) / counted.sum(-1)).mean(-1).scalars()
    }
  }

  /// Accuracy is better high.
  public var isBetterHigh: Bool { true }

  /// Tokens are whole numbers: the batch itself.
  public func converted(to dtype: DType) -> TokenBatch { self }

  /// The rows of this batch, then those of another on the same canvas.
  public func joined(with other: TokenBatch) -> TokenBatch {
    require(
      inputs.size(2) == other.inputs.size(2),
      "rows of \(inputs.size(2)) and \(other.inputs.size(2)) tokens do not join: put both on one canvas")
    return TokenBatch(
      inputs: .concatenate([inputs, other.inputs], 1), labels: .concatenate([labels, other.labels], 1), layout: layout)
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
      let stepLoss = Self.loss(
        of: output, labels: batch.labels, crossEntropy: configuration.loss, haltWeight: configuration.haltWeight)
      let loss = stepLoss.loss.mean(-1)
      total = total.map { $0 + loss } ?? loss
      latents = output.latents.detached
    }
    return total!.converted(to: x.dtype) * (1 / Double(max(configuration.supervisionSteps, 1)))
  }

  /// The logits of the last supervision step, [tasks, examples, length, vocabulary].
  public func outputs(on batch: TokenBatch) -> Tensor { run(batch).logits }

  /// The vocabulary's and the halting layer are the head, the task's vector the context, where it has a width.
  public var anatomy: Anatomy {
    var anatomy = Anatomy(
      network: "trm", leaves: names, head: "head.*|halt.*", context: configuration.taskWidth > 0 ? "task" : nil)
    (anatomy.linear, anatomy.auxiliary) = (linearWeights, "halt.*")
    return anatomy
  }
}
