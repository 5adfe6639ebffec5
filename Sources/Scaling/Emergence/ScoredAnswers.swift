internal import Requirements

/// The answers of one model, scored by exact match and by token edit distance.
public struct ScoredAnswers: Hashable, Sendable {
  /// The model's scale: parameters, examples or compute, in any unit.
  public let scale: Double
  /// The token edit distance of each answer from its target; 0 is an exact match.
  public let distances: [Int]

  /// Scores answers against the targets, problem by problem.
  public init<Token: Equatable>(scale: Double, answers: [[Token]], targets: [[Token]]) {
    require(
      answers.count == targets.count, "\(answers.count) answers to \(targets.count) targets; give as many of each")
    self.init(scale: scale, distances: zip(answers, targets).map(tokenEditDistance))
  }

  /// Creates scores that were computed before.
  public init(scale: Double, distances: [Int]) {
    require(
      !distances.isEmpty && distances.allSatisfy { $0 >= 0 },
      "distances \(distances.prefix(8)); give at least one, and none below 0")
    self.scale = scale
    self.distances = distances
  }

  /// The share of answers that are exactly right.
  public var exactMatch: Double { Double(distances.count { $0 == 0 }) / Double(distances.count) }
  /// The mean number of tokens to insert, delete or replace.
  public var editDistance: Double { Double(distances.reduce(0, +)) / Double(distances.count) }
}
