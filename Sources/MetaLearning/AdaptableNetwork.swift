internal import Networks
public import Tensors

/// A network that an inner loop can adapt: it says what its examples look like and what they cost.
public protocol AdaptableNetwork: ParameterTree {
  /// Examples of several tasks on a leading task axis.
  associatedtype Batch: TaskBatch
  /// The mean loss of each task: [tasks]. Leaves may carry the task axis or not.
  func losses(on batch: Batch) -> Tensor
  /// This network with operations that can be differentiated twice, where it makes a difference.
  func preparedForSecondOrder() -> Self
  /// The meta-gradient of second-order MAML over plain gradient steps by a way of its own, where there is one.
  ///
  /// The mean query loss after as many steps as `shares` has, each of which scales the rates of one step, and its
  /// gradient at the leaves and at `logarithms` (those of the rates, one vector of steps for each leaf).
  func analyticMetaGradient(
    on episodes: EpisodeBatch<Batch>, logarithms: [Tensor], shares: [Double]
  ) -> (loss: Double, gradients: [Tensor])?
}

extension AdaptableNetwork {
  /// The network itself: plain operations can be differentiated any number of times.
  public func preparedForSecondOrder() -> Self { self }
  /// None: the tape does it.
  public func analyticMetaGradient(
    on episodes: EpisodeBatch<Batch>, logarithms: [Tensor], shares: [Double]
  ) -> (loss: Double, gradients: [Tensor])? { nil }
}

/// Examples of several tasks on a leading axis.
public protocol TaskBatch: Sendable {
  /// How many tasks.
  var tasks: Int { get }
  /// Some of the tasks.
  subscript(tasks: Range<Int>) -> Self { get }
}

/// A meta-batch: for each task a support set to adapt to and a query set to judge by.
public struct EpisodeBatch<Batch: TaskBatch>: Sendable {
  /// What the inner loop sees.
  public let support: Batch
  /// What the adapted model is judged by.
  public let query: Batch

  /// A meta-batch of equally many tasks.
  public init(support: Batch, query: Batch) {
    precondition(
      support.tasks == query.tasks, "\(support.tasks) support sets do not match \(query.tasks) query sets")
    self.support = support
    self.query = query
  }

  /// How many tasks.
  public var tasks: Int { support.tasks }

  /// The meta-batch in parts of at most `size` tasks (0 for all): what memory allows at once.
  public func chunks(of size: Int) -> [EpisodeBatch] {
    guard size > 0, size < tasks else { return [self] }
    return stride(from: 0, to: tasks, by: size).map { start in
      let range = start..<min(start + size, tasks)
      return EpisodeBatch(support: support[range], query: query[range])
    }
  }
}
