public import MetaLearning
internal import Tasks
internal import Tensors

/// Episodes that make one row of a table, each a function of its number, so that no more than a batch is in memory.
public struct EpisodeSet<Batch: TaskBatch>: Sendable {
  /// Some of its episodes, as they are answered together.
  struct Part: Sendable {
    /// The episodes.
    var batch: EpisodeBatch<Batch>
    /// Scores the outputs to the queries of some of the tasks.
    var marks: @Sendable (Tensor, Range<Int>) -> Marks
  }

  /// What outputs are worth, a number an episode.
  struct Marks: Sendable {
    /// Accuracy, or an error, of each episode.
    var scores: [Double]
    /// The share of the queries whose whole output is right, where outputs have parts.
    var exact: [Double] = []
    /// The grids that outputs draw, [episode][query], where they do.
    var grids: [[Grid]] = []
  }

  /// How they relate to the training.
  public let group: EvaluationGroup
  /// The family, the folder of the files, or what else the row is called.
  public let name: String
  /// Examples of each episode, or `nil` where each has its own number.
  public let shots: Int?
  /// The numbers of the episodes in batches that may be answered together.
  let batches: [[Int]]
  /// Episodes like the one of this number that memory has room for.
  let room: @Sendable (Int) throws -> Int
  let part: @Sendable ([Int]) throws -> Part
  /// The first query of an episode and its answer, where they can be drawn.
  let drawing: (@Sendable (Int) throws -> (name: String, input: Grid, output: Grid)?)

  /// How many episodes.
  public var count: Int { batches.reduce(0) { $0 + $1.count } }

  init(
    group: EvaluationGroup, name: String, shots: Int?, batches: [[Int]],
    room: @escaping @Sendable (Int) throws -> Int, part: @escaping @Sendable ([Int]) throws -> Part,
    drawing: @escaping @Sendable (Int) throws -> (name: String, input: Grid, output: Grid)?
  ) {
    (self.group, self.name, self.shots, self.batches) = (group, name, shots, batches)
    (self.room, self.part, self.drawing) = (room, part, drawing)
  }

  /// `count` episodes, marked by their batch.
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
