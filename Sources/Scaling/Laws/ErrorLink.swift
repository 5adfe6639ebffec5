/// Average error on downstream tasks against loss: the second half of an over-training forecast.
///
/// err(L) = ε − k e^(−γ L)
///
/// - Source: Gadre et al. 2024, Eq. 5.
public struct ErrorLink: ScalingLaw {
  /// The name in the catalogue.
  public let name = "errorLink"
  /// The formula on one line.
  public let formula = "ε − k e^(−γ L)"
  /// The variables that it reads.
  public let variables = [LawVariable("L", "loss", isPositive: false)]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [
    .linear("ε"), .linear("k"), .exponent("γ", [0.1, 0.2, 0.4, 0.7, 1, 1.5, 2.5, 4]),
  ]

  /// Creates the law.
  public init() {}

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual { p[0] - p[1] * exp(-(p[2] * x[0])) }
}
