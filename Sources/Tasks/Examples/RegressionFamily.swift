public import Randomness
internal import Requirements

/// A hidden function: it draws inputs and, as the oracle, answers any input.
public struct RegressionRule: Sendable {
  /// The drawn parameters.
  public let signature: String
  /// The standard deviation of the normal noise on every target that an episode shows.
  public let noise: Double
  /// A function that draws an input.
  public let input: @Sendable (inout Generator) -> [Double]
  /// The oracle, without noise.
  public let output: @Sendable ([Double]) -> [Double]

  /// Creates a function of these inputs.
  public init(
    _ signature: String, noise: Double = 0, input: @escaping @Sendable (inout Generator) -> [Double],
    output: @escaping @Sendable ([Double]) -> [Double]
  ) {
    require(noise >= 0 && noise.isFinite, "noise is \(noise); choose a standard deviation of 0 or more")
    self.signature = signature
    self.noise = noise
    self.input = input
    self.output = output
  }

  /// Returns an episode of this function. All its inputs differ, so no query is in the support set.
  func episode(_ shape: EpisodeShape, using generator: inout Generator) -> ExampleEpisode {
    var seen: Set<[Float]> = []
    let support = examples(shape.shots, except: &seen, using: &generator)
    let query = examples(shape.query, except: &seen, using: &generator)
    return ExampleEpisode(rule: signature, support: support, query: query)
  }

  private func examples(
    _ count: Int, except seen: inout Set<[Float]>, using generator: inout Generator
  ) -> ExampleEpisode.Examples {
    var inputs: [Float] = []
    var targets: [Float] = []
    for _ in 0..<count {
      // The oracle answers the rounded input that the learner sees.
      var row = input(&generator).map { Float($0) }
      while !seen.insert(row).inserted { row = input(&generator).map { Float($0) } }
      inputs += row
      targets += output(row.map { Double($0) }).map { Float($0 + (noise > 0 ? noise * generator.normal() : 0)) }
    }
    return ExampleEpisode.Examples(inputs: inputs, targets: targets, count: count)
  }
}

/// A distribution of hidden functions: a name and a way to draw one.
///
/// The parameters are continuous, so every split has their whole range and a stream of its own.
public struct RegressionFamily: ExampleFamily {
  /// The name in the catalogue.
  public let name: String
  /// A description of the functions.
  public let summary: String
  /// The axes of one input: one.
  public let inputShape: [Int]
  /// The kind of the outputs: real numbers.
  public let kind: ExampleKind
  private let draw: @Sendable (inout Generator) -> RegressionRule

  /// Creates a distribution of functions from `inputs` to `outputs` numbers.
  public init(
    _ name: String, _ summary: String, inputs: Int = 1, outputs: Int = 1,
    draw: @escaping @Sendable (inout Generator) -> RegressionRule
  ) {
    self.name = name
    self.summary = summary
    self.inputShape = [inputs]
    self.kind = .regression(outputs: outputs)
    self.draw = draw
  }

  /// Draws a hidden function: the one whose episode a copy of the generator would give.
  public func rule(in split: Split, using generator: inout Generator) -> RegressionRule {
    var stream = split.stream(of: &generator)
    return draw(&stream)
  }

  /// Draws an episode of a hidden function.
  public func episode(in split: Split, _ shape: EpisodeShape, using generator: inout Generator) -> ExampleEpisode {
    demand(shape)
    var stream = split.stream(of: &generator)
    return draw(&stream).episode(shape, using: &stream)
  }
}

extension Split {
  /// Returns a stream for one episode of this split, apart from those of the other splits at the same position.
  func stream(of generator: inout Generator) -> Generator {
    generator.split().child(rawValue)
  }
}
