/// Learning from given answers: the mean of -log p(token) over the answers' tokens of a batch.
struct SupervisedMethod<Host: TrainingHost>: FineTuningMethod {
  let host: Host
  /// The sequences of each example.
  let examples: [[LearnedSequence]]
  let validation: [[LearnedSequence]]

  var count: Int { examples.count }
  var validationCount: Int { validation.count }

  func learn(_ batch: [Int], _ training: String) async throws -> StepOutcome {
    try await pass(batch.flatMap { examples[$0] }, training, forwardOnly: false)
  }

  func measure(_ batch: [Int], _ training: String) async throws -> StepOutcome {
    try await pass(batch.flatMap { validation[$0] }, training, forwardOnly: true)
  }

  private func pass(_ sequences: [LearnedSequence], _ training: String, forwardOnly: Bool) async throws -> StepOutcome {
    let whole = sequences.reduce(0) { $0 + $1.weight }
    // The host's loss is a sum; weights that sum to 1 make it a mean.
    let weights = sequences.map { $0.weights.dropFirst().map { $0 / Float(whole) } }
    let data = zip(sequences, weights).map { $0.datum(["weights": $1]) }
    let output = try await host.forwardBackward(
      Tinker_ForwardBackwardRequest("cross_entropy", data, forwardOnly: forwardOnly), of: training)
    let scores = try output.logProbabilities(count: sequences.count)
    let loss = zip(weights, scores).reduce(0.0) { sum, pair in
      sum - zip(pair.0, pair.1).reduce(0.0) { $0 + ($1.0 == 0 ? 0 : Double($1.0) * $1.1) }
    }
    return StepOutcome(loss: loss, accuracy: output.accuracy, tokens: Int(whole))
  }
}
