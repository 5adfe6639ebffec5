public import Tasks
public import Tensors

/// How well each episode of each set was answered after each number of steps: what evaluations and comparisons rest on.
public struct EvaluationScores: Sendable {
  /// The scores of one set.
  public struct Row: Sendable {
    /// How its tasks relate to the training.
    public let group: EvaluationGroup
    /// The family or folder.
    public let name: String
    /// Examples an episode; nil where each file has its own number.
    public let shots: Int?
    /// [steps][episode]: the share of the answers' cells that are right, mean over the queries.
    public internal(set) var tokens: [[Double]]
    /// [steps][episode]: the share of the queries whose whole output is right, size included.
    public internal(set) var exact: [[Double]]
    /// [steps][episode]: the cross-entropy of an answer's cells in nats, mean over the queries; NaN where an answer does
    /// not fit on the canvas that its solver may know of.
    public internal(set) var loss: [[Double]] = []
    /// The first episode's first query, drawn.
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

  /// The numbers of steps.
  public let steps: [Int]
  /// The sets.
  public internal(set) var rows: [Row]

  /// Tokens a batch may have, so that tasks of large grids do not fill the memory.
  static let mostTokens = 40_000

  /// Lets a model adapt to every episode of the sets and scores its answers.
  /// - Parameter progress: told how many episodes of how many are done.
  /// - Throws: `ConfigurationError` where the model cannot work on a canvas or a rule has too few inputs.
  public static func measured(
    _ model: ModelFile, on sets: [EvaluationSet], steps: [Int], batch: Int = 16, device: Device = .cpu,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> EvaluationScores {
    let steps = Array(Set(steps)).sorted()
    let model = model.moved(to: device)
    let total = sets.reduce(0) { $0 + $1.count }
    var scores = EvaluationScores(steps: steps, rows: [])
    var done = 0
    for set in sets {
      var row = Row(
        group: set.group, name: set.name, shots: set.shots, tokens: blank(steps, set.count),
        exact: blank(steps, set.count), loss: blank(steps, set.count))
      for bunch in set.bunches {
        var rest = bunch[...]
        while let first = rest.first {
          let sample = try set.episode(first)
          let canvas = set.canvas ?? .visible(sample)
          if let problem = model.configuration.network.problem(with: canvas) {
            throw ConfigurationError(key: sample.name, problem: problem)
          }
          let tokens = (sample.support.count + sample.query.count) * canvas.count
          let part = rest.prefix(max(1, min(batch, mostTokens / tokens)))
          rest = rest.dropFirst(part.count)
          let episodes = try part.map(set.episode)
          let charged = model.charged(episodes, after: steps, canvas: canvas, device: device)
          row.take(charged.answers, charged.losses, to: episodes, at: Array(part))
          done += part.count
          progress(done, total)
        }
      }
      scores.rows.append(row)
    }
    return scores
  }

  private static func blank(_ steps: [Int], _ count: Int) -> [[Double]] {
    Array(repeating: Array(repeating: 0, count: count), count: steps.count)
  }
}

extension EvaluationScores.Row {
  /// Scores the answers [steps][episode][query] to episodes of these numbers, and takes their losses in.
  mutating func take(_ answers: [[[Grid]]], _ losses: [[Double]], to episodes: [Episode], at places: [Int]) {
    for (step, answers) in answers.enumerated() {
      for (index, episode) in episodes.enumerated() {
        let truths = episode.query.map { $0.output! }
        let pairs = zip(answers[index], truths)
        let count = Double(truths.count)
        tokens[step][places[index]] = pairs.reduce(0) { $0 + $1.0.agreement(with: $1.1) } / count
        exact[step][places[index]] = Double(pairs.count { $0 == $1 }) / count
        loss[step][places[index]] = losses[step][index]
      }
    }
    if let first = places.firstIndex(of: 0), let query = episodes[first].query.first, let output = query.output {
      sample = .init(
        name: episodes[first].name, input: query.input, output: output, answers: answers.map { $0[first][0] })
    }
  }
}

extension Grid {
  /// The share of the cells of `truth` that this grid has right; a cell that it does not have is wrong.
  func agreement(with truth: Grid) -> Double {
    var right = 0
    for row in 0..<min(height, truth.height) {
      for column in 0..<min(width, truth.width) where self[row, column] == truth[row, column] { right += 1 }
    }
    return Double(right) / Double(truth.height * truth.width)
  }
}
