public import Reports

/// A fit with all that says how far to trust it.
public struct FitSummary: Documentable {
  /// A number with its intervals.
  public struct Quantity: Encodable, Sendable {
    /// The name.
    public let name: String
    /// The estimate; 0 at its limit.
    public let value: Double
    /// Whether it went to its limit, where it does nothing any more.
    public let isAtLimit: Bool
    /// The interval of what other runs would have given, or `nil` if there are too few.
    public let bootstrap: ClosedRange<Double>?
    /// The values outside which the fit is significantly worse, all others free, or `nil` if they were not looked for.
    public let profile: ClosedRange<Double>?
  }

  /// A fit with something changed: rows left out, another objective.
  public struct Variant: Encodable, Sendable {
    /// The change, in words.
    public let name: String
    /// The lines that were left out.
    public let lines: [Int]
    /// The parameters then.
    public let parameters: [Double]
  }

  /// The limits of the model that an exponent speaks of.
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
  /// The largest value of each parameter over the smallest, less 1, among the objectives.
  public let spreads: [Double]
  /// The fit without the run that changes it most, the second most, the third.
  public let withoutRuns: [Variant]
  /// The fit without its worst rows: one, two, …
  public let withoutWorst: [Variant]
  /// The noise of repeats, or `nil` if no place was measured again.
  public let repeats: Repeats?
  /// Sentences that ask for care.
  public let warnings: [String]
}

/// A fit and its summary, for whoever needs both.
public struct FittedLaw: Sendable {
  /// The fit.
  public let fit: Fit
  /// The bootstrap replicates of the fit.
  public let bootstrap: Bootstrap
  /// The summary of both.
  public let summary: FitSummary

  /// Beyond so many rows, profiles, influence and the other objectives are left out.
  static let fullyAnalysed = 5_000

  /// Fits a law and looks at the fit from all sides.
  public init(_ law: any ScalingLaw, to analysis: ScalingAnalysis) throws(ScalingError) {
    fit = try Fitter(objective: analysis.objective).fit(law, to: analysis.observations)
    try fit.checkDeterminacy()
    bootstrap = Bootstrap(fit, count: analysis.replicates, seed: analysis.seed)
    summary = FitSummary(fit, bootstrap, analysis)
  }
}
