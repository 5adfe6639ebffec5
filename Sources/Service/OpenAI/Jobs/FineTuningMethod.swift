/// A way of learning from the examples of a job, one batch at a time.
protocol FineTuningMethod: Sendable {
  /// The number of examples.
  var count: Int { get }
  /// The number of examples that are measured and not learned.
  var validationCount: Int { get }

  /// Adds the gradient of examples to an adapter's and returns what was seen.
  func learn(_ batch: [Int], _ training: String) async throws -> StepOutcome

  /// Returns what is seen of examples that are not learned.
  func measure(_ batch: [Int], _ training: String) async throws -> StepOutcome

  /// Ends the method's own use of the host.
  func close() async
}

extension FineTuningMethod {
  func close() async {}
}

/// What was seen of a batch: means over its examples.
struct StepOutcome: Hashable, Sendable {
  /// The loss, or `nil` for a method that has none worth showing.
  var loss: Double?
  /// The share of tokens that were the likeliest, or `nil` if it is not known.
  var accuracy: Double?
  /// The mean reward, or `nil` for a method without rewards.
  var reward: Double?
  /// The share of pairs of which the better answer gained more, or `nil` for a method without pairs.
  var preference: Double?
  /// The number of tokens learned.
  var tokens = 0
  /// Whether there is a gradient to step by.
  var hasGradient = true

  /// Returns the numbers under the names of OpenAI's metrics.
  func metrics(_ prefix: String) -> [JSONTree.Member] {
    [
      ("loss", loss), ("mean_token_accuracy", accuracy), ("mean_reward", reward), ("preference_accuracy", preference),
    ].compactMap { name, number in number.map { .init(key: "\(prefix)_\(name)", value: .number($0)) } }
  }

  /// Returns the means over batches, each with its number of examples.
  static func mean(_ outcomes: [(outcome: StepOutcome, count: Int)]) -> StepOutcome {
    func mean(_ number: (StepOutcome) -> Double?) -> Double? {
      let known = outcomes.compactMap { entry in number(entry.outcome).map { ($0, Double(entry.count)) } }
      guard !known.isEmpty else { return nil }
      return known.reduce(0) { $0 + $1.0 * $1.1 } / known.reduce(0) { $0 + $1.1 }
    }
    return StepOutcome(
      loss: mean(\.loss), accuracy: mean(\.accuracy), reward: mean(\.reward), preference: mean(\.preference))
  }
}
