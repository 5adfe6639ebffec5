internal import Foundation
public import Networks
internal import Requirements
internal import Tensors

/// The accuracy on episodes after each number of adaptation steps.
public struct AdaptationCurve: Sendable {
  /// The numbers of steps that were looked at.
  public let steps: [Int]
  /// For each of `steps` and each episode, the share of query tokens that are right.
  public private(set) var tokens: [[Double]]
  /// For each of `steps` and each episode, the share of queries whose whole output is right.
  public private(set) var exact: [[Double]]

  /// A curve of no episode yet.
  public init(steps: [Int]) {
    self.steps = Array(Set(steps)).sorted()
    tokens = Array(repeating: [], count: self.steps.count)
    exact = tokens
  }

  /// Adapts the network to each task of a meta-batch and takes its answers in.
  public mutating func measure(
    _ slow: SlowWeights<TinyRecursiveModel>, _ inner: InnerLoop, on episodes: EpisodeBatch<TokenBatch>
  ) {
    for part in episodes.chunks(of: inner.tasksAtOnce) {
      inner.adapt(slow, to: part.support, steps: steps.last ?? 0) { step, network in
        guard let index = steps.firstIndex(of: step) else { return }
        let stepLoss = network.answer(part.query)
        tokens[index] += stepLoss.tokenAccuracy.mean(-1).converted(to: .float64).scalars()
        exact[index] += stepLoss.isExact.converted(to: .float64).mean(-1).scalars()
      }
    }
  }

  /// Takes the episodes of another curve over the same steps in.
  public mutating func append(_ other: AdaptationCurve) {
    require(steps == other.steps, "curves over \(steps) and \(other.steps) do not join")
    for index in steps.indices {
      tokens[index] += other.tokens[index]
      exact[index] += other.exact[index]
    }
  }

  /// The estimate of token accuracy after `step` steps.
  public func tokenAccuracy(after step: Int) -> Estimate? { steps.firstIndex(of: step).map { Estimate(tokens[$0]) } }

  /// The estimate of exact accuracy after `step` steps.
  public func exactAccuracy(after step: Int) -> Estimate? { steps.firstIndex(of: step).map { Estimate(exact[$0]) } }
}

/// A mean over episodes and how far it may be off.
public struct Estimate: Hashable, Codable, Sendable {
  /// The arithmetic mean; no number where there is none to take it of.
  public let mean: Double
  /// Half of the width of the 95 % interval, 1.96 · s / √n; 0 for fewer than two.
  public let halfWidth: Double
  /// The number of episodes.
  public let count: Int

  /// The estimate from one number an episode.
  public init(_ values: [Double]) {
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    halfWidth = values.count < 2 ? 0 : 1.96 * (square / Double(values.count - 1) / Double(values.count)).squareRoot()
  }
}

extension TinyRecursiveModel {
  /// The last supervision step's answers to a batch, charged against its labels.
  func answer(_ batch: TokenBatch) -> StepLoss {
    withoutGradient {
      Self.loss(
        of: run(batch), labels: batch.labels, crossEntropy: configuration.loss, haltWeight: configuration.haltWeight)
    }
  }

  /// All supervision steps, without a tape; the output of the last.
  public func run(_ batch: TokenBatch) -> Output {
    withoutGradient {
      let x = embed(batch.inputs, layout: batch.layout)
      var latents = start(Array(batch.inputs.shape.dropLast()), length: batch.layout.count)
      var output: Output?
      for _ in 0..<max(configuration.supervisionSteps, 1) {
        let next = self(latents, input: x, layout: batch.layout)
        latents = next.latents
        output = next
      }
      return output!
    }
  }
}
