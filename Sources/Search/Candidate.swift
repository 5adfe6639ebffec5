/// An answer that a search proposes, with what speaks for it.
public struct Candidate<Answer: Hashable & Sendable>: Hashable, Sendable {
  /// The answer.
  public let answer: Answer
  /// The sum of the weights of its votes; with the default weight 1, their number.
  public let count: Double
  /// The mean confidence of its votes.
  public let confidence: Double
}
