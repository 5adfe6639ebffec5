/// The sensitivity of a law's coefficients to the objective.
public struct Sensitivity: Sendable {
  /// The fits that could be made, in the order of `Objective.all`.
  public let fits: [Fit]

  /// Fits the law under all objectives that these observations allow.
  public init(_ law: any ScalingLaw, to observations: Observations) {
    fits = Objective.all.compactMap { try? Fitter(objective: $0).fit(law, to: observations) }
  }

  /// Returns the ratio of a parameter's largest value to its smallest, less 1.
  public func spread(_ index: Int) -> Double {
    let values = fits.map { $0.parameters[index] }
    guard let low = values.min(), let high = values.max(), low > 0 else { return .nan }
    return high / low - 1
  }
}
