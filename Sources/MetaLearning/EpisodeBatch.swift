internal import Requirements
public import Tensors

/// A batch of the examples of several tasks, on a leading task axis.
public protocol TaskBatch: Sendable {
  /// The number of tasks.
  var tasks: Int { get }
  /// The number of examples of each task.
  var examples: Int { get }
  /// The batch of a range of tasks.
  subscript(tasks: Range<Int>) -> Self { get }
  /// Returns the examples at these positions of every task.
  func examples(at positions: [Int]) -> Self
  /// Returns a score of the outputs for each task: accuracy if `isBetterHigh`, else an error.
  func scores(of outputs: Tensor) -> [Double]
  /// Whether a higher score is better.
  var isBetterHigh: Bool { get }
  /// The name of the score in results.
  var scoreName: String { get }
  /// Returns the batch in another floating-point type.
  func converted(to dtype: DType) -> Self
  /// Returns the batch on another device.
  func moved(to device: Device) -> Self
  /// The class of each example, [tasks, examples] in int64, and the number of classes, or `nil` if tasks have no
  /// classes.
  var classes: (labels: Tensor, ways: Int)? { get }
  /// Returns the examples of this batch followed by those of another, task by task.
  func joined(with other: Self) -> Self
}

extension TaskBatch {
  /// The name of the score: accuracy, or mean squared error.
  public var scoreName: String { isBetterHigh ? "accuracy" : "mean squared error" }

  /// The classes: `nil`, for there are none.
  public var classes: (labels: Tensor, ways: Int)? { nil }

  /// Returns the minibatch of about `size` examples that a step uses: the next of m equal parts.
  ///
  /// A part takes every m-th example, so it has its share of each class if classes are in blocks. The parts take turns;
  /// m is as many as leave each part `size` examples or more. All examples if `size` is 0.
  public func minibatch(of size: Int, at step: Int) -> Self {
    let parts = size > 0 ? max(examples / size, 1) : 1
    guard parts > 1 else { return self }
    return examples(at: Array(stride(from: step % parts, to: examples, by: parts)))
  }
}

/// A meta-batch: for each task a support set to adapt to and a query set to evaluate on.
public struct EpisodeBatch<Batch: TaskBatch>: Sendable {
  /// The examples to adapt to.
  public let support: Batch
  /// The examples to evaluate the adapted model on.
  public let query: Batch

  /// Creates a meta-batch of equally many tasks.
  public init(support: Batch, query: Batch) {
    require(
      support.tasks == query.tasks, "\(support.tasks) support sets do not match \(query.tasks) query sets")
    self.support = support
    self.query = query
  }

  /// The number of tasks.
  public var tasks: Int { support.tasks }

  /// Returns the meta-batch in chunks of at most `size` tasks (0 for all), as memory allows.
  public func chunks(of size: Int) -> [EpisodeBatch] {
    guard size > 0, size < tasks else { return [self] }
    return stride(from: 0, to: tasks, by: size).map { start in
      let range = start..<min(start + size, tasks)
      return EpisodeBatch(support: support[range], query: query[range])
    }
  }

  /// Returns the episodes in another floating-point type.
  public func converted(to dtype: DType) -> EpisodeBatch {
    EpisodeBatch(support: support.converted(to: dtype), query: query.converted(to: dtype))
  }

  /// Returns the episodes on another device.
  public func moved(to device: Device) -> EpisodeBatch {
    EpisodeBatch(support: support.moved(to: device), query: query.moved(to: device))
  }
}
