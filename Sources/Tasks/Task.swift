public import Randomness
internal import Requirements

/// A hidden rule: it draws examples and, as the oracle, answers any grid.
public struct Task: Sendable {
  /// The family of the rule.
  public let family: String
  /// The canonical signature of the hidden parameters, equal exactly if the behaviour is.
  public let rule: String
  /// A function that draws an example.
  public let example: @Sendable (inout Generator) -> Example
  /// The oracle; returns a grid that the rule does not apply to unchanged.
  public let solve: @Sendable (Grid) -> Grid
  /// A function that draws so many queries and demonstrations that belong together, or `nil` if examples are drawn
  /// independently; more demonstrations of the same stream begin with the fewer, and the queries stay.
  public let choose: Choose?

  /// A function of the numbers of queries and demonstrations that draws them.
  public typealias Choose =
    @Sendable (_ queries: Int, _ demonstrations: Int, inout Generator) -> (
      queries: [Example], demonstrations: [Example]
    )

  /// Creates a rule whose examples carry their own outputs.
  public init(
    family: String, rule: String, solve: @escaping @Sendable (Grid) -> Grid,
    example: @escaping @Sendable (inout Generator) -> Example, choose: Choose? = nil
  ) {
    self.family = family
    self.rule = rule
    self.solve = solve
    self.example = example
    self.choose = choose
  }

  /// Creates a rule whose examples are inputs with the oracle's answer.
  public init(
    family: String, rule: String, solve: @escaping @Sendable (Grid) -> Grid,
    input: @escaping @Sendable (inout Generator) -> Grid
  ) {
    self.init(family: family, rule: rule, solve: solve) { generator in
      let grid = input(&generator)
      return Example(input: grid, output: solve(grid))
    }
  }

  /// Returns an episode of this rule. All its inputs differ, so no query is in the support set.
  public func episode(support: Int, query: Int, using generator: inout Generator) -> Episode {
    if let choose {
      let (queries, demonstrations) = choose(query, support, &generator)
      return Episode(
        name: "\(family)/\(rule)", family: family, support: demonstrations.shuffled(using: &generator),
        query: queries.map { Query(input: $0.input, output: $0.output) })
    }
    var seen: Set<Grid> = []
    var examples: [Example] = []
    var draws = 0
    while examples.count < support + query {
      let example = example(&generator)
      if seen.insert(example.input).inserted { examples.append(example) }
      draws += 1
      require(
        draws < 1_000 + 100 * (support + query),
        "\(family) (\(rule)) has only \(seen.count) of \(support + query) different inputs; ask for fewer examples")
    }
    return Episode(
      name: "\(family)/\(rule)", family: family, support: Array(examples[..<support]),
      query: examples[support...].map { Query(input: $0.input, output: $0.output) })
  }
}
