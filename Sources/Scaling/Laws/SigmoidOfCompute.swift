/// A score that rises from one level to another as a sigmoid of the logarithm of compute.
///
/// R(C) = R₀ + (A − R₀) / (1 + (C_mid / C)^B)
///
/// - Source: Khatri et al. 2025, "The Art of Scaling Reinforcement Learning Compute for LLMs", Eq. 1; the same curve in
///   Ruan et al. 2024 for downstream accuracy.
public struct SigmoidOfCompute: ScalingLaw {
  /// The name in the catalogue.
  public let name = "sigmoid"
  /// The formula on one line.
  public let formula = "R₀ + (A − R₀) / (1 + (C_mid/C)^B)"
  /// The variables that it reads.
  public let variables = [LawVariable("C", "compute")]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [
    .linear("R₀", .real), .linear("A", .real), .exponent("B", [0.2, 0.4, 0.8, 1.5, 3]),
    .init("C_mid", .positive, .within(variable: 0, [0, 0.2, 0.4, 0.6, 0.8, 1, 1.3])),
  ]

  /// Creates the law.
  public init() {}

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    let share = sigmoid(p[2] * (x.log(0) - log(p[3])))
    return p[0] * (1 - share) + p[1] * share
  }
}
