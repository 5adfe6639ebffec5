internal import Requirements
public import Tensors

/// Examples of several tasks on a leading axis.
public protocol TaskBatch: Sendable {
  /// The number of tasks.
  var tasks: Int { get }
  /// The number of examples of each task.
  var examples: Int { get }
  /// Some of the tasks.
  subscript(tasks: Range<Int>) -> Self { get }
  /// The examples in these places of every task.
  func examples(at places: [Int]) -> Self
  /// One number a task that says how good outputs are: accuracy where `isBetterHigh`, else an error.
  func scores(of outputs: Tensor) -> [Double]
  /// Whether a higher score is better.
  var isBetterHigh: Bool { get }
  /// What a score is, in a result's words.
  var scoreName: String { get }
  /// These examples in another floating-point type.
  func converted(to dtype: DType) -> Self
  /// These examples on another device.
  func moved(to device: Device) -> Self
  /// The class of each example, [tasks, examples] in int64, and the number of classes, or `nil` if tasks have no classes.
  var classes: (labels: Tensor, ways: Int)? { get }
  /// The examples of this batch, then those of another, task by task.
  func joined(with other: Self) -> Self
}

extension TaskBatch {
  /// Accuracy, or squared error.
  public var scoreName: String { isBetterHigh ? "accuracy" : "mean squared error" }

  /// `nil`: no classes.
  public var classes: (labels: Tensor, ways: Int)? { nil }

  /// The examples that a step sees where a step sees about `size`: of m equal parts, the one that is next.
  ///
  /// A part takes every m-th example, so it has its share of each class where classes stand in blocks. The parts take
  /// turns; m is as many as leave each part `size` examples or more. All examples where `size` is 0.
  public func minibatch(of size: Int, at step: Int) -> Self {
    let parts = size > 0 ? max(examples / size, 1) : 1
    guard parts > 1 else { return self }
    return examples(at: Array(stride(from: step % parts, to: examples, by: parts)))
  }
}

/// A meta-batch: for each task a support set to adapt to and a query set to judge by.
public struct EpisodeBatch<Batch: TaskBatch>: Sendable {
  /// The examples to adapt to.
  public let support: Batch
  /// The examples that judge the adapted model.
  public let query: Batch

  /// A meta-batch of equally many tasks.
  public init(support: Batch, query: Batch) {
    require(
      support.tasks == query.tasks, "\(support.tasks) support sets do not match \(query.tasks) query sets")
    self.support = support
    self.query = query
  }

  /// The number of tasks.
  public var tasks: Int { support.tasks }

  /// The meta-batch in parts of at most `size` tasks (0 for all): what memory allows at once.
  public func chunks(of size: Int) -> [EpisodeBatch] {
    guard size > 0, size < tasks else { return [self] }
    return stride(from: 0, to: tasks, by: size).map { start in
      let range = start..<min(start + size, tasks)
      return EpisodeBatch(support: support[range], query: query[range])
    }
  }

  /// These episodes in another floating-point type.
  public func converted(to dtype: DType) -> EpisodeBatch {
    EpisodeBatch(support: support.converted(to: dtype), query: query.converted(to: dtype))
  }

  /// These episodes on another device.
  public func moved(to device: Device) -> EpisodeBatch {
    EpisodeBatch(support: support.moved(to: device), query: query.moved(to: device))
  }
}
