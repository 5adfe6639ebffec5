/// Pass rate against samples when problems differ: p ~ Beta(a, b).
///
/// pass@k = 1 − E[(1 − p)^k] = 1 − B(a, b + k) / B(a, b), so failures die out as k^(−a)
///
/// - Source: the mean of a geometric tail under a Beta prior; Schaeffer et al. 2025, "How Do Large Language Monkeys Get
///   Their Power (Laws)?", Section 3.
public struct BetaMixture: ScalingLaw {
  /// The name in the catalogue.
  public let name = "betaMixture"
  /// The formula on one line.
  public let formula = "1 − B(a, b + k) / B(a, b)"
  /// The variables that it reads.
  public let variables = [LawVariable("k", "samples")]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [
    .init("a", .positive, .values([0.1, 0.2, 0.35, 0.6, 1, 2])),
    .init("b", .positive, .values([0.3, 1, 4, 20, 100, 1000])),
  ]

  /// Creates the law.
  public init() {}

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    let (a, b) = (p[0], p[1])
    let logFailure = logGamma(b + x[0]) + logGamma(a + b) - logGamma(b) - logGamma(a + b + x[0])
    return 1 - exp(logFailure)
  }
}
