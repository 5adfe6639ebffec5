/// A power law with an offset, in one or several variables.
///
/// y = E + Σᵢ Aᵢ xᵢ^(−αᵢ)
///
/// - Source: Hestness et al. 2017, "Deep Learning Scaling is Predictable, Empirically", Section 3 (one variable);
///   Rosenfeld et al. 2020, Eq. 4 (several).
public struct PowerLaw: ScalingLaw {
  /// The name in the catalogue.
  public let name = "power"
  /// The variables that it reads.
  public let variables: [LawVariable]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter]

  /// Creates the law of these variables.
  public init(_ names: [String] = ["x"]) {
    variables = names.map { LawVariable($0, "any scale") }
    let suffixes = names.count == 1 ? [""] : names.map { "_\($0)" }
    // With many variables, fewer starts for each keep the grid small.
    let exponents = names.count < 3 ? [0.05, 0.1, 0.2, 0.35, 0.5, 0.8, 1.2] : [0.1, 0.3, 0.7]
    parameters =
      [.linear("E")] + suffixes.map { .linear("A\($0)") } + suffixes.map { .exponent("α\($0)", exponents) }
  }

  /// The formula on one line.
  public var formula: String {
    variables.count == 1
      ? "E + A \(variables[0].name)^-α"
      : "E + " + variables.map { "A_\($0.name) \($0.name)^-α_\($0.name)" }.joined(separator: " + ")
  }

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    var sum = p[0]
    let count = variables.count
    for index in 0..<count { sum = sum + p[1 + index] * x.power(index, -p[1 + count + index]) }
    return sum
  }
}
