import Foundation
internal import Requirements

/// Loss along training under any learning-rate schedule: a power law of the summed rate, less what annealing gained.
///
/// L(s) = L₀ + A S₁(s)^(−α) − C S₂(s), S₁ = Σ η, S₂ = Σᵢ Σ_{k≤i} (η_{k−1} − η_k) λ^(i−k)
///
/// - Source: Tissue et al. 2024, "Scaling Law with Learning Rate Annealing", Eq. 1. λ is 0.999 unless said otherwise.
public struct Annealing: ScalingLaw {
  /// The name in the catalogue.
  public let name = "annealing"
  /// The formula on one line.
  public let formula = "L₀ + A S₁^-α − C S₂"
  /// The variables that it reads.
  public let variables = [
    LawVariable("step", "optimizer steps", isPositive: false), LawVariable("rate", "learning rate", isPositive: false),
  ]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [.linear("L₀"), .linear("A"), .linear("C"), .exponent("α")]
  /// λ, the decay of the annealing's effect per step.
  public let decay: Double
  /// The contribution of warm-up before the first logged step to S₁, as a share of the first rate.
  public let warmUpShare: Double
  private var schedules: Schedules?

  /// Creates the law with this λ, below 1.
  public init(decay: Double = 0.999, warmUpShare: Double = 0.5) {
    require((0..<1).contains(decay), "λ is \(decay); it lies between 0 and 1")
    self.decay = decay
    self.warmUpShare = warmUpShare
  }

  /// Returns the law with the schedules of these runs.
  public func prepared(for observations: Observations) throws(ScalingError) -> any ScalingLaw {
    // A law that has its schedules keeps them: a forecast fits some rows and predicts others.
    guard schedules == nil else { return self }
    var law = self
    let schedules = try Schedules(observations, law: name, warmUpShare: warmUpShare, decay: decay)
    try schedules.check(observations, law: name)
    law.schedules = schedules
    return law
  }

  /// The number of spent variables: the steps, which cost; the rate does not.
  public var spentVariables: Int { 1 }

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    guard let schedule = schedules?.runs[x.run] else { return Dual(.nan) }
    let index = schedule.index(of: x[0])
    return p[0] + p[1] * exp(-(p[3] * Foundation.log(schedule.sums[index]))) - p[2] * schedule.annealing[index]
  }
}
