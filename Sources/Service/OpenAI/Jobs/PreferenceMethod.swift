internal import Foundation

/// Learning from pairs of answers: the mean of -log σ(β (Δ - Δ₀)) over the pairs of a batch, with Δ the log-probability of the better
/// answer minus that of the other, and Δ₀ the same of the model as it was.
///
/// - Source: Rafailov et al. 2023, "Direct Preference Optimization", equation 7. <https://arxiv.org/abs/2305.18290>
/// - Differs: The gradient reaches the host as a cross-entropy whose weights are -∂loss/∂log p: β σ(-β (Δ - Δ₀)) / n on the tokens
///   of the better answer, and the same below zero on those of the other.
struct PreferenceMethod<Host: TrainingHost>: FineTuningMethod {
  /// A better answer and another.
  struct Pair: Hashable, Sendable {
    var preferred: LearnedSequence
    var other: LearnedSequence
  }

  let host: Host
  let pairs: [Pair]
  let validation: [Pair]
  let beta: Double
  let reference: PreferenceReference<Host>

  var count: Int { pairs.count }
  var validationCount: Int { validation.count }

  func learn(_ batch: [Int], _ training: String) async throws -> StepOutcome {
    let chosen = batch.map { pairs[$0] }
    let (outcome, slopes) = try await losses(chosen, training)
    let data = zip(chosen, slopes).flatMap { pair, slope in
      [
        pair.preferred.datum(["weights": pair.preferred.weights.dropFirst().map { $0 * slope }]),
        pair.other.datum(["weights": pair.other.weights.dropFirst().map { $0 * -slope }]),
      ]
    }
    _ = try await host.forwardBackward(Tinker_ForwardBackwardRequest("cross_entropy", data), of: training)
    return outcome
  }

  func measure(_ batch: [Int], _ training: String) async throws -> StepOutcome {
    try await losses(batch.map { validation[$0] }, training).outcome
  }

  func close() async { await reference.close() }

  /// Returns the mean loss of pairs, and -∂loss/∂log p of each better answer.
  private func losses(_ pairs: [Pair], _ training: String) async throws -> (outcome: StepOutcome, slopes: [Float]) {
    let before = try await reference.margins(pairs)
    let now = try await host.margins(pairs, training)
    let gains = zip(now, before).map { beta * ($0 - $1) }
    let count = Double(pairs.count)
    // log(1 + exp(-x)), without overflow.
    let loss = gains.reduce(0) { $0 + log1p(exp(-abs($1))) + max(0, -$1) } / count
    return (
      StepOutcome(
        loss: loss, preference: Double(gains.count { $0 > 0 }) / count,
        tokens: pairs.reduce(0) { $0 + Int($1.preferred.weight + $1.other.weight) }),
      gains.map { Float(beta / (1 + exp($0)) / count) }
    )
  }
}

extension TrainingHost {
  /// Returns log p(better answer) - log p(other) of each pair.
  func margins(_ pairs: [PreferenceMethod<Self>.Pair], _ training: String) async throws -> [Double] {
    let sequences = pairs.flatMap { [$0.preferred, $0.other] }
    let data = sequences.map { $0.datum(["weights": Array($0.weights.dropFirst())]) }
    let output = try await forwardBackward(
      Tinker_ForwardBackwardRequest("cross_entropy", data, forwardOnly: true), of: training)
    let sums = zip(sequences, try output.logProbabilities(count: sequences.count)).map { sequence, scores in
      zip(sequence.weights.dropFirst(), scores).reduce(0.0) { $0 + ($1.0 == 0 ? 0 : Double($1.0) * $1.1) }
    }
    return pairs.indices.map { sums[2 * $0] - sums[2 * $0 + 1] }
  }
}

/// The model as it was before a job: an adapter that changes nothing, and what it says of the pairs that were asked for.
actor PreferenceReference<Host: TrainingHost> {
  private let host: Host
  private let base: String
  private var training: String?
  private var known: [PreferenceMethod<Host>.Pair: Double] = [:]

  init(_ host: Host, base: String) { (self.host, self.base) = (host, base) }

  /// Returns the margins of pairs, each of which is computed once.
  func margins(_ pairs: [PreferenceMethod<Host>.Pair]) async throws -> [Double] {
    let missing = pairs.filter { known[$0] == nil }
    if !missing.isEmpty {
      let name: String
      if let training {
        name = training
      } else {
        name = try await host.createTraining(base: base, AdapterShape(rank: 1))
      }
      training = name
      for (pair, margin) in zip(missing, try await host.margins(missing, name)) { known[pair] = margin }
    }
    return pairs.map { known[$0] ?? 0 }
  }

  /// Forgets the adapter.
  func close() async {
    guard let name = training else { return }
    training = nil
    await host.dropTraining(name)
  }
}
