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

/// Returns the probability that all of an answer's tokens are right, if each is with the same probability,
/// independently: pᴸ.
///
/// A per-token accuracy that grows smoothly gives an exact match that stays near 0 and then rises steeply.
/// - Source: Schaeffer, Miranda, Koyejo 2023, "Are Emergent Abilities of Large Language Models a Mirage?", Section 2.
///   <https://arxiv.org/abs/2304.15004>
public func exactMatchRate(tokenAccuracy: Double, length: Int) -> Double {
  require(
    (0...1).contains(tokenAccuracy) && length >= 0,
    "a token accuracy of \(tokenAccuracy) and a length of \(length); give a share in 0...1 and a length of 0 or more")
  return pow(tokenAccuracy, Double(length))
}
