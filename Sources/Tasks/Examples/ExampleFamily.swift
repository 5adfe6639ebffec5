public import Randomness
internal import Requirements

/// The kind of the outputs of a distribution.
public enum ExampleKind: Hashable, Sendable {
  /// This many real numbers for each example.
  case regression(outputs: Int)
  /// One of the episode's classes.
  case classes
}

/// A distribution of tasks whose examples are numbers.
public protocol ExampleFamily: Sendable {
  /// The name in the catalogue.
  var name: String { get }
  /// A short description of the tasks.
  var summary: String { get }
  /// The axes of one input: `[1]` for a scalar, `[height, width, channels]` for an image.
  var inputShape: [Int] { get }
  /// The kind of the outputs.
  var kind: ExampleKind { get }
  /// Returns the reason why there is no episode of a shape, with the remedy, or `nil` if there is one.
  func problem(with shape: EpisodeShape) -> String?
  /// Draws an episode. The examples of classes come class by class, label 0 first.
  func episode(in split: Split, _ shape: EpisodeShape, using generator: inout Generator) -> ExampleEpisode
}

extension ExampleFamily {
  /// Returns the problem of a shape: a regression has one way, classes are two or more; every number is at least 1.
  public func problem(with shape: EpisodeShape) -> String? {
    if let problem = shape.problem { return problem }
    switch kind {
    case .regression where shape.ways != 1:
      return "a regression has no classes, and ways is \(shape.ways); choose ways 1"
    case .classes where shape.ways < 2:
      return "ways is \(shape.ways); choose at least 2 classes"
    default: return nil
    }
  }

  /// Throws if there is no episode of a shape.
  public func check(_ shape: EpisodeShape) throws(EpisodeShapeError) {
    if let problem = problem(with: shape) {
      throw EpisodeShapeError(family: name, shape: shape, problem: problem)
    }
  }

  /// Traps if there is no episode of a shape.
  func demand(_ shape: EpisodeShape) {
    if let problem = problem(with: shape) { trap("\(name): \(problem)") }
  }
}
