import Foundation

/// Loss along training under any learning-rate schedule: a power law of the summed rate, less a power-law gain of each
/// fall of the rate.
///
/// L(s) = L₀ + A S₁(s)^(−α) − B Σ_k (η_{k−1} − η_k) (1 − (1 + C η_k^(−γ) (S₁(s) − S₁(k−1)))^(−β))
///
/// Warm-up's rise is among the falls, with Δη below zero, as in the authors' code: without it their parameters miss their
/// own curves by B η of loss.
/// - Source: Luo et al. 2025, "A Multi-Power Law for Loss Curve Prediction Across Learning Rate Schedules", Eq. 6.
/// - Differs: falls are summed at logged steps, each with the rate and the sum in the middle of its interval, and warm-up in
///   eight parts, not step by step; that lowers R² of the published parameters on their curves by 1 to 2·10⁻⁴
///   (Results/published-laws).
public struct MultiPower: ScalingLaw {
  /// The name in the catalogue.
  public let name = "multiPower"
  /// The formula on one line.
  public let formula = "L₀ + A S₁^-α − B Σ Δη (1 − (1 + C η^-γ ΔS)^-β)"
  /// The variables that it reads.
  public let variables = [
    LawVariable("step", "optimizer steps", isPositive: false), LawVariable("rate", "learning rate", isPositive: false),
  ]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [
    .linear("L₀"), .linear("A"), .exponent("α", [0.3, 0.5, 0.8]), .linear("B"),
    .init("C", .positive, .values([0.3, 2, 10])), .exponent("β", [0.2, 0.5, 1]), .exponent("γ", [0.3, 0.6]),
  ]
  /// The contribution of warm-up before the first logged step to S₁, as a share of the first rate.
  public let warmUpShare: Double
  private var schedules: Schedules?

  /// Creates the law.
  public init(warmUpShare: Double = 0.5) { self.warmUpShare = warmUpShare }

  /// Returns the law with the schedules of these runs.
  public func prepared(for observations: Observations) throws(ScalingError) -> any ScalingLaw {
    // A law that has its schedules keeps them: a forecast fits some rows and predicts others.
    guard schedules == nil else { return self }
    var law = self
    let schedules = try Schedules(observations, law: name, warmUpShare: warmUpShare)
    try schedules.check(observations, law: name)
    law.schedules = schedules
    return law
  }

  /// The number of spent variables: the steps, which cost; the rate does not.
  public var spentVariables: Int { 1 }

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    // A row of a run without a known schedule has no value.
    guard let schedule = schedules?.runs[x.run] else { return Dual(.nan) }
    let index = schedule.index(of: x[0])
    let sum = schedule.sums[index]
    var gain = Dual(0)
    for fall in schedule.falls {
      guard fall.index <= index else { break }
      let reach = p[4] * exp(p[6] * -fall.logRate) * (sum - fall.sum)
      gain = gain + fall.drop * (1 - exp(-(p[5] * log1p(reach))))
    }
    return p[0] + p[1] * exp(-(p[2] * Foundation.log(sum))) - p[3] * gain
  }
}
