/// A demonstration: an input and what the hidden rule makes of it.
public struct Example: Hashable, Codable, Sendable {
  /// The input.
  public var input: Grid
  /// The output of the rule.
  public var output: Grid

  /// A demonstration.
  public init(input: Grid, output: Grid) {
    self.input = input
    self.output = output
  }
}

/// A question: an input, with the answer where it is known.
public struct Query: Hashable, Codable, Sendable {
  /// The input.
  public var input: Grid
  /// The answer, unknown in a file that is to be solved.
  public var output: Grid?

  /// A question.
  public init(input: Grid, output: Grid? = nil) {
    self.input = input
    self.output = output
  }
}

/// One task as a learner meets it: a support set to adapt to, and a query set to answer.
public struct Episode: Hashable, Codable, Sendable {
  /// The name in reports: the file's name, or the family and its rule.
  public var name: String
  /// The task family, or the folder of the file.
  public var family: String
  /// The demonstrations.
  public var support: [Example]
  /// The questions; no input of the support set is among those that a family draws.
  public var query: [Query]

  /// An episode of these sets.
  public init(name: String, family: String, support: [Example], query: [Query]) {
    self.name = name
    self.family = family
    self.support = support
    self.query = query
  }

  /// This episode as a solver may see it: without the answers to its questions.
  public func hidingAnswers() -> Episode {
    var episode = self
    episode.query = query.map { Query(input: $0.input) }
    return episode
  }

  /// Every grid of the episode, the known answers included.
  public var grids: [Grid] {
    support.flatMap { [$0.input, $0.output] } + query.flatMap { [$0.input] + [$0.output].compactMap(\.self) }
  }
}
