public import Reports

/// A fit with all that says how far to trust it.
public struct FitSummary: Documentable {
  /// A number with its intervals.
  public struct Quantity: Encodable, Sendable {
    /// Its name.
    public let name: String
    /// Its estimate; 0 at its limit.
    public let value: Double
    /// Whether it went to its limit, where it does nothing any more.
    public let isAtLimit: Bool
    /// What other runs would have given.
    public let bootstrap: ClosedRange<Double>?
    /// Where the fit becomes significantly worse, all others free.
    public let profile: ClosedRange<Double>?
  }

  /// A fit with something changed: rows left out, another objective.
  public struct Variant: Encodable, Sendable {
    /// What was changed.
    public let name: String
    /// The lines that were left out.
    public let lines: [Int]
    /// The parameters then.
    public let parameters: [Double]
  }

  /// What an exponent says about the limits of the model.
  public struct Diagnosis: Encodable, Sendable {
    /// The exponent.
    public let exponent: String
    /// In words.
    public let finding: String
  }

  /// The data and the plan.
  public let data: DataSummary
  /// The law's name.
  public let law: String
  /// Its formula.
  public let formula: String
  /// Its parameters.
  public let parameters: [Quantity]
  /// What follows from them.
  public let derived: [Quantity]
  /// The share of the variance that the law explains.
  public let rSquared: Double
  /// The root mean square of f/y − 1.
  public let relativeError: Double
  /// The sum of losses.
  public let loss: Double
  /// How many starts ended at it.
  public let agreeingStarts: Int
  /// Of how many.
  public let triedStarts: Int
  /// What the exponents say.
  public let regimes: [Diagnosis]
  /// The fit under each objective that the data allow.
  public let objectives: [Variant]
  /// The largest value of each parameter over the smallest, less 1, among the objectives.
  public let spreads: [Double]
  /// The fit without the run that changes it most, the second most, the third.
  public let withoutRuns: [Variant]
  /// The fit without its worst rows: one, two, …
  public let withoutWorst: [Variant]
  /// What repeats say, where places were measured again.
  public let repeats: Repeats?
  /// What should make one careful.
  public let warnings: [String]
}

/// A fit and its summary, for whoever needs both.
public struct FittedLaw: Sendable {
  /// The fit.
  public let fit: Fit
  /// Its replicates.
  public let bootstrap: Bootstrap
  /// What they say.
  public let summary: FitSummary

  /// Beyond so many rows, profiles, influence and the other objectives are left out.
  static let fullyAnalysed = 5_000

  /// Fits a law and looks at the fit from all sides.
  public init(_ law: any ScalingLaw, to analysis: ScalingAnalysis) throws(ScalingError) {
    fit = try Fitter(objective: analysis.objective).fit(law, to: analysis.observations)
    bootstrap = Bootstrap(fit, count: analysis.replicates, seed: analysis.seed)
    summary = FitSummary(fit, bootstrap, analysis)
  }
}
