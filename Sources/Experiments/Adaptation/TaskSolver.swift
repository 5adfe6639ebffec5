public import MetaLearning
public import Networks
public import Randomness
public import Search
public import Tasks

/// Answers a task by searching for programs that explain its demonstrations, by adapting a network to them, or by both.
///
/// With both, programs are searched first, where the task shows grids with structure; the network is asked where no
/// program is probable enough, and where a step is cheap: on rows, and on grids that are not large.
public struct TaskSolver: Sendable {
  /// Who answers.
  public enum Side: String, CaseIterable, Codable, Sendable {
    /// Programs and the network.
    case both
    /// The search for programs alone.
    case programs
    /// The network alone.
    case network
  }

  /// Who answers.
  public var side: Side
  /// The network's adaptation and votes.
  public var solver: Solver
  /// The search for programs.
  public var programs = ProgramSearch()
  /// The probabilities of answers.
  public var scorer = AnswerScorer()
  /// The seconds that a task may take, or `nil` if steps and counts alone bound the work: the same on every machine.
  public var seconds: Double?

  /// The probability of a program's answer from which the network is not asked.
  static let certainty = 0.9
  /// The largest number of cells of a grid for which the network is asked beside programs: its cost grows with their
  /// square.
  static let largestCanvas = 150

  /// Creates a solver.
  public init(side: Side = .both, solver: Solver = Solver(), seconds: Double? = nil) {
    (self.side, self.solver, self.seconds) = (side, solver, seconds)
  }

  /// Whether programs are searched for a task: a row of symbols without a background has none.
  public func searchesPrograms(for episode: Episode) -> Bool {
    let inputs = episode.support.map(\.input)
    return side == .programs || side == .both && (episode.hasBackground || inputs.contains { $0.height > 1 })
  }

  /// Whether the network may be asked about a task.
  public func asksNetwork(about episode: Episode) -> Bool {
    if side != .both { return side == .network }
    return !searchesPrograms(for: episode) || Canvas.fitting(episode.hidingAnswers()).count <= Self.largestCanvas
  }

  /// Returns the ranked answers to each query. Without a model programs alone answer.
  public func answers(
    to episode: Episode, with model: Model<TinyRecursiveModel>?, using generator: inout Generator,
    progress: (Int, Int) -> Void = { _, _ in }
  ) -> [[RankedGrid]] {
    let start = ContinuousClock.now
    var found: [ProgramSearch.Answer] = []
    if searchesPrograms(for: episode) {
      var search = programs
      search.seconds = seconds.map { model != nil && asksNetwork(about: episode) ? 0.6 * $0 : $0 }
      found = search(episode.hidingAnswers())
    }
    let ranking = scorer.ranking(queries: episode.query.count, programs: found, votes: nil)
    guard let model, asksNetwork(about: episode) else { return ranking }
    // On rows adapting costs a second, and is another opinion.
    let isRow = episode.support.allSatisfy { $0.input.height == 1 && $0.output.height == 1 }
    if !isRow, ranking.allSatisfy({ ($0.first?.confidence ?? 0) >= Self.certainty }) { return ranking }
    var solver = solver
    if let seconds {
      let left = seconds - (ContinuousClock.now - start).seconds
      solver.steps = solver.steps(of: episode, with: model.slow, model.inner, in: left, using: generator)
      guard solver.steps > 0 else { return ranking }
    }
    let votes = solver.solve(episode, with: model.slow, model.inner, using: &generator, progress: progress)
    return scorer.ranking(queries: episode.query.count, programs: found, votes: votes.rankings)
  }
}

extension Duration {
  /// The duration in seconds.
  fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
