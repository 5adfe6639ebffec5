public import Randomness
internal import Requirements

/// A test of whether an ability that seems to emerge does so in the model or in the metric.
///
/// The same answers are scored by exact match, which needs every token, and by token edit distance, which counts them.
/// The sharpness of a metric m over scales 1...S is the largest step's share of the whole improvement:
///
/// max over s of (mₛ₊₁ − mₛ) / (m_S − m₁), for the distance with the sign turned.
///
/// It is 1/(S−1) for even growth and 1 if one step has all of it; it can exceed 1 if another step loses. A metric's
/// unit and offset do not change it. Exact match that is sharper than edit distance on the same answers owes that to the
/// metric. The interval of the difference comes from a bootstrap over problems, the same draw for both metrics and all
/// scales. Evenly spaced scales in ln N make the sharpness itself meaningful; the comparison does not need them.
/// - Source: the idea is Schaeffer, Miranda, Koyejo 2023, "Are Emergent Abilities of Large Language Models a Mirage?"
///   <https://arxiv.org/abs/2304.15004>; the sharpness and the test are ours.
public struct MirageCheck: Sendable {
  /// The conclusion.
  public enum Verdict: String, Codable, Sendable {
    /// The improvement from the first to the last scale is not significant under both metrics.
    case noImprovement
    /// Exact match is sharper: at least part of the jump comes from the metric.
    case sharpInMetric
    /// The jump, if there is one, appears under both metrics: exact match is not sharper by more than the margin.
    case alikeInBoth
    /// There are too few problems to tell.
    case undecided
  }

  /// A metric's sharpness with its interval.
  public struct Sharpness: Sendable {
    /// The largest step's share of the improvement over all scales.
    public let value: Double
    /// The percentile interval over draws of problems.
    public let interval: ClosedRange<Double>
  }

  /// The scores, from the least to the largest scale.
  public let scales: [ScoredAnswers]
  /// The sharpness under exact match, or `nil` without a clear improvement.
  public let exactMatch: Sharpness?
  /// The sharpness under token edit distance, or `nil` without a clear improvement.
  public let editDistance: Sharpness?
  /// The difference in sharpness, exact match less edit distance, or `nil` without a clear improvement.
  public let difference: Sharpness?
  /// The conclusion.
  public let verdict: Verdict

  /// Compares the metrics over at least three scales of the same problems in the same order.
  ///
  /// `margin` is the largest difference in sharpness that still counts as alike.
  public init(
    _ answers: [ScoredAnswers], margin: Double = 0.1, confidence: Double = 0.95, draws: Int = 1000,
    using generator: inout Generator
  ) {
    let sorted = answers.sorted { $0.scale < $1.scale }
    require(sorted.count >= 3, "\(sorted.count) scales; with fewer than 3 one step is always the whole")
    require(
      Set(sorted.map(\.distances.count)).count == 1 && Set(sorted.map(\.scale)).count == sorted.count,
      "scales \(sorted.map(\.scale)) with \(sorted.map(\.distances.count)) problems; each once, with the same problems")
    scales = sorted
    let exact = sorted.map { $0.distances.map { $0 == 0 ? 1.0 : 0 } }
    let close = sorted.map { $0.distances.map { -Double($0) } }
    let bootstrap = ProblemBootstrap(draws: draws, confidence: confidence)
    var steps: [(exact: Steps, close: Steps)] = []
    bootstrap.resample(exact[0].count, &generator) { steps.append((Steps(exact, $0), Steps(close, $0))) }
    let improves =
      bootstrap.interval(steps.map(\.exact.total)).lowerBound > 0
      && bootstrap.interval(steps.map(\.close.total)).lowerBound > 0
    // A few draws may still show no improvement, and have no sharpness.
    steps.removeAll { $0.exact.total <= 0 || $0.close.total <= 0 }
    let all = Array(exact[0].indices)
    let (onExact, onClose) = (Steps(exact, all), Steps(close, all))
    guard improves, onExact.total > 0, onClose.total > 0, !steps.isEmpty else {
      (exactMatch, editDistance, difference, verdict) = (nil, nil, nil, .noImprovement)
      return
    }
    let gap = Sharpness(
      value: onExact.sharpness - onClose.sharpness,
      interval: bootstrap.interval(steps.map { $0.exact.sharpness - $0.close.sharpness }))
    exactMatch = Sharpness(
      value: onExact.sharpness, interval: bootstrap.interval(steps.map(\.exact.sharpness)))
    editDistance = Sharpness(
      value: onClose.sharpness, interval: bootstrap.interval(steps.map(\.close.sharpness)))
    difference = gap
    verdict =
      gap.interval.lowerBound > 0 ? .sharpInMetric : gap.interval.upperBound <= margin ? .alikeInBoth : .undecided
  }
}

/// The steps of a metric from scale to scale over some problems; sums, since the number of problems cancels out.
private struct Steps {
  let total: Double
  let largest: Double

  init(_ scores: [[Double]], _ problems: [Int]) {
    let sums = scores.map { score in problems.reduce(0) { $0 + score[$1] } }
    total = sums[sums.count - 1] - sums[0]
    largest = zip(sums.dropFirst(), sums).map { $0 - $1 }.max() ?? 0
  }

  var sharpness: Double { largest / total }
}
