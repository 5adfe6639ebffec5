public import Networks
public import Randomness
public import Tasks
internal import Tensors

/// Answers a task that nobody trained on: adapts to its demonstrations and votes over several looks at it.
///
/// Each of `copies` models sees the task through its own `Augmentation` (colours, reflection) and adapts by itself, all
/// at once on the task axis. Every step draws `pairs` demonstrations, those after the first round with the colours that
/// the rule does not need exchanged. Each copy answers `votes` times, likewise; answers are brought back to the task's
/// own look and counted.
/// - Source: augmentation and voting as ARC practice has them (Jolicoeur-Martineau 2025, Section 5); exchanging free
///   colours inside the inner loop is ours.
public struct Solver: Hashable, Codable, Sendable {
  /// Models that adapt side by side.
  public var copies = 4
  /// Adaptation steps.
  public var steps = 50
  /// Demonstrations a step.
  public var pairs = 6
  /// Answers a copy.
  public var votes = 3
  /// The last share of the steps, over which rates fall to 0.
  public var coolDown = 0.5

  /// The defaults.
  public init() {}

  /// What a task's queries were answered with.
  public struct Answers: Sendable {
    /// For each query the candidates, best first.
    public let rankings: [[Vote.Candidate]]

    /// The best `count` answers of each query.
    public func attempts(_ count: Int = 2) -> [[Grid]] {
      rankings.map { ranking in
        let grids = ranking.prefix(count).map(\.grid)
        return grids + Array(repeating: grids.last ?? Grid(sequence: [0]), count: max(0, count - grids.count))
      }
    }
  }

  /// Adapts to the episode's support set and answers its queries.
  public func solve(
    _ episode: Episode, with slow: SlowWeights<TinyRecursiveModel>, _ inner: InnerLoop, using generator: inout Generator,
    progress: (Int, Int) -> Void = { _, _ in }
  ) -> Answers {
    let looks = looks(for: episode, using: &generator)
    let free = episode.colours.free
    var settings = inner
    settings.coolDown = coolDown
    var adapted = slow.network
    let batches = generator.child("pairs")
    settings.adapt(
      slow, tasks: copies, steps: steps,
      support: { step in
        progress(step, steps)
        return batch(looks, step, of: episode, free: free, batches.child(step))
      }, observe: { step, network in if step == steps { adapted = network } })
    return answers(of: adapted, to: episode, looks: looks, free: free, using: &generator)
  }

  /// The looks of the copies: the task as it is, then random ones.
  private func looks(for episode: Episode, using generator: inout Generator) -> [Augmentation] {
    (0..<copies).map { $0 == 0 ? .identity : .random(for: episode, using: &generator) }
  }

  /// What each copy sees at a step: [copies, pairs, length].
  private func batch(
    _ looks: [Augmentation], _ step: Int, of episode: Episode, free: [Int], _ generator: Generator
  ) -> TokenBatch {
    var generator = generator
    let seen = looks.map { look in
      var copy = episode
      copy.query = []
      copy.support = (0..<max(pairs, 1)).map { place in
        let example = episode.support[(place + step * pairs) % episode.support.count]
        let isPlain = step == 0 && place < episode.support.count
        let other = isPlain ? .identity : Augmentation.permuting(free, using: &generator)
        return Example(input: other.apply(to: example.input), output: other.apply(to: example.output))
      }
      return look.apply(to: copy)
    }
    return EpisodeBatch(seen, canvas: canvas(episode, looks)).support
  }

  private func answers(
    of network: TinyRecursiveModel, to episode: Episode, looks: [Augmentation], free: [Int],
    using generator: inout Generator
  ) -> Answers {
    let canvas = canvas(episode, looks)
    var others: [[[Augmentation]]] = []  // [copy][query][vote]
    let asked = looks.map { look in
      var copy = episode
      copy.support = []
      let own = episode.query.map { _ in
        (0..<max(votes, 1)).map { $0 == 0 ? .identity : Augmentation.permuting(free, using: &generator) }
      }
      others.append(own)
      copy.query = Swift.zip(episode.query, own).flatMap { query, own in own.map { Query(input: $0.apply(to: query.input)) } }
      return look.apply(to: copy)
    }
    let batch = EpisodeBatch(asked, canvas: canvas).query  // [copies, queries · votes, length]
    let distribution = network.run(batch).logits.detached().softmax(-1)
    let tokens: [Int32] = distribution.argmax(-1).converted(to: .int32).scalars()
    let confidence: [Double] = distribution.max(-1).mean(-1).converted(to: .float64).scalars()

    var counts = episode.query.map { _ in Vote() }
    var row = 0
    for (copy, look) in looks.enumerated() {
      for query in episode.query.indices {
        for other in others[copy][query] {
          let cells = Array(tokens[(row * canvas.count)..<((row + 1) * canvas.count)])
          counts[query].add(other.inverse(look.inverse(canvas.decode(cells))), confidence: confidence[row])
          row += 1
        }
      }
    }
    return Answers(rankings: counts.map(\.ranking))
  }

  /// A canvas that every look of the task fits on.
  private func canvas(_ episode: Episode, _ looks: [Augmentation]) -> Canvas {
    var hidden = episode
    hidden.query = episode.query.map { Query(input: $0.input) }
    return looks.map { Canvas.fitting($0.apply(to: hidden)) }.reduce(Canvas(height: 1, width: 1)) { $0.union($1) }
  }
}
