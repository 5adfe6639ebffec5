public import Randomness
internal import Requirements

/// A family of tasks, each with its own hidden rule.
public protocol TaskFamily: Sendable {
  /// The name in the catalogue.
  var name: String { get }
  /// A short description of the rules.
  var summary: String { get }
  /// The largest grid of the family.
  var canvas: Canvas { get }
  /// Draws a hidden rule.
  func task(using generator: inout Generator) -> Task
  /// Draws a hidden rule of a split.
  func task(in split: Split, using generator: inout Generator) -> Task
  /// Returns the split of a rule. A family of few rules divides them itself, so that no split is empty.
  func split(of rule: String) -> Split
}

extension TaskFamily {
  /// Returns the split by hash, for families of a hundred rules and more.
  public func split(of rule: String) -> Split {
    .hashed(family: name, rule: rule)
  }

  /// Draws a hidden rule of a split.
  public func task(in split: Split, using generator: inout Generator) -> Task {
    for _ in 0..<100_000 {
      let task = task(using: &generator)
      if self.split(of: task.rule) == split { return task }
    }
    trap("\(name) has no rule in \(split.rawValue) of 100000 draws; list its rules with Split.partition")
  }

  /// Draws an episode of a hidden rule of a split.
  public func episode(in split: Split, support: Int, query: Int, using generator: inout Generator) -> Episode {
    task(in: split, using: &generator).episode(support: support, query: query, using: &generator)
  }
}

/// A family of one of the distributions: a name and a function that draws a rule.
public struct ProceduralFamily: TaskFamily {
  /// The name in the catalogue.
  public let name: String
  /// A description of the rules.
  public let summary: String
  /// The largest grid of the family.
  public let canvas: Canvas
  private let splits: [String: Split]
  private let draw: @Sendable (inout Generator) -> Task

  /// Creates a family that draws rules by `draw`; give the signatures of all of them in `rules` if they are few.
  public init(
    _ name: String, _ summary: String, canvas: Canvas, rules: [String] = [],
    draw: @escaping @Sendable (inout Generator) -> Task
  ) {
    self.name = name
    self.summary = summary
    self.canvas = canvas
    self.splits = rules.isEmpty ? [:] : Split.partition(family: name, rules: rules)
    self.draw = draw
  }

  /// Draws a hidden rule.
  public func task(using generator: inout Generator) -> Task {
    draw(&generator)
  }

  /// Returns the split of a rule: by the family's list, or by its hash if the rules are many.
  public func split(of rule: String) -> Split {
    splits[rule] ?? .hashed(family: name, rule: rule)
  }
}
