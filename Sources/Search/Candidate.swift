/// An answer that a search proposes, with its votes.
public struct Candidate<Answer: Hashable & Sendable>: Hashable, Sendable {
  /// The answer.
  public let answer: Answer
  /// The sum of the weights of its votes, which with the default weight 1 is their number.
  public let count: Double
  /// The mean confidence of its votes.
  public let confidence: Double
}
