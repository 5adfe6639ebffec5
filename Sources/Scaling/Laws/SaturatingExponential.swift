import Foundation

/// Pass rate against samples when every problem is as hard as the next.
///
/// F(n) = F_max (1 − (1 − p)^n)
///
/// - Source: the test-time scaling performance model of arXiv 2505.20522; independent trials.
public struct SaturatingExponential: ScalingLaw {
  /// The name in the catalogue.
  public let name = "saturating"
  /// The formula on one line.
  public let formula = "F_max (1 − (1 − p)^n)"
  /// The variables that it reads.
  public let variables = [LawVariable("n", "samples or rounds")]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [
    .linear("F_max"), .init("p", .unit, .values([1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.4, 0.7])),
  ]

  /// Creates the law.
  public init() {}

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual { p[0] * (1 - exp(x[0] * log1p(-p[1]))) }
}
