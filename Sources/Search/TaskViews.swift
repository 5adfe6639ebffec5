public import Randomness
public import Tasks

/// The views of a task: an augmentation for each copy of a model, and the colours that may be permuted as well.
public struct TaskViews: Hashable, Sendable {
  /// The augmentation of each copy; the first is the identity.
  public let augmentations: [Augmentation]
  /// The colours that the rule does not need.
  public let free: [Int]
  /// A canvas for the task's demonstrations and test inputs in every view.
  public let canvas: Canvas

  /// Creates views of these parts.
  public init(augmentations: [Augmentation], free: [Int], canvas: Canvas) {
    (self.augmentations, self.free, self.canvas) = (augmentations, free, canvas)
  }

  /// Creates the identity view and random ones of a task. Its answers, if known, are not used.
  public init(of episode: Episode, copies: Int, using generator: inout Generator) {
    let episode = episode.hidingAnswers()
    augmentations = (0..<copies).map { $0 == 0 ? .identity : .random(for: episode, using: &generator) }
    free = episode.colours.free
    canvas = augmentations.map { Canvas.fitting($0.apply(to: episode)) }.reduce(Canvas(height: 1, width: 1)) {
      $0.union($1)
    }
  }

  /// Returns the examples of each copy at a step: `pairs` demonstrations in turn, those after the first round with free
  /// colours permuted.
  func support(of episode: Episode, at step: Int, pairs: Int, using generator: Generator) -> [Episode] {
    var generator = generator
    return augmentations.map { view in
      var copy = episode
      copy.query = []
      copy.support = (0..<pairs).map { position in
        let example = episode.support[(position + step * pairs) % episode.support.count]
        let isPlain = step == 0 && position < episode.support.count
        let other = isPlain ? .identity : Augmentation.permuting(free, using: &generator)
        return Example(input: other.apply(to: example.input), output: other.apply(to: example.output))
      }
      return view.apply(to: copy)
    }
  }

  /// Returns the queries that each copy answers: every input `votes` times, the first unchanged, the others with free
  /// colours permuted.
  func questions(_ inputs: [Grid], votes: Int, using generator: inout Generator) -> [[Question]] {
    augmentations.map { view in
      inputs.indices.flatMap { query in
        (0..<votes).map { vote in
          let other = vote == 0 ? .identity : Augmentation.permuting(free, using: &generator)
          return Question(query: query, input: view.apply(to: other.apply(to: inputs[query])), views: [view, other])
        }
      }
    }
  }

  /// A query in the view of a copy.
  struct Question {
    let query: Int
    let input: Grid
    let views: [Augmentation]

    /// Returns the answer in the task's own view.
    func restored(_ answer: Grid) -> Grid { views.reduce(answer) { $1.inverse($0) } }
  }
}
