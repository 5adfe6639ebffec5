internal import Networks
internal import Requirements
public import Tensors

/// A batch of the examples of several tasks with numeric inputs and regression targets or classes.
public struct ExampleBatch: TaskBatch {
  /// The inputs, [tasks, examples, …].
  public let inputs: Tensor
  /// The targets, [tasks, examples, outputs], or the class of each example, [tasks, examples] in int64.
  public let targets: Tensor
  /// The number of classes of a task; 0 for regression.
  public let ways: Int

  /// Creates examples of a regression.
  public init(inputs: Tensor, targets: Tensor) {
    require(
      inputs.shape.prefix(2) == targets.shape.prefix(2) && targets.rank == 3,
      "inputs \(inputs.shape) and targets \(targets.shape) must agree in tasks and examples, and targets have outputs")
    (self.inputs, self.targets, ways) = (inputs, targets, 0)
  }

  /// Creates examples of `ways` classes.
  public init(inputs: Tensor, labels: Tensor, ways: Int) {
    require(
      Array(inputs.shape.prefix(2)) == labels.shape && ways > 1,
      "inputs \(inputs.shape) and labels \(labels.shape) of \(ways) ways must be [tasks, examples, …], [tasks, examples]"
    )
    (self.inputs, targets, self.ways) = (inputs, labels, ways)
  }

  private init(inputs: Tensor, targets: Tensor, ways: Int) {
    (self.inputs, self.targets, self.ways) = (inputs, targets, ways)
  }

  /// The number of tasks.
  public var tasks: Int { inputs.size(0) }
  /// The number of examples of each task.
  public var examples: Int { inputs.size(1) }
  /// Whether a higher score is better, as for accuracy but not for squared error.
  public var isBetterHigh: Bool { ways > 0 }

  /// The labels and the number of classes, or `nil` for a regression.
  public var classes: (labels: Tensor, ways: Int)? { ways > 0 ? (targets, ways) : nil }

  /// The batch of a range of tasks.
  public subscript(range: Range<Int>) -> ExampleBatch {
    ExampleBatch(inputs: inputs[range], targets: targets[range], ways: ways)
  }

  /// Returns the examples at these positions of every task.
  public func examples(at positions: [Int]) -> ExampleBatch {
    let positions = Tensor(positions, shape: [positions.count]).moved(to: inputs.device)
    return ExampleBatch(
      inputs: inputs.gathered(1, at: positions), targets: targets.gathered(1, at: positions), ways: ways)
  }

  /// Returns the mean loss of each task: cross-entropy in nats, or squared error. Outputs [tasks, examples, ways or
  /// outputs] give [tasks].
  public func losses(of outputs: Tensor) -> Tensor {
    ways > 0
      ? Loss.crossEntropy(outputs, targets, .softmax).mean(1) : (outputs - targets).squared().mean(1, 2)
  }

  /// Returns the accuracy of each task, or its mean squared error.
  public func scores(of outputs: Tensor) -> [Double] {
    withoutGradient {
      guard ways > 0 else { return losses(of: outputs).converted(to: .float64).scalars() }
      let isRight = (outputs.argmax(-1) .== targets).converted(to: .float64)
      // NaN is not an answer.
      let isAnswer = outputs.isFinite().all(-1).converted(to: .float64)
      return (isRight * isAnswer).mean(1).scalars()
    }
  }

  /// Returns the batch in another floating-point type.
  public func converted(to dtype: DType) -> ExampleBatch {
    ExampleBatch(
      inputs: inputs.converted(to: dtype), targets: ways > 0 ? targets : targets.converted(to: dtype), ways: ways)
  }

  /// Returns the batch on another device.
  public func moved(to device: Device) -> ExampleBatch {
    ExampleBatch(inputs: inputs.moved(to: device), targets: targets.moved(to: device), ways: ways)
  }

  /// Returns the examples of this batch followed by those of another, task by task.
  public func joined(with other: ExampleBatch) -> ExampleBatch {
    require(ways == other.ways, "\(ways) and \(other.ways) ways do not join")
    return ExampleBatch(
      inputs: .concatenate([inputs, other.inputs], 1), targets: .concatenate([targets, other.targets], 1), ways: ways)
  }
}
