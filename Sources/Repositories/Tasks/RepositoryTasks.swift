public import Randomness

/// The tasks of a repository's two halves.
public struct RepositoryTasks: Sendable {
  /// A kind's contribution.
  public struct Contribution: Hashable, Codable, Sendable {
    /// The number of tasks to learn.
    public var learned = 0
    /// The number of tasks to ask.
    public var heldOut = 0
    /// The number of tasks that were left out because their prompt shows their answer, or a held-out one.
    public var leftOut = 0

    /// Creates a contribution.
    public init(learned: Int = 0, heldOut: Int = 0, leftOut: Int = 0) {
      (self.learned, self.heldOut, self.leftOut) = (learned, heldOut, leftOut)
    }
  }

  /// The tasks to learn.
  public let learned: [RepositoryTask]
  /// The tasks to ask, of which nothing is learned.
  public let heldOut: [RepositoryTask]
  /// What each kind contributes.
  public let contributions: [RepositoryTask.Kind: Contribution]

  /// Returns a number of tasks to learn, drawn with replacement: each kind with its weight in the mix, then uniformly
  /// among its tasks. A kind without tasks is passed over; an empty list if no kind of the mix has any.
  public func draw(
    _ count: Int, mix: [RepositoryTask.Kind: Double], using generator: inout Generator
  ) -> [RepositoryTask] {
    let byKind = Dictionary(grouping: learned, by: \.kind)
    let weights = RepositoryTask.Kind.allCases.compactMap { kind -> (tasks: [RepositoryTask], weight: Double)? in
      guard let tasks = byKind[kind], let weight = mix[kind], weight > 0 else { return nil }
      return (tasks, weight)
    }
    let total = weights.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return [] }
    return (0..<count).compactMap { _ in
      var point = generator.uniform() * total
      let kind = weights.first {
        point -= $0.weight
        return point < 0
      }
      return (kind ?? weights[weights.count - 1]).tasks.randomElement(using: &generator)
    }
  }
}

extension RepositorySplit {
  /// Returns the tasks of both halves. `retrieval` is the choice and budget of what is put before each prompt, always from
  /// the learned half; `nil` for nothing.
  public func tasks(
    _ kinds: Set<RepositoryTask.Kind> = Set(RepositoryTask.Kind.allCases),
    retrieval: (choice: ContextChoice, budget: Int)? = nil
  ) -> RepositoryTasks {
    let builder = retrieval.map { ContextBuilder(learned, choice: $0.choice, budget: $0.budget) }
    var contributions: [RepositoryTask.Kind: RepositoryTasks.Contribution] = [:]
    var (learnedTasks, heldOutTasks) = ([RepositoryTask](), [RepositoryTask]())

    let toLearn = TaskMaker(index: learned, kin: [:], limits: limits, builder: builder)
    let asked = Set(RepositorySplit.candidates(learned, limits).map(\.definition.id))
    for kind in RepositoryTask.Kind.allCases where kinds.contains(kind) {
      var (made, unfit) = toLearn.tasks(kind, of: asked, commits: learnedCommits)
      let count = made.count
      // The past of a held-out function, or a message that quotes it.
      made.removeAll { answers.leak(into: $0.prompt + $0.completion) }
      unfit += count - made.count
      learnedTasks += made
      contributions[kind, default: .init()].learned = made.count
      contributions[kind, default: .init()].leftOut = unfit
    }
    let toAsk = TaskMaker(index: whole, kin: kin, limits: limits, builder: builder)
    for kind in RepositoryTask.Kind.allCases where kinds.contains(kind) {
      let (made, unfit) = toAsk.tasks(kind, of: Set(heldOut.map(\.id)), commits: heldOutCommits)
      heldOutTasks += made
      contributions[kind, default: .init()].heldOut = made.count
      contributions[kind, default: .init()].leftOut += unfit
    }
    return RepositoryTasks(learned: learnedTasks, heldOut: heldOutTasks, contributions: contributions)
  }
}
