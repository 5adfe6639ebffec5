public import Networks
internal import Requirements
public import Tensors

/// A batch of rows of tokens of several tasks on one canvas.
public struct TokenBatch: TaskBatch {
  /// The input tokens, [tasks, examples, length], int64.
  public let inputs: Tensor
  /// The labels, [tasks, examples, length], int64, `Loss.ignored` where nothing counts.
  public let labels: Tensor
  /// The layout of the tokens.
  public let layout: TokenLayout

  /// Creates a batch of these rows.
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

  /// The batch of a range of tasks.
  public subscript(range: Range<Int>) -> TokenBatch {
    TokenBatch(inputs: inputs[range], labels: labels[range], layout: layout)
  }

  /// Returns the rows at these positions of every task.
  public func examples(at positions: [Int]) -> TokenBatch {
    let positions = Tensor(positions, shape: [positions.count]).moved(to: inputs.device)
    return TokenBatch(
      inputs: inputs.gathered(1, at: positions), labels: labels.gathered(1, at: positions), layout: layout)
  }

  /// Returns the share of the counted cells that are right, for each task; outputs are logits.
  public func scores(of outputs: Tensor) -> [Double] {
    withoutGradient {
      let counted = (labels .!= Double(Loss.ignored)).converted(to: .float64)
      let isRight = (outputs.argmax(-1) .== labels).converted(to: .float64)
      return ((isRight * counted).sum(-1) / counted.sum(-1)).mean(-1).scalars()
    }
  }

  /// Whether a higher score is better: yes, for accuracy.
  public var isBetterHigh: Bool { true }

  /// Returns the batch itself, as tokens are integers.
  public func converted(to dtype: DType) -> TokenBatch { self }

  /// Returns the rows of this batch followed by those of another on the same canvas, task by task.
  public func joined(with other: TokenBatch) -> TokenBatch {
    require(
      inputs.size(2) == other.inputs.size(2),
      "rows of \(inputs.size(2)) and \(other.inputs.size(2)) tokens do not join: put both on one canvas")
    return TokenBatch(
      inputs: .concatenate([inputs, other.inputs], 1), labels: .concatenate([labels, other.labels], 1), layout: layout)
  }

  /// Returns the batch on another device.
  public func moved(to device: Device) -> TokenBatch {
    TokenBatch(inputs: inputs.moved(to: device), labels: labels.moved(to: device), layout: layout)
  }
}

extension TinyRecursiveModel: AdaptableNetwork {
  /// Returns the loss of each task, the mean over its examples and over `supervisionSteps` steps from the initial
  /// states.
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

  /// Runs all supervision steps without a tape, and returns the output of the last.
  public func run(_ batch: TokenBatch) -> Output {
    withoutGradient {
      let x = embed(batch.inputs, layout: batch.layout)
      var latents = start(Array(batch.inputs.shape.dropLast()), length: batch.layout.count)
      var output: Output?
      for _ in 0..<max(configuration.supervisionSteps, 1) {
        let next = self(latents, input: x, layout: batch.layout)
        latents = next.latents
        output = next
      }
      return output!
    }
  }

  /// Returns the logits of the last supervision step, [tasks, examples, length, vocabulary].
  public func outputs(on batch: TokenBatch) -> Tensor { run(batch).logits }

  /// The parts: the vocabulary's and the halting layer are the head, the task's vector the context, if it has a width.
  public var anatomy: Anatomy {
    var anatomy = Anatomy(
      network: "trm", leaves: names, head: "head.*|halt.*", context: configuration.taskWidth > 0 ? "task" : nil)
    (anatomy.linear, anatomy.auxiliary) = (linearWeights, "halt.*")
    return anatomy
  }
}
