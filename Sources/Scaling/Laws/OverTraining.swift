/// Loss of models trained for longer than compute-optimal, against parameters and tokens per parameter.
///
/// L(N, M) = E + a N^(−κ) + b 6^(−κ/2) (M N)^(−κ), with M = D / N; κ = 2η of the paper's L(C, M)
///
/// - Source: Gadre et al. 2024, "Language models scale reliably with over-training and on downstream tasks", Eq. 4, in
///   the parametrization of its published fits.
public struct OverTraining: ScalingLaw {
  /// The name in the catalogue.
  public let name = "overTraining"
  /// The formula on one line.
  public let formula = "E + a N^-κ + b 6^(-κ/2) (M N)^-κ"
  /// The variables that it reads.
  public let variables = [LawVariable("N", "parameters"), LawVariable("M", "tokens per parameter")]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [.linear("a"), .linear("b"), .exponent("κ"), .linear("E")]
  private static let logSix = 1.791759469228055

  /// Creates the law.
  public init() {}

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    let exponent = -p[2]
    return p[3] + p[0] * x.power(0, exponent)
      + p[1] * exp(exponent * (x.log(0) + x.log(1) + 0.5 * Self.logSix))
  }

  /// Returns the quantities that follow from the parameters.
  public func derived(_ p: [Double]) -> [DerivedQuantity] { [DerivedQuantity("η", p[2] / 2)] }
}
