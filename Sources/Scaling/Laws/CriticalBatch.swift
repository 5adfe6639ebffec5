/// Steps to a target against batch size.
///
/// S(B) = S_min + E_min / B, which is (S/S_min − 1)(E/E_min − 1) = 1 with E = B S examples
///
/// - Source: McCandlish, Kaplan, Amodei 2018, "An Empirical Model of Large-Batch Training", Eq. 2.11.
public struct CriticalBatch: ScalingLaw {
  /// The name in the catalogue.
  public let name = "criticalBatch"
  /// The formula on one line.
  public let formula = "S_min + E_min / B"
  /// The variables that it reads.
  public let variables = [LawVariable("B", "examples a step")]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [.linear("S_min"), .linear("E_min")]

  /// Creates the law.
  public init() {}

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual { p[0] + p[1] * (1 / x[0]) }

  /// Returns B_crit, at which time and examples are traded at par; training then takes twice the least of each.
  public func derived(_ p: [Double]) -> [DerivedQuantity] { [DerivedQuantity("B_crit", p[1] / p[0])] }
}
