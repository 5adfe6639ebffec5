/// A rate whose logarithm is a power law: coverage against samples, or PassUntil's pass rate against size.
///
/// y = e^(−c x^(−α)), a straight line of ln(−ln y) over ln x
///
/// - Source: Brown et al. 2024, "Large Language Monkeys", Eq. 3 (c(k) = e^(a k^b), a = −c, b = −α); Hu et al. 2023,
///   "Predicting Emergent Abilities with Infinite Resolution Evaluation", Eq. 5 (the same in model size).
public struct ExponentiatedPowerLaw: ScalingLaw {
  /// The name in the catalogue.
  public let name: String
  /// The formula on one line.
  public let formula: String
  /// The variables that it reads.
  public let variables: [LawVariable]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [
    .init("c", .positive, .values([])), .init("α", .positive, .values([])),
  ]

  private init(name: String, variable: LawVariable) {
    self.name = name
    formula = "e^(−c \(variable.name)^-α)"
    variables = [variable]
  }

  /// The law of coverage against samples.
  public static let coverage = ExponentiatedPowerLaw(name: "coverage", variable: LawVariable("k", "samples"))
  /// The law of the pass rate that `PassUntil` measures against size.
  public static let passUntil = ExponentiatedPowerLaw(name: "passUntil", variable: LawVariable("N", "parameters"))

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual { exp(-(p[0] * x.power(0, -p[1]))) }

  /// Returns the straight line of ln(−ln y) over ln x.
  public func starts(for observations: Observations) -> [[Double]] {
    let rows = observations.y.indices.filter { observations.y[$0] > 0 && observations.y[$0] < 1 }
    let x = rows.map { observations.points[$0].log(0) }
    let y = rows.map { logNegativeLog(observations.y[$0]) }
    let exponents = [0.05, 0.15, 0.3, 0.6, 1]
    let line = LeastSquares.line(x, y)
    let fitted = line.map { $0.slope < 0 ? [[expOf($0.offset), -$0.slope]] : [] } ?? []
    guard !x.isEmpty else { return fitted }
    let (middleX, middleY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    return fitted + exponents.map { [expOf(middleY + $0 * middleX), $0] }
  }
}
