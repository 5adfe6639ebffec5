public import Reports

/// Laws side by side, ranked by how they forecast.
public struct ComparisonSummary: Documentable {
  /// A law that could be fitted.
  public struct Candidate: Encodable, Sendable {
    /// The name of the law.
    public let law: String
    /// The formula of the law.
    public let formula: String
    /// The names of its parameters.
    public let names: [String]
    /// The values of its parameters.
    public let parameters: [Double]
    /// The share of the variance that it explains on all rows.
    public let rSquared: Double
    /// The mean relative error of its forecasts inside the training range, from rolling origins; NaN without any.
    public let innerError: Double
    /// The standard error of that mean.
    public let innerStandardError: Double
    /// The median relative error on the held-out rows; NaN without a forecast.
    public let heldOutError: Double
    /// The median relative error of the persistence baseline on the held-out rows.
    public let persistenceError: Double
    /// The share of the baseline's error that the law removes.
    public let skill: Double
    /// The share of held-out rows inside their 95 % interval.
    public let coverage: Double
    /// Whether the law is the one that a verdict judges, chosen by its forecasts inside the training range.
    public let isChosen: Bool
  }

  /// A law that could not be fitted.
  public struct Refusal: Encodable, Sendable {
    /// The name of the law.
    public let law: String
    /// The reason, in a sentence.
    public let reason: String
  }

  /// The data and the plan.
  public let data: DataSummary
  /// The laws that could be fitted, the best forecast first.
  public let candidates: [Candidate]
  /// The laws that could not be fitted.
  public let refused: [Refusal]
  /// The number of rows that were held out.
  public let heldOut: Int
  /// The scale up to which rows were fitted, or `nil` if nothing can be held out.
  public let trainedTo: Double?

  /// Fits these laws and forecasts with them.
  public init(_ analysis: ScalingAnalysis, laws: [any ScalingLaw]) {
    self.init(
      Comparison(
        analysis.observations, laws: laws, holdOut: analysis.holdOut, objective: analysis.objective,
        replicates: analysis.replicates, seed: analysis.seed), analysis)
  }

  /// Creates the summary of a comparison.
  public init(_ comparison: Comparison, _ analysis: ScalingAnalysis) {
    let chosen = comparison.chosen?.name
    data = analysis.facts
    candidates = comparison.candidates.map { candidate in
      let last = candidate.horizons?.last
      return Candidate(
        law: candidate.name, formula: candidate.fit.law.formula, names: candidate.fit.law.parameters.map(\.name),
        parameters: candidate.fit.parameters, rSquared: candidate.fit.rSquared,
        innerError: candidate.inner?.error ?? .nan,
        innerStandardError: candidate.inner?.standardError ?? .nan,
        heldOutError: candidate.heldOutError, persistenceError: last?.persistenceError ?? .nan,
        skill: last?.skill ?? .nan, coverage: last?.coverage ?? .nan, isChosen: candidate.name == chosen)
    }
    refused = comparison.refused.map { Refusal(law: $0.name, reason: analysis.placed($0.reason)) }
    let cutoff = try? analysis.holdOut.cutoff(analysis.observations)
    trainedTo = cutoff
    heldOut = cutoff.map { cutoff in analysis.observations.scale.count { $0 > cutoff } } ?? 0
  }

  /// The blocks that people read, in order.
  public var blocks: [DocumentBlock] { data.blocks + tables }

  /// The tables alone.
  var tables: [DocumentBlock] {
    let rows = candidates.map { candidate in
      [
        candidate.law + (candidate.isChosen ? " *" : ""), "\(candidate.parameters.count)",
        figures(candidate.rSquared),
        perCent(candidate.innerError)
          + (candidate.innerStandardError > 0 ? " ± \(perCent(candidate.innerStandardError))" : ""),
        perCent(candidate.heldOutError),
        perCent(candidate.persistenceError), figures(candidate.skill, 3), perCent(candidate.coverage),
      ]
    }
    let header = ["law", "parameters", "R²", "inner error", "held-out error", "as before", "skill", "in 95 %"]
    let held = trainedTo.map {
      "Held out: \(counted(heldOut, "row")) of scale above \(figures($0)). * is the law that a verdict judges: of those within "
        + "a standard error of the best inside the training range, where the held-out rows have no say, the one with the "
        + "fewest parameters."
    }
    let laws: [DocumentBlock] =
      candidates.isEmpty
      ? [.text("No law could be fitted.")]
      : [
        .table(Table(header, numeric: 1..., rows: rows)),
        .text(held ?? "Nothing could be held out: \(data.along) is all the same."),
      ]
    return laws
      + (refused.isEmpty
        ? []
        : [
          .heading("Refused"),
          .table(Table(["law", "why"], numeric: [], rows: refused.map { [$0.law, $0.reason] })),
        ])
  }
}
