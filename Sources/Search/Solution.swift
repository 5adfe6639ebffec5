internal import Scaling
public import Tasks

/// The attempts at a task's queries, and which of them were right.
public struct Solution: Encodable, Sendable {
  /// The name of the task.
  public let name: String
  /// The family: the folder or collection of the task.
  public let family: String
  /// The attempts, [query][attempt].
  public let attempts: [[Grid]]
  /// The number of the first right attempt for each query with a known output, 0 for none, or `nil` if the output is
  /// unknown.
  public let rightAt: [Int?]
  /// The queries.
  public let queries: [Query]
  /// Where each attempt came from, [query][attempt].
  public let sources: [[RankedGrid]]

  /// Creates a solution from the ranked answers to an episode's queries, of which the first are its attempts; if there
  /// are fewer the last is repeated.
  public init(_ episode: Episode, _ ranking: [[RankedGrid]], attempts count: Int) {
    let sources = ranking.map { Array($0.prefix(count)) }
    self.init(
      episode,
      sources.map { answers in
        let grids = answers.map(\.grid)
        return grids + Array(repeating: grids.last ?? Grid(sequence: [0]), count: max(0, count - grids.count))
      }, sources: sources)
  }

  /// Creates a solution from the attempts at an episode's queries.
  public init(_ episode: Episode, _ attempts: [[Grid]], sources: [[RankedGrid]] = []) {
    (name, family, self.attempts, queries) = (episode.name, episode.family, attempts, episode.query)
    self.sources = sources
    rightAt = zip(episode.query, attempts).map { query, grids in
      query.output.map { truth in (grids.firstIndex(of: truth) ?? -1) + 1 }
    }
  }

  enum CodingKeys: String, CodingKey { case name, family, attempts, rightAt, sources }
}

/// The share of queries that are solved within 1, 2, … attempts, and of tasks of which all are.
public struct PassRates: Encodable, Hashable, Sendable {
  /// The name of the group of tasks: their family, or "all".
  public let name: String
  /// The number of queries with a known output.
  public let queries: Int
  /// The rates pass@1, pass@2, ….
  public let passAt: [Double]
  /// The number of tasks with a known output.
  public let tasks: Int
  /// The number of tasks all of whose known outputs are right within the attempts.
  public let solved: Int

  /// Computes the rates of these solutions, or `nil` if no output is known.
  public init?(_ name: String, _ solutions: [Solution], attempts: Int) {
    let known = solutions.flatMap { $0.rightAt.compactMap(\.self) }
    guard !known.isEmpty else { return nil }
    self.name = name
    queries = known.count
    let scored = solutions.map { $0.rightAt.compactMap(\.self) }.filter { !$0.isEmpty }
    tasks = scored.count
    solved = scored.count { $0.allSatisfy { (1...attempts).contains($0) } }
    passAt = (1...attempts).map { k in
      coverage(of: known.map { Attempts(samples: 1, passes: $0 > 0 && $0 <= k ? 1 : 0) }, k: 1)
    }
  }

  /// Returns the rates of every family, if there are several, and of all.
  public static func of(_ solutions: [Solution], attempts: Int) -> [PassRates] {
    let families = Dictionary(grouping: solutions, by: \.family).sorted { $0.key < $1.key }
    let each = families.compactMap { PassRates($0.key, $0.value, attempts: attempts) }
    return (each.count > 1 ? each : []) + [PassRates("all", solutions, attempts: attempts)].compactMap(\.self)
  }
}
