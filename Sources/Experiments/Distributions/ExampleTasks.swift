internal import Foundation
public import MetaLearning
public import Randomness
public import Tasks

/// A distribution of tasks of numbers or images, all of one shape.
public struct ExampleTasks: GroupedTasks {
  /// The family of the tasks.
  public let family: any ExampleFamily
  /// The ways, shots and queries of an episode.
  public let shape: EpisodeShape

  /// Creates the distribution of a family.
  ///
  /// - Throws: `ConfigurationError` for a shape of which it has no episode.
  public init(_ family: any ExampleFamily, _ shape: EpisodeShape) throws(ConfigurationError) {
    if let problem = family.problem(with: shape) { throw ConfigurationError(key: "tasks.shape", problem: problem) }
    (self.family, self.shape) = (family, shape)
  }

  /// Draws episodes; episode i is a function of the generator and i.
  public func episodes(
    _ indices: Range<Int>, in split: Split, using generator: Generator
  ) -> EpisodeBatch<ExampleBatch> { episodes(Array(indices), in: split, shape, using: generator) }

  private func episodes(
    _ indices: [Int], in split: Split, _ shape: EpisodeShape, using generator: Generator
  ) -> EpisodeBatch<ExampleBatch> {
    let episodes = indices.map { index in
      var own = generator.child(index)
      return family.episode(in: split, shape, using: &own)
    }
    return EpisodeBatch(episodes, of: family, ways: shape.ways)
  }

  /// Returns one set, of the plan's shape.
  public func sets(_ plan: EvaluationPlan) throws -> [EpisodeSet<ExampleBatch>] {
    try plan.refuse(tasks: family.name, copies: "recoloured")
    return try (plan.shots.isEmpty ? [0] : plan.shots).map { shots in
      let asked = EpisodeShape(
        ways: plan.ways > 0 ? plan.ways : shape.ways, shots: shots > 0 ? shots : shape.shots,
        query: plan.query > 0 ? plan.query : shape.query)
      if let problem = family.problem(with: asked) { throw ConfigurationError(key: "evaluation", problem: problem) }
      let stream = Generator(seed: plan.seed).child("evaluation").child(family.name)
      return EpisodeSet(group: .trained, name: family.name, shots: asked.shots, count: plan.episodes) { indices in
        episodes(indices, in: plan.split, asked, using: stream)
      }
    }
  }

  /// Returns the episodes of the plan, of meta-validation tasks.
  public func validationSets(_ plan: EvaluationPlan, using generator: Generator) throws -> [EpisodeSet<ExampleBatch>] {
    try sets(plan)
  }
}

/// The settings of tasks of numbers.
public struct ExampleSettings: Hashable, Codable, Sendable, ShapedSettings {
  /// The ways, shots and queries of an episode.
  public var shape = EpisodeShape()

  /// Creates the default settings.
  public init() {}
}

/// The settings of Omniglot's tasks.
public struct OmniglotSettings: Hashable, Codable, Sendable, ShapedSettings {
  /// The ways, shots and queries of an episode.
  public var shape = EpisodeShape(ways: 5, shots: 1, query: 1)
  /// The division of the classes into splits.
  public var classes = OmniglotSplit.maml

  /// Creates the default settings.
  public init() {}
}

extension TaskEntry {
  static func numbers(_ family: any ExampleFamily) -> TaskEntry {
    TaskEntry(
      family.name, family.summary, settings: ExampleSettings(),
      format: { settings throws(ConfigurationError) in family.format(settings.shape) },
      make: { settings, _ in try ExampleTasks(family, settings.shape) })
  }

  static let omniglot = TaskEntry(
    "omniglot", "drawings of characters, an episode's classes to tell apart (Lake et al. 2015); needs its archives",
    settings: OmniglotSettings(),
    format: { settings throws(ConfigurationError) in .classes(inputs: [28, 28, 1], ways: settings.shape.ways) },
    make: { settings, data in
      guard let data else {
        throw ConfigurationError(
          key: "tasks.kind", problem: "omniglot is read from its archives: give the folder that holds them with --data")
      }
      return try ExampleTasks(Omniglot(directory: data, protocol: settings.classes), settings.shape)
    })
}

extension ExampleFamily {
  /// Returns the format of the examples of a shape.
  func format(_ shape: EpisodeShape) -> TaskFormat {
    switch kind {
    case .regression(let outputs): .regression(inputs: inputShape, outputs: outputs)
    case .classes: .classes(inputs: inputShape, ways: shape.ways)
    }
  }
}
