internal import MetaLearning
public import Tasks
internal import Tensors

/// How well each episode of each set was answered after each number of steps: what evaluations and comparisons rest on.
public struct Scores: Sendable {
  /// The scores of one set.
  public struct Row: Sendable {
    /// How its tasks relate to the training.
    public let group: EvaluationGroup
    /// The family, the folder, or what else the set is called.
    public let name: String
    /// Examples an episode, or `nil` where each has its own number.
    public let shots: Int?
    /// [steps][episode]: accuracy, or an error.
    public internal(set) var scores: [[Double]]
    /// [steps][episode]: the share of the queries whose whole output is right; empty where outputs have no parts.
    public internal(set) var exact: [[Double]] = []
    /// [steps][episode]: the query loss; not a number where an answer is unknown; empty where a network cannot say it.
    public internal(set) var loss: [[Double]] = []
    /// [episode]: the error before adapting, which divergence is measured against; empty for accuracies.
    public internal(set) var before: [Double] = []
    /// The first episode's first query, drawn, where it can be.
    public internal(set) var sample: Sample?
  }

  /// A query with its answers.
  public struct Sample: Sendable {
    /// The task.
    public let name: String
    /// The question.
    public let input: Grid
    /// The right answer.
    public let output: Grid
    /// The model's answer after each number of steps.
    public let answers: [Grid]
  }

  /// The numbers of steps; [0] alone for a method without.
  public let steps: [Int]
  /// Whether a higher score is better.
  public internal(set) var isBetterHigh = true
  /// What a score is.
  public internal(set) var name = "accuracy"
  /// The sets.
  public internal(set) var rows: [Row] = []

  /// Scores of no set yet.
  public init(steps: [Int], isBetterHigh: Bool = true, rows: [Row] = []) {
    (self.steps, self.isBetterHigh, self.rows) = (steps, isBetterHigh, rows)
  }
}

extension Model {
  /// Adapts to every episode of the sets and scores the answers: the one measurement there is.
  /// - Parameters:
  ///   - batch: episodes at once.
  ///   - progress: told how many episodes of how many are done.
  /// - Throws: `ConfigurationError` where the network cannot read an episode, or an episode cannot be drawn.
  func scores(
    on sets: [EpisodeSet<Network.Batch>], steps: [Int], batch: Int, device: Device = .cpu,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Scores {
    let steps = learner.inner.phases.isEmpty ? [0] : Array(Set(steps)).sorted()
    let total = sets.reduce(0) { $0 + $1.count }
    var scores = Scores(steps: steps)
    var done = 0
    for set in sets {
      var row = Scores.Row(set, steps: steps)
      for episodes in set.batches {
        var rest = episodes[...]
        while let first = rest.first {
          let indices = Array(rest.prefix(max(1, min(batch, try set.room(first)))))
          rest = rest.dropFirst(indices.count)
          let part = try set.part(indices)
          if let problem = (slow.network as? any LimitsBatches<Network.Batch>)?.problem(with: part.batch.support) {
            throw ConfigurationError(key: try set.drawing(first)?.name ?? set.name, problem: problem)
          }
          (scores.isBetterHigh, scores.name) = (part.batch.query.isBetterHigh, part.batch.query.scoreName)
          try take(part, at: indices, of: set, steps: steps, device: device, into: &row)
          done += indices.count
          progress(done, total)
        }
      }
      scores.rows.append(row)
    }
    return scores
  }

  /// Adapts to some episodes and takes what their answers are worth.
  private func take(
    _ part: EpisodeSet<Network.Batch>.Part, at indices: [Int], of set: EpisodeSet<Network.Batch>, steps: [Int],
    device: Device, into row: inout Scores.Row
  ) throws {
    let isError = !part.batch.query.isBetterHigh
    if isError, row.before.isEmpty { row.before = Array(repeating: .nan, count: set.count) }
    // With a cool-down the rates depend on how many steps are to come, so each number of steps is its own adaptation.
    let asked = isError ? [0] + steps.filter { $0 > 0 } : steps
    let passes = learner.inner.coolDown > 0 ? asked.map { [$0] } : [asked]
    let judge = slow.network as? any JudgesOutputs<Network.Batch>
    var drawn: [Int: Grid] = [:]
    var start = 0
    for chunk in part.batch.moved(to: device).chunks(of: learner.inner.tasksAtOnce) {
      let tasks = start..<start + chunk.tasks
      start = tasks.upperBound
      for pass in passes {
        learner.answer(slow, chunk, after: pass) { step, outputs in
          let marks = part.marks(outputs, tasks)
          if step == 0, isError {
            for (index, score) in zip(indices[tasks], marks.scores) { row.before[index] = score }
          }
          guard let index = steps.firstIndex(of: step) else { return }
          row.put(marks.scores, in: \.scores, index, at: indices[tasks])
          row.put(marks.exact, in: \.exact, index, at: indices[tasks])
          if let judge {
            let losses = withoutGradient { judge.losses(of: outputs, on: chunk.query) }
            row.put(losses.converted(to: .float64).scalars(), in: \.loss, index, at: indices[tasks])
          }
          if indices[tasks].first == 0 { drawn[index] = marks.grids.first?.first }
        }
      }
    }
    if drawn.count == steps.count, let (name, input, output) = try set.drawing(0) {
      row.sample = .init(name: name, input: input, output: output, answers: steps.indices.map { drawn[$0]! })
    }
  }
}

extension Scores.Row {
  /// A row of a set whose episodes are not answered yet.
  fileprivate init(_ set: EpisodeSet<some TaskBatch>, steps: [Int]) {
    let blank = Array(repeating: Array(repeating: Double.nan, count: set.count), count: steps.count)
    self.init(group: set.group, name: set.name, shots: set.shots, scores: blank)
  }

  /// Takes the numbers of some episodes after the `step`-th number of steps in; none says nothing.
  fileprivate mutating func put(
    _ values: [Double], in column: WritableKeyPath<Scores.Row, [[Double]]>, _ step: Int, at indices: ArraySlice<Int>
  ) {
    guard !values.isEmpty else { return }
    if self[keyPath: column].isEmpty { self[keyPath: column] = scores.map { $0.map { _ in .nan } } }
    for (index, value) in zip(indices, values) { self[keyPath: column][step][index] = value }
  }
}
