import Foundation

/// Whether more scale predictably buys more: the answer, the law if there is one, and the numbers that decided.
public struct Verdict: Sendable {
  /// The four answers.
  public enum Answer: String, Sendable, Codable, CaseIterable {
    /// A law forecasts the held-out scales.
    case law
    /// More scale brings no further improvement.
    case plateau
    /// More scale makes the measure worse.
    case inverse
    /// None of these can be concluded.
    case notForecastable = "not forecastable"
  }

  /// The direction that is better.
  public enum Goal: String, Sendable, Codable, CaseIterable {
    /// Losses and errors.
    case lower
    /// Accuracies.
    case higher
  }

  /// A test that contributed to the answer.
  public struct Evidence: Sendable {
    /// The test, in words.
    public let question: String
    /// The numbers of the finding.
    public let finding: String
    /// Whether the test was passed, or `nil` if it only informs.
    public let isPassed: Bool?
  }

  /// The thresholds of the tests.
  public struct Gates: Sendable {
    /// The median relative error on held-out rows up to which a forecast is one.
    public var tolerance = 0.05
    /// The share of the persistence baseline's error that a law has to remove.
    public var skill = 0.1
    /// The share of the variance that the law explains on all rows.
    public var rSquared = 0.9
    /// The share of held-out rows inside their 95 % intervals.
    public var coverage = 0.5
    /// The fewest held-out rows that intervals are judged by.
    public var fewestJudged = 4
    /// A change over a further factor of four that is worth nothing, relative to the mean.
    public var plateauMargin = 0.01
    /// The error probability at which a trend or a turn counts as significant.
    public var significance = 0.05
    /// The fewest distinct scales for a verdict.
    public var fewestScales = 5

    /// Creates the usual gates.
    public init() {}
  }

  /// The answer.
  public let answer: Answer
  /// The reason, in one sentence with the deciding numbers.
  public let reason: String
  /// All tests.
  public let evidence: [Evidence]
  /// The law that was judged, or `nil` if none could be fitted.
  public let candidate: Comparison.Candidate?
  /// The comparison of all laws that were tried, or `nil` if none were.
  public let comparison: Comparison?
  /// The trend along scale.
  public let trend: Trend?

  /// Judges observations.
  public init(
    _ observations: Observations, goal: Goal = .lower, laws: [any ScalingLaw]? = nil, holdOut: HoldOut = HoldOut(),
    objective: Objective, gates: Gates = Gates(), replicates: Int = 200, seed: UInt64 = 0,
    progress: (@Sendable (_ done: Int, _ count: Int) -> Void)? = nil
  ) {
    let trend = Trend(observations)
    let count = trend.scales.count
    guard count >= gates.fewestScales else {
      self.init(
        .notForecastable, "\(count) different scale\(count == 1 ? "" : "s"), and a verdict needs \(gates.fewestScales)",
        [Evidence(question: "enough scales", finding: "\(count) of \(gates.fewestScales)", isPassed: false)],
        trend: trend)
      return
    }
    let comparison = Comparison(
      observations, laws: laws, holdOut: holdOut, objective: objective, replicates: replicates, seed: seed,
      progress: progress)
    var tests = Tests(observations: observations, trend: trend, goal: goal, gates: gates)
    let direction = tests.direction()
    let turn = tests.turn()
    let plateau = tests.plateau()
    let candidate = comparison.chosen
    let refusal = comparison.refused.first.map { "\($0.reason)" } ?? "none was tried"
    let failures = candidate.map { tests.law($0) } ?? ["no law could be fitted: \(refusal)"]
    // Worse by less than the margin is a plateau, however significant.
    let change = tests.overallChange
    let isInverse = direction == .worse && trend.pValue < gates.significance && change > gates.plateauMargin
    let better = "\(goal.rawValue) is better"
    let name = candidate.map(\.name) ?? "no law"
    let answer: Answer
    let reason: String
    if isInverse, turn == nil {
      answer = .inverse
      reason =
        "\(observations.target) \(trend.tau > 0 ? "rises" : "falls") with scale, and \(better) "
        + "(τ = \(short(trend.tau)), p = \(short(trend.pValue)))"
        + (failures.isEmpty ? "; \(name) forecasts by how much" : "")
    } else if let turn, (turn.after > 0) == (goal == .lower), failures.isEmpty {
      answer = .inverse
      reason =
        "\(observations.target) \(turn.after > 0 ? "rises" : "falls") beyond scale \(short(turn.scale)), where it turns "
        + "(p = \(short(turn.pValue))), and \(better); \(name) forecasts by how much"
    } else if failures.isEmpty, let last = candidate?.horizons?.last,
      !(plateau && (last.skill < 0.5 || change <= gates.plateauMargin))
    {
      answer = .law
      reason =
        "\(name) forecasts \(last.rows.count) held-out row\(last.rows.count == 1 ? "" : "s") up to "
        + "\(short((last.rows.last?.scale ?? 0) / last.trainedTo))× beyond its data with a median error of "
        + "\(percent(last.relativeError)), where “as before” errs by \(percent(last.persistenceError))"
    } else if plateau {
      answer = .plateau
      reason = "the last scales change \(observations.target) by nothing that counts: \(tests.plateauFinding)"
    } else {
      answer = .notForecastable
      let turned = turn.map { ["it turns at scale \(short($0.scale)) (p = \(short($0.pValue)))"] } ?? []
      reason = "because " + (turned + failures).joined(separator: "; ")
    }
    self.init(answer, reason, tests.evidence, candidate: candidate, comparison: comparison, trend: trend)
  }

  private init(
    _ answer: Answer, _ reason: String, _ evidence: [Evidence], candidate: Comparison.Candidate? = nil,
    comparison: Comparison? = nil, trend: Trend?
  ) {
    self.answer = answer
    self.reason = reason
    self.evidence = evidence
    self.candidate = candidate
    self.comparison = comparison
    self.trend = trend
  }
}
