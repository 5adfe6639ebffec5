import Foundation

/// Loss against parameters and tokens: the parametric fit of compute-optimal training.
///
/// L(N, D) = E + A N^(−α) + B D^(−β)
///
/// With C = 6 N D the best split is N ∝ C^a, D ∝ C^b with a = β / (α + β), b = α / (α + β), and
/// N = G (C/6)^a with G = (α A / (β B))^(1/(α + β)).
/// - Source: Hoffmann et al. 2022, "Training Compute-Optimal Large Language Models", Eqs. 2 and 4; refitted by
///   Besiroglu et al. 2024.
public struct Chinchilla: ScalingLaw {
  /// The name in the catalogue.
  public let name = "chinchilla"
  /// The formula on one line.
  public let formula = "E + A N^-α + B D^-β"
  /// The variables that it reads.
  public let variables = [LawVariable("N", "parameters"), LawVariable("D", "tokens")]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [
    .linear("E"), .linear("A"), .linear("B"), .exponent("α"), .exponent("β"),
  ]

  /// Creates the law.
  public init() {}

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    p[0] + p[1] * x.power(0, -p[3]) + p[2] * x.power(1, -p[4])
  }

  /// Returns the quantities that follow from the parameters.
  public func derived(_ p: [Double]) -> [DerivedQuantity] {
    let (a, b, alpha, beta) = (p[1], p[2], p[3], p[4])
    return [
      DerivedQuantity("a (N ∝ C^a)", beta / (alpha + beta)), DerivedQuantity("b (D ∝ C^b)", alpha / (alpha + beta)),
      DerivedQuantity("G", Foundation.pow(alpha * a / (beta * b), 1 / (alpha + beta))),
    ]
  }
}
