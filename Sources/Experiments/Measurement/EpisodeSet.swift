public import MetaLearning
internal import Tasks
internal import Tensors

/// The episodes of one row of a table, each a function of its number, so that no more than a batch is in memory.
public struct EpisodeSet<Batch: TaskBatch>: Sendable {
  /// A part of the episodes that are answered together.
  struct Part: Sendable {
    /// The episodes.
    var batch: EpisodeBatch<Batch>
    /// A function that scores the outputs for the queries of some of the tasks.
    var marks: @Sendable (Tensor, Range<Int>) -> Marks
  }

  /// The scores of outputs, one number for each episode.
  struct Marks: Sendable {
    /// The accuracy, or an error, of each episode.
    var scores: [Double]
    /// The share of the queries whose whole output is right, if outputs have parts.
    var exact: [Double] = []
    /// The grids that outputs encode, [episode][query], if they do.
    var grids: [[Grid]] = []
  }

  /// The relation of the tasks to the training.
  public let group: EvaluationGroup
  /// The name of the row: the family, the folder of the files, or another name.
  public let name: String
  /// The number of examples of each episode, or `nil` if each has its own number.
  public let shots: Int?
  /// The numbers of the episodes in batches that may be answered together.
  let batches: [[Int]]
  /// A function that returns how many episodes like the one of this number fit in memory.
  let room: @Sendable (Int) throws -> Int
  let part: @Sendable ([Int]) throws -> Part
  /// A function that returns the first query of an episode and its answer, or `nil` if they cannot be drawn.
  let drawing: (@Sendable (Int) throws -> (name: String, input: Grid, output: Grid)?)

  /// The number of episodes.
  public var count: Int { batches.reduce(0) { $0 + $1.count } }

  init(
    group: EvaluationGroup, name: String, shots: Int?, batches: [[Int]],
    room: @escaping @Sendable (Int) throws -> Int, part: @escaping @Sendable ([Int]) throws -> Part,
    drawing: @escaping @Sendable (Int) throws -> (name: String, input: Grid, output: Grid)?
  ) {
    (self.group, self.name, self.shots, self.batches) = (group, name, shots, batches)
    (self.room, self.part, self.drawing) = (room, part, drawing)
  }

  /// Creates `count` episodes, scored by their batch.
  public init(
    group: EvaluationGroup, name: String, shots: Int?, count: Int,
    episodes: @escaping @Sendable ([Int]) throws -> EpisodeBatch<Batch>
  ) {
    self.init(
      group: group, name: name, shots: shots, batches: [Array(0..<count)], room: { _ in .max },
      part: { indices in
        let batch = try episodes(indices)
        return Part(batch: batch) { outputs, tasks in
          Marks(scores: batch.query[tasks].moved(to: outputs.device).scores(of: outputs))
        }
      }, drawing: { _ in nil })
  }
}
