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

  /// The answers to a task's queries.
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
    _ episode: Episode, with slow: SlowWeights<TinyRecursiveModel>, _ inner: InnerLoop,
    using generator: inout Generator, progress: (Int, Int) -> Void = { _, _ in }
  ) -> Answers {
    let adapted = adapt(slow, inner, to: episode, using: &generator, progress: progress)
    return answer(episode.query.map(\.input), with: adapted, using: &generator)
  }

  /// Adapts every copy to the episode's support set; its queries are not looked at, but for their size.
  public func adapt(
    _ slow: SlowWeights<TinyRecursiveModel>, _ inner: InnerLoop, to episode: Episode, using generator: inout Generator,
    progress: (Int, Int) -> Void = { _, _ in }
  ) -> AdaptedTask {
    precondition(!episode.support.isEmpty, "\(episode.name) has no demonstrations; a task needs at least one")
    let looks = looks(for: episode, using: &generator)
    let free = episode.colours.free
    var settings = inner
    settings.coolDown = coolDown
    var adapted = slow.network
    let batches = generator.child("pairs")
    settings.adapt(
      slow, tasks: looks.count, steps: steps,
      support: { step in
        progress(step, steps)
        return batch(looks, step, of: episode, free: free, batches.child(step))
      }, observe: { step, network in if step == steps { adapted = network } })
    progress(steps, steps)
    return AdaptedTask(name: episode.name, network: adapted, looks: looks, free: free, canvas: canvas(episode, looks))
  }

  /// The looks of the copies: the task as it is, then random ones.
  private func looks(for episode: Episode, using generator: inout Generator) -> [Augmentation] {
    (0..<copies).map { $0 == 0 ? .identity : .random(for: episode, using: &generator) }
  }

  /// The examples that each copy sees at a step: [copies, pairs, length].
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

  /// Lets every copy answer, brings the answers back to the task's own look, and counts them.
  public func answer(_ inputs: [Grid], with adapted: AdaptedTask, using generator: inout Generator) -> Answers {
    guard !inputs.isEmpty else { return Answers(rankings: []) }
    let votes = max(votes, 1)
    var others: [[[Augmentation]]] = []  // [copy][query][vote]
    let asked = adapted.looks.map { look in
      let own = inputs.map { _ in
        (0..<votes).map { $0 == 0 ? .identity : Augmentation.permuting(adapted.free, using: &generator) }
      }
      others.append(own)
      let query = Swift.zip(inputs, own).flatMap { input, own in own.map { Query(input: $0.apply(to: input)) } }
      return look.apply(to: Episode(name: "", family: "", support: [], query: query))
    }
    let canvas = Canvas.fitting(asked.flatMap(\.grids)).union(adapted.canvas)
    let batch = EpisodeBatch(asked, canvas: canvas).query  // [copies, queries · votes, length]
    let distribution = adapted.network.run(batch).logits.detached().softmax(-1)
    let tokens: [Int32] = distribution.argmax(-1).converted(to: .int32).scalars()
    let confidence: [Double] = distribution.max(-1).mean(-1).converted(to: .float64).scalars()

    var counts = inputs.map { _ in Vote() }
    var row = 0
    for (copy, look) in adapted.looks.enumerated() {
      for query in inputs.indices {
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

/// A network that has adapted to a task: what `Solver.adapt` makes and an adapter file keeps.
public struct AdaptedTask: Sendable {
  /// The task.
  public let name: String
  /// The network; adapted leaves carry one copy a look on their leading axis.
  public let network: TinyRecursiveModel
  /// The view that each copy has of the task.
  public let looks: [Augmentation]
  /// The colours that the rule does not need.
  public let free: [Int]
  /// A canvas for the task's demonstrations in every look.
  public let canvas: Canvas

  /// An adapted task of these parts.
  public init(name: String, network: TinyRecursiveModel, looks: [Augmentation], free: [Int], canvas: Canvas) {
    (self.name, self.network, self.looks, self.free, self.canvas) = (name, network, looks, free, canvas)
  }
}
