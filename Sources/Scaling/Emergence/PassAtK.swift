import Foundation
public import Randomness
internal import Requirements

/// The attempts of a model at one problem.
public struct Attempts: Hashable, Sendable {
  /// The number of attempts, n.
  public let samples: Int
  /// The number of attempts that passed, c.
  public let passes: Int

  /// Creates `samples` attempts of which `passes` passed.
  public init(samples: Int, passes: Int) {
    require(
      samples >= 1 && (0...samples).contains(passes),
      "\(passes) passes in \(samples) samples; give at least one sample, and as many passes at most")
    self.samples = samples
    self.passes = passes
  }

  /// Returns the probability that at least one of k attempts passes, without bias.
  ///
  /// pass@k = 1 − C(n−c, k) / C(n, k)
  ///
  /// Computed as 1 − ∏ᵢ (1 − c / (n−i)) over i = 0...k−1 or, since c and k may change places, over the fewer factors; in
  /// logarithms, so that a small probability keeps its digits. 1 − (1 − c/n)ᵏ would be biased.
  /// - Source: Chen et al. 2021, "Evaluating Large Language Models Trained on Code", Equation 1.
  ///   <https://arxiv.org/abs/2107.03374>
  public func passAtK(_ k: Int) -> Double {
    require(
      (1...samples).contains(k), "pass@\(k) of \(samples) samples; draw at least k samples, or ask for a k in 1...n")
    guard samples - passes >= k else { return 1 }
    let (factors, share) = (min(k, passes), Double(max(k, passes)))
    return -expm1((0..<factors).reduce(0) { $0 + log1p(-share / Double(samples - $1)) })
  }
}

/// Returns the share of problems that k attempts solve: the mean of pass@k over the problems.
///
/// - Source: Brown et al. 2024, "Large Language Monkeys: Scaling Inference Compute with Repeated Sampling".
///   <https://arxiv.org/abs/2407.21787>
public func coverage(of problems: [Attempts], k: Int) -> Double {
  require(!problems.isEmpty, "coverage of no problems; give at least one")
  return problems.reduce(0) { $0 + $1.passAtK(k) } / Double(problems.count)
}

/// Returns an interval for `coverage` over problems like these: the percentile bootstrap, drawn by problem.
public func coverageInterval(
  of problems: [Attempts], k: Int, confidence: Double = 0.95, draws: Int = 1000, using generator: inout Generator
) -> ClosedRange<Double> {
  require(!problems.isEmpty, "coverage of no problems; give at least one")
  let scores = problems.map { $0.passAtK(k) }
  let bootstrap = ProblemBootstrap(draws: draws, confidence: confidence)
  var means: [Double] = []
  bootstrap.resample(scores.count, &generator) { chosen in
    means.append(chosen.reduce(0) { $0 + scores[$1] } / Double(scores.count))
  }
  return bootstrap.interval(means)
}
