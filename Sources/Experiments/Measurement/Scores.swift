internal import MetaLearning
public import Tasks
internal import Tensors

/// The score of each episode of each set after each number of steps, on which evaluations and comparisons are based.
public struct Scores: Sendable {
  /// The scores of one set.
  public struct Row: Sendable {
    /// The relation of the tasks to the training.
    public let group: EvaluationGroup
    /// The name of the set: the family, the folder, or another name.
    public let name: String
    /// The number of examples of an episode, or `nil` if each has its own number.
    public let shots: Int?
    /// The accuracy, or an error, by [steps][episode].
    public internal(set) var scores: [[Double]]
    /// The share of the queries whose whole output is right, by [steps][episode]; empty if outputs have no parts.
    public internal(set) var exact: [[Double]] = []
    /// The query loss, by [steps][episode]; NaN if an answer is unknown; empty if a network cannot compute it.
    public internal(set) var loss: [[Double]] = []
    /// The error before adaptation, by [episode], which divergence is measured against; empty for accuracies.
    public internal(set) var before: [Double] = []
    /// The first episode's first query, drawn, or `nil` if it cannot be.
    public internal(set) var sample: Sample?
  }

  /// A query with its answers.
  public struct Sample: Sendable {
    /// The name of the task.
    public let name: String
    /// The input.
    public let input: Grid
    /// The right answer.
    public let output: Grid
    /// The model's answer after each number of steps.
    public let answers: [Grid]
  }

  /// The numbers of steps; [0] alone for a method without steps.
  public let steps: [Int]
  /// Whether a higher score is better.
  public internal(set) var isBetterHigh = true
  /// The name of the score.
  public internal(set) var name = "accuracy"
  /// The sets.
  public internal(set) var rows: [Row] = []

  /// Creates scores without sets.
  public init(steps: [Int], isBetterHigh: Bool = true, rows: [Row] = []) {
    (self.steps, self.isBetterHigh, self.rows) = (steps, isBetterHigh, rows)
  }
}

extension Model {
  /// Returns the scores of the answers after adaptation to every episode of the sets, on which all measurements are
  /// based.
  /// - Parameters:
  ///   - batch: the number of episodes at once.
  ///   - progress: called with the number of episodes done and their total.
  /// - Throws: `ConfigurationError` if the network cannot read an episode, or an episode cannot be drawn.
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

  /// Adapts to some episodes and adds the scores of their answers.
  private func take(
    _ part: EpisodeSet<Network.Batch>.Part, at indices: [Int], of set: EpisodeSet<Network.Batch>, steps: [Int],
    device: Device, into row: inout Scores.Row
  ) throws {
    let isError = !part.batch.query.isBetterHigh
    if isError, row.before.isEmpty { row.before = Array(repeating: .nan, count: set.count) }
    // With a cool-down the rates depend on the number of steps, so each number of steps is a separate adaptation.
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
  /// Creates a row of a set whose episodes are not answered yet.
  fileprivate init(_ set: EpisodeSet<some TaskBatch>, steps: [Int]) {
    let blank = Array(repeating: Array(repeating: Double.nan, count: set.count), count: steps.count)
    self.init(group: set.group, name: set.name, shots: set.shots, scores: blank)
  }

  /// Adds the numbers of some episodes after the `step`-th number of steps, if there are some.
  fileprivate mutating func put(
    _ values: [Double], in column: WritableKeyPath<Scores.Row, [[Double]]>, _ step: Int, at indices: ArraySlice<Int>
  ) {
    guard !values.isEmpty else { return }
    if self[keyPath: column].isEmpty { self[keyPath: column] = scores.map { $0.map { _ in .nan } } }
    for (index, value) in zip(indices, values) { self[keyPath: column][step][index] = value }
  }
}
