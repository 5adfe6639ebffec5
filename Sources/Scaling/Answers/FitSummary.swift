public import Reports

/// A fit with all that tells how far to trust it.
public struct FitSummary: Documentable {
  /// A number with its intervals.
  public struct Quantity: Encodable, Sendable {
    /// The name.
    public let name: String
    /// The estimate; 0 at its limit.
    public let value: Double
    /// Whether the quantity went to its limit, where it has no effect.
    public let isAtLimit: Bool
    /// The bootstrap interval, or `nil` if there are too few runs.
    public let bootstrap: ClosedRange<Double>?
    /// The profile interval, outside which the fit is significantly worse with all others free, or `nil` if not
    /// computed.
    public let profile: ClosedRange<Double>?
  }

  /// A fit with something changed: rows left out, another objective.
  public struct Variant: Encodable, Sendable {
    /// The change, in words.
    public let name: String
    /// The lines that were left out.
    public let lines: [Int]
    /// The parameters of the changed fit.
    public let parameters: [Double]
  }

  /// The regime that an exponent indicates.
  public struct Diagnosis: Encodable, Sendable {
    /// The exponent.
    public let exponent: String
    /// The finding, in words.
    public let finding: String
  }

  /// The data and the plan.
  public let data: DataSummary
  /// The law's name.
  public let law: String
  /// The formula of the law.
  public let formula: String
  /// The parameters of the law.
  public let parameters: [Quantity]
  /// The quantities that follow from the parameters.
  public let derived: [Quantity]
  /// The share of the variance that the law explains.
  public let rSquared: Double
  /// The root mean square of f/y − 1.
  public let relativeError: Double
  /// The sum of losses.
  public let loss: Double
  /// The number of starts that ended at this loss.
  public let agreeingStarts: Int
  /// The number of starts.
  public let triedStarts: Int
  /// The findings of the exponents.
  public let regimes: [Diagnosis]
  /// The fit under each objective that the data allow.
  public let objectives: [Variant]
  /// The ratio of each parameter's largest value to its smallest among the objectives, less 1.
  public let spreads: [Double]
  /// The fits without one run, the most influential run first.
  public let withoutRuns: [Variant]
  /// The fits without the worst row, the two worst rows, …
  public let withoutWorst: [Variant]
  /// The noise of repeats, or `nil` if no point was measured twice.
  public let repeats: Repeats?
  /// The warnings, as sentences.
  public let warnings: [String]
}

/// A fit with its bootstrap and its summary.
public struct FittedLaw: Sendable {
  /// The fit.
  public let fit: Fit
  /// The bootstrap replicates of the fit.
  public let bootstrap: Bootstrap
  /// The summary of both.
  public let summary: FitSummary

  /// The largest number of rows with profiles, influence and the other objectives.
  static let fullyAnalysed = 5_000

  /// Fits a law and analyses the fit.
  public init(_ law: any ScalingLaw, to analysis: ScalingAnalysis) throws(ScalingError) {
    fit = try Fitter(objective: analysis.objective).fit(law, to: analysis.observations)
    try fit.checkDeterminacy()
    bootstrap = Bootstrap(fit, count: analysis.replicates, seed: analysis.seed)
    summary = FitSummary(fit, bootstrap, analysis)
  }
}
