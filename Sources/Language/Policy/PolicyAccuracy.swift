/// How many of the tokens that a model is to learn it finds the likeliest.
public struct PolicyAccuracy: Hashable, Sendable {
  /// The number of tokens that count: those with a weight above 0.
  public private(set) var tokens = 0
  /// The number of those that are the likeliest.
  public private(set) var right = 0

  /// Creates the accuracy of no tokens.
  public init() {}

  /// The share of tokens that are the likeliest, or `nil` if no token counts.
  public var mean: Double? { tokens == 0 ? nil : Double(right) / Double(tokens) }

  /// Counts tokens, with the likeliest token in the place of each.
  mutating func add(_ targets: some Sequence<Int>, likeliest: some Sequence<Int>, weights: some Sequence<Double>) {
    for ((target, best), weight) in zip(zip(targets, likeliest), weights) where weight > 0 {
      tokens += 1
      right += target == best ? 1 : 0
    }
  }
}
