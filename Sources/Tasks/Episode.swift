/// A demonstration: an input and the output of the hidden rule.
public struct Example: Hashable, Codable, Sendable {
  /// The input.
  public var input: Grid
  /// The output of the rule.
  public var output: Grid

  /// Creates a demonstration.
  public init(input: Grid, output: Grid) {
    self.input = input
    self.output = output
  }
}

/// A query: an input, with the answer if it is known.
public struct Query: Hashable, Codable, Sendable {
  /// The input.
  public var input: Grid
  /// The answer, or `nil` if it is unknown, as in a file to be solved.
  public var output: Grid?

  /// Creates a query.
  public init(input: Grid, output: Grid? = nil) {
    self.input = input
    self.output = output
  }
}

/// A task as a learner sees it: a support set to adapt to, and a query set to answer.
public struct Episode: Hashable, Codable, Sendable {
  /// The name in reports: the file's name, or the family and its rule.
  public var name: String
  /// The task family, or the folder of the file.
  public var family: String
  /// The support set.
  public var support: [Example]
  /// The query set; no input of the support set is in the query set that a family draws.
  public var query: [Query]

  /// Creates an episode of these sets.
  public init(name: String, family: String, support: [Example], query: [Query]) {
    self.name = name
    self.family = family
    self.support = support
    self.query = query
  }

  /// Returns the episode without the answers to its queries, as a solver sees it.
  public func hidingAnswers() -> Episode {
    var episode = self
    episode.query = query.map { Query(input: $0.input) }
    return episode
  }

  /// The grids of the episode, including the known answers.
  public var grids: [Grid] {
    support.flatMap { [$0.input, $0.output] } + query.flatMap { [$0.input] + [$0.output].compactMap(\.self) }
  }
}
