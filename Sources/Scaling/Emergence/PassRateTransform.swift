import Foundation
internal import Requirements

/// Returns ln(−ln p): the scale on which the pass rate follows a straight line in ln N.
///
/// If p = exp(−c N^−α), then ln(−ln p) = ln c − α ln N. It falls as p grows, and is defined for 0 < p < 1.
/// - Source: Hu et al. 2023, "Predicting Emergent Abilities with Infinite Resolution Evaluation".
///   <https://arxiv.org/abs/2310.03262>
public func logNegativeLog(_ passRate: Double) -> Double {
  require(
    0 < passRate && passRate < 1, "ln(−ln p) of p = \(passRate); p must lie between 0 and 1, so leave this point out")
  return log(-log(passRate))
}

/// Returns the pass rate at a value of `logNegativeLog`: exp(−exp(y)).
public func passRate(atLogNegativeLog y: Double) -> Double {
  exp(-exp(y))
}
