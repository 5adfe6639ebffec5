public import Randomness
public import Tasks

/// A distribution of tasks that episodes are drawn from: grids, numbers, images, text.
public protocol TaskDistribution<Batch>: Sendable {
  /// The batch type of its episodes.
  associatedtype Batch: TaskBatch
  /// Draws episodes, each a function of its index and the generator.
  ///
  /// `indices` are the numbers of the episodes; a meta-batch of n tasks is `0..<n` of a generator of its own. `split` is
  /// the split from which tasks are drawn.
  func episodes(_ indices: Range<Int>, in split: Split, using generator: Generator) -> EpisodeBatch<Batch>
}
