internal import JSON

/// What a job says of how it learns; what it does not say, or says is `"auto"`, is chosen for it.
struct Hyperparameters: Codable, Hashable, Sendable {
  /// The number of examples of a step, or `nil` for a choice.
  var batchSize: Int?
  /// The factor of the usual rate, or `nil` for 1.
  var rateMultiplier: Double?
  /// The number of times that each example is seen, or `nil` for a choice.
  var epochs: Int?
  /// How strongly preferences pull away from the model as it was, or `nil` for 0.1.
  var beta: Double?
  /// The factor of the usual number of answers to a task, or `nil` for 1.
  var computeMultiplier: Double?
  /// The number of steps between measurements of tasks, or `nil` for a choice.
  var evaluationInterval: Int?
  /// The number of answers to each task that is measured, or `nil` for 1.
  var evaluationSamples: Int?

  /// Creates what chooses all.
  init() {}

  /// Reads an object of hyperparameters.
  /// - Throws: `OpenAIError` or `JSONFault` that names what cannot be.
  init(_ fields: JSONFields) throws {
    batchSize = try Self.whole(fields, "batch_size", 1...4096)
    rateMultiplier = try Self.number(fields, "learning_rate_multiplier", 1e-6...1e4)
    epochs = try Self.whole(fields, "n_epochs", 1...1000)
    beta = try Self.number(fields, "beta", 1e-6...100)
    computeMultiplier = try Self.number(fields, "compute_multiplier", 0.01...100)
    evaluationInterval = try Self.whole(fields, "eval_interval", 1...1_000_000)
    evaluationSamples = try Self.whole(fields, "eval_samples", 1...100)
    // The models here think as long as they think.
    _ = try fields.string("reasoning_effort")
    try fields.end()
  }

  /// What every method has, as it travels.
  var tree: JSONTree {
    [
      "batch_size": batchSize.map { .integer($0) } ?? "auto",
      "learning_rate_multiplier": rateMultiplier.map { .number($0) } ?? "auto",
      "n_epochs": epochs.map { .integer($0) } ?? "auto",
    ]
  }

  private static func number(_ fields: JSONFields, _ key: String, _ range: ClosedRange<Double>) throws -> Double? {
    fields.isAuto(key) ? nil : try fields.number(key, in: range)
  }

  private static func whole(_ fields: JSONFields, _ key: String, _ range: ClosedRange<Int>) throws -> Int? {
    fields.isAuto(key) ? nil : try fields.whole(key, in: range)
  }
}

/// What a job does, with all choices made.
struct JobPlan: Codable, Hashable, Sendable {
  /// The number of examples.
  var examples: Int
  /// The number of examples of a step.
  var batchSize: Int
  /// The number of times that each is seen.
  var epochs: Int
  /// The rate of the first step, from which it falls to 0 in a straight line.
  var rate: Double

  /// The rank of the adapter.
  static let rank = 16
  /// The number of answers to a task, times the compute multiplier.
  static let answers = 8
  /// The most tokens of an answer to a task.
  static let answerTokens = 512

  /// Makes the choices.
  ///
  /// Epochs: 3, more where 3 would show fewer than 100 examples, fewer where they would show more than 25,000; at most 25. This is what
  /// OpenAI's cookbook says of its service ("Data preparation and analysis for chat model fine-tuning"). Tasks are seen once.
  /// Batch: a sixteenth of the examples, from 1 to 16. Rate: 2e-4 for the supervised method, 5e-5 for preferences, 4e-5 for rewards,
  /// times the multiplier.
  init(_ chosen: Hyperparameters, examples: Int, method: JobMethod) {
    self.examples = examples
    batchSize = min(chosen.batchSize ?? max(1, min(16, examples / 16)), examples)
    let usual = if case .reinforcement = method { 1 } else { Self.epochs(examples) }
    epochs = chosen.epochs ?? usual
    let rate =
      switch method {
      case .supervised: 2e-4
      case .dpo: 5e-5
      case .reinforcement: 4e-5
      }
    self.rate = rate * (chosen.rateMultiplier ?? 1)
  }

  private static func epochs(_ examples: Int) -> Int {
    if examples * 3 < 100 { return min(25, max(1, 100 / examples)) }
    if examples * 3 > 25_000 { return max(1, 25_000 / examples) }
    return 3
  }

  /// The number of steps of an epoch.
  var stepsOfEpoch: Int { (examples + batchSize - 1) / batchSize }
  /// The number of all steps.
  var steps: Int { epochs * stepsOfEpoch }

  /// Returns the examples of a step, counted from 1: those of an epoch in an order that the seed and the epoch decide.
  func batch(_ step: Int, seed: Int) -> [Int] {
    let (epoch, place) = (step - 1).quotientAndRemainder(dividingBy: stepsOfEpoch)
    var generator = SplitMix(state: UInt64(bitPattern: Int64(seed)) &+ UInt64(epoch) &* 0xD1B5_4A32_D192_ED03)
    let order = (0..<examples).shuffled(using: &generator)
    return Array(order[(place * batchSize)..<min(examples, (place + 1) * batchSize)])
  }

  /// Returns the rate of a step, counted from 1.
  func rate(at step: Int) -> Double { rate * Double(steps - step + 1) / Double(steps) }

  /// Whether a step is the last of an epoch.
  func endsEpoch(_ step: Int) -> Bool { step % stepsOfEpoch == 0 }
}

/// A generator whose numbers are a function of its seed.
/// - Source: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators", figure 16.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
