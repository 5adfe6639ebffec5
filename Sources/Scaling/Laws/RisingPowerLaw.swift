/// A power law that rises to a ceiling: an accuracy.
///
/// y = E − A x^(−α)
///
/// - Source: the mirror image of Hestness et al. 2017; used for accuracies by Alabdulmohsin et al. 2022, Section 3.
public struct RisingPowerLaw: ScalingLaw {
  /// The name in the catalogue.
  public let name = "rising"
  /// The formula on one line.
  public let formula = "E − A x^-α"
  /// The variables that it reads.
  public let variables: [LawVariable]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [.linear("E"), .linear("A"), .exponent("α")]

  /// Creates the law of a variable.
  public init(_ name: String = "x") { variables = [LawVariable(name, "any scale")] }

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual { p[0] - p[1] * x.power(0, -p[2]) }
}
