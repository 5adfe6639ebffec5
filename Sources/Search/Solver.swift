public import MetaLearning
public import Randomness
internal import Requirements
public import Tasks
internal import Tensors

/// A solver of unseen tasks, which adapts to the demonstrations and votes over several views of the task.
///
/// Each of `copies` models sees the task through its own `Augmentation` (colours, reflection) and adapts separately,
/// all on the task axis. Every step draws `pairs` demonstrations, those after the first round with the colours that the
/// rule does not need permuted. Each copy answers `votes` times, likewise; answers are transformed back to the task's
/// own view and counted.
/// - Source: augmentation and voting as in ARC practice (Jolicoeur-Martineau 2025, Section 5); permuting free
///   colours inside the inner loop is ours.
public struct Solver: Hashable, Codable, Sendable {
  /// The number of models that adapt side by side.
  public var copies = 4
  /// The number of adaptation steps.
  public var steps = 50
  /// The number of demonstrations in a step.
  public var pairs = 6
  /// The number of answers of each copy.
  public var votes = 3
  /// The last share of the steps, over which rates decay to 0.
  public var coolDown = 0.5

  /// The largest number of pairs of positions that one adaptation step attends to at once: those of four copies and six
  /// demonstrations of 30 × 30, which take about a gigabyte. More copies adapt in turns.
  static let attentionAtOnce = 24 * 900 * 900

  /// Creates the default solver.
  public init() {}

  /// The answers to a task's queries.
  public struct Answers: Sendable {
    /// The candidates of each query, best first.
    public let rankings: [[Candidate<Grid>]]

    /// Returns the best `count` answers of each query, with the last of them repeated if there are fewer.
    public func attempts(_ count: Int = 2) -> [[Grid]] {
      rankings.map { ranking in
        let grids = ranking.prefix(count).map(\.answer)
        return grids + Array(repeating: grids.last ?? Grid(sequence: [0]), count: max(0, count - grids.count))
      }
    }
  }

  /// Adapts to the episode's support set and answers its queries.
  public func solve<Network: AdaptableNetwork>(
    _ episode: Episode, with slow: SlowWeights<Network>, _ inner: InnerLoop,
    using generator: inout Generator, progress: (Int, Int) -> Void = { _, _ in }
  ) -> Answers where Network.Batch == TokenBatch {
    let adapted = adapt(slow, inner, to: episode, using: &generator, progress: progress)
    return answer(episode.query.map(\.input), with: adapted, using: &generator)
  }

  /// Adapts every copy to the episode's support set; of its queries only the size of the inputs is used.
  public func adapt<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, _ inner: InnerLoop, to episode: Episode, using generator: inout Generator,
    progress: (Int, Int) -> Void = { _, _ in }
  ) -> AdaptedTask<Network> where Network.Batch == TokenBatch {
    require(!episode.support.isEmpty, "\(episode.name) has no demonstrations; a task needs at least one")
    let views = TaskViews(of: episode, copies: copies, using: &generator)
    let batches = generator.child("pairs")
    var settings = inner
    settings.coolDown = coolDown
    let pairs = max(pairs, 1)
    let size = max(1, Self.attentionAtOnce / (pairs * views.canvas.count * views.canvas.count))
    let starts = Array(stride(from: 0, to: copies, by: size))
    let total = steps * starts.count
    let parts = starts.enumerated().map { turn, start in
      let range = start..<min(start + size, copies)
      var adapted = slow.network
      settings.adapt(
        slow, tasks: range.count, steps: steps,
        support: { step in
          progress(turn * steps + step, total)
          let seen = views.support(of: episode, at: step, pairs: pairs, using: batches.child(step))
          return EpisodeBatch(Array(seen[range]), canvas: views.canvas).support
        }, observe: { step, network in if step == steps { adapted = network } })
      return adapted
    }
    progress(total, total)
    return AdaptedTask(name: episode.name, network: Self.joined(parts, slow.network), views: views)
  }

  /// Returns one network whose adapted leaves have the copies of all parts.
  private static func joined<Network: AdaptableNetwork>(_ parts: [Network], _ slow: Network) -> Network {
    guard parts.count > 1 else { return parts[0] }
    let leaves = parts.map(\.tensors)
    return parts[0].replacing(
      slow.tensors.enumerated().map { index, start in
        leaves[0][index].rank > start.rank ? .concatenate(leaves.map { $0[index] }, 0) : leaves[0][index]
      })
  }

  /// Returns the answers of every copy, transformed back to the task's own view and counted.
  public func answer<Network: AdaptableNetwork>(
    _ inputs: [Grid], with adapted: AdaptedTask<Network>, using generator: inout Generator
  ) -> Answers where Network.Batch == TokenBatch {
    let questions = adapted.views.questions(inputs, votes: max(votes, 1), using: &generator)  // [copy][query · vote]
    guard !inputs.isEmpty else { return Answers(rankings: []) }
    let canvas = Canvas.fitting(questions.joined().map(\.input)).union(adapted.views.canvas)
    var counts = inputs.map { _ in Vote<Grid>() }
    // Without a tape four times as many fit; the parts are counted in the order of the copies.
    let size = max(1, 4 * Self.attentionAtOnce / (questions.count * canvas.count * canvas.count))
    let rows = questions[0].indices
    let parts = stride(from: 0, to: rows.count, by: size).map { start in
      let range = start..<min(start + size, rows.count)
      return Self.answers(questions.map { Array($0[range]) }, with: adapted.network, on: canvas)
    }
    for copy in questions.indices {
      for (question, vote) in zip(questions[copy], parts.flatMap { $0[copy] }) {
        counts[question.query].add(question.restored(vote.grid), confidence: vote.confidence)
      }
    }
    return Answers(rankings: counts.map(\.ranking))
  }

  /// Returns the grid that each copy answers to each of its queries, and the mean probability of its cells.
  private static func answers<Network: AdaptableNetwork>(
    _ questions: [[TaskViews.Question]], with network: Network, on canvas: Canvas
  ) -> [[(grid: Grid, confidence: Double)]] where Network.Batch == TokenBatch {
    let asked = questions.map { own in
      Episode(name: "", family: "", support: [], query: own.map { Query(input: $0.input) })
    }
    let batch = EpisodeBatch(asked, canvas: canvas).query  // [copies, questions, length]
    let distribution = withoutGradient { network.outputs(on: batch) }.detached().softmax(-1)
    let tokens: [Int32] = distribution.argmax(-1).converted(to: .int32).scalars()
    let confidence: [Double] = distribution.max(-1).mean(-1).converted(to: .float64).scalars()
    return questions.indices.map { copy in
      questions[copy].indices.map { index in
        let row = copy * questions[copy].count + index
        let cells = Array(tokens[row * canvas.count..<(row + 1) * canvas.count])
        return (canvas.decode(cells), confidence[row])
      }
    }
  }
}
