import Foundation
internal import Requirements

/// One problem at growing effort: the accuracy of the answers and the tokens they took.
public struct EffortTrace: Hashable, Sendable {
  /// The accuracy at each effort: 0 or 1, or a mean over repeated samples.
  public let accuracies: [Double]
  /// The number of tokens of the answer at each effort.
  public let tokens: [Double]

  /// Creates a trace over at least two efforts, from the least to the most.
  public init(accuracies: [Double], tokens: [Double]) {
    require(
      accuracies.count == tokens.count && tokens.count >= 2,
      "\(accuracies.count) accuracies and \(tokens.count) token counts; give as many of each, at least 2")
    require(
      tokens.allSatisfy { $0 > 0 && $0.isFinite } && accuracies.allSatisfy(\.isFinite),
      "accuracies \(accuracies) and token counts \(tokens); accuracies must be finite and counts positive")
    self.accuracies = accuracies
    self.tokens = tokens
  }

  /// The gain from added effort: improvements weighted down by the tokens they took, losses weighted up.
  ///
  /// Σⱼ Δaⱼ (tokⱼ₋₁ / tokⱼ)^sign(Δaⱼ),  Δaⱼ = aⱼ − aⱼ₋₁
  ///
  /// An answer that becomes right with twice the tokens earns ½; one that becomes wrong with twice the tokens costs 2.
  /// - Source: Yin et al. 2025, "ARISE: An Adaptive Resolution-Aware Metric for Test-Time Scaling Evaluation in Large
  ///   Reasoning Models", as the authors' code (`arise_metric.py`) computes it. <https://arxiv.org/abs/2510.06014>
  public var arise: Double {
    (1..<tokens.count).reduce(0) { sum, j in
      let gain = accuracies[j] - accuracies[j - 1]
      return sum + gain * (gain < 0 ? tokens[j] / tokens[j - 1] : tokens[j - 1] / tokens[j])
    }
  }
}

/// Returns ARISE of a model on a benchmark: the mean over the problems.
///
/// - Source: see `EffortTrace.arise`. The authors' adaptive repetition of unsteady problems is left to the sampler.
public func arise(of problems: [EffortTrace]) -> Double {
  require(!problems.isEmpty, "ARISE of no problems; give at least one")
  return problems.reduce(0) { $0 + $1.arise } / Double(problems.count)
}
