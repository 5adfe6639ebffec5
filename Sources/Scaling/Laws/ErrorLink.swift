/// Average error on downstream tasks against loss: the second half of an over-training forecast.
///
/// err(L) = ε − k e^(−γ L)
///
/// - Source: Gadre et al. 2024, Eq. 5.
public struct ErrorLink: ScalingLaw {
  /// Its name in the catalogue.
  public let name = "errorLink"
  /// The formula on one line.
  public let formula = "ε − k e^(−γ L)"
  /// What it reads.
  public let variables = [LawVariable("L", "loss", isPositive: false)]
  /// What is fitted, and from where.
  public let parameters: [LawParameter] = [
    .linear("ε"), .linear("k"), .exponent("γ", [0.1, 0.2, 0.4, 0.7, 1, 1.5, 2.5, 4]),
  ]

  /// The law.
  public init() {}

  /// The law at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual { p[0] - p[1] * exp(-(p[2] * x[0])) }
}
