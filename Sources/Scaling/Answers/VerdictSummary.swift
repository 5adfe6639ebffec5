public import Reports
internal import Foundation

/// Whether more scale predictably buys more, with the numbers that decided and what to measure next.
public struct VerdictSummary: Documentable {
  /// A test that contributed to the answer.
  public struct Evidence: Encodable, Sendable {
    /// The test, in words.
    public let question: String
    /// The numbers that it found.
    public let finding: String
    /// Whether the test was passed, or `nil` if it only informs.
    public let isPassed: Bool?
  }

  /// The data and the plan.
  public let data: DataSummary
  /// The direction that is better.
  public let goal: Verdict.Goal
  /// The answer.
  public let answer: Verdict.Answer
  /// The reason, in a sentence.
  public let reason: String
  /// The law that was judged, or `nil` if none could be.
  public let law: String?
  /// The formula of that law.
  public let formula: String?
  /// The parameters of that law, by name.
  public let parameters: [String: Double]?
  /// All tests.
  public let evidence: [Evidence]
  /// Every law that was tried.
  public let comparison: ComparisonSummary?
  /// The next experiment, or `nil` if no law suggests one.
  public let next: DesignSummary?
  /// The next measurement to make, in a sentence.
  public let suggestion: String

  /// Creates the summary of a verdict, with the next experiment at this price of a run.
  ///
  /// The next experiment is the one that makes the forecast at ten times the largest scale more certain.
  public init(
    _ verdict: Verdict, _ analysis: ScalingAnalysis, cost: String, price: ([Double]) -> Double
  ) {
    data = analysis.facts
    goal = analysis.goal
    (answer, reason) = (verdict.answer, verdict.reason)
    let fit = verdict.candidate?.fit
    law = fit?.law.name
    formula = fit?.law.formula
    parameters = fit.map { fit in Dictionary(zip(fit.law.parameters.map(\.name), fit.parameters)) { $1 } }
    evidence = verdict.evidence.map { Evidence(question: $0.question, finding: $0.finding, isPassed: $0.isPassed) }
    comparison = verdict.comparison.map { ComparisonSummary($0, analysis) }
    next = fit.flatMap { Self.next($0, analysis, cost: cost, price: price) }
    suggestion = Self.suggestion(verdict, next, analysis)
  }

  private static func next(
    _ fit: Fit, _ analysis: ScalingAnalysis, cost: String, price: ([Double]) -> Double
  ) -> DesignSummary? {
    let data = analysis.observations
    // A schedule cannot be chosen point by point.
    guard !fit.law.followsSchedules, let largest = data.scale.indices.max(by: { data.scale[$0] < data.scale[$1] })
    else { return nil }
    let factor = analysis.factor(of: 10)
    let target = analysis.values(largest).map { $0 * factor }
    // If scale is not the product of the variables, larger variables may not be a larger experiment.
    guard analysis.growth(to: target) > 1, fit.predict(Point(target)).isFinite, price(target) > 0 else { return nil }
    let bootstrap = Bootstrap(fit, count: analysis.replicates, seed: analysis.seed)
    return DesignSummary(
      bootstrap, target: target, cost: cost, budget: 0.1 * price(target), analysis, price: price)
  }

  private static func suggestion(_ verdict: Verdict, _ next: DesignSummary?, _ analysis: ScalingAnalysis) -> String {
    let count = verdict.trend?.scales.count ?? 0
    let fewest = Verdict.Gates().fewestScales
    if count < fewest { return "Measure at \(counted(fewest - count, "more scale")), best at equal ratios." }
    guard let next else {
      return "Measure a larger scale than any so far, and the smallest ones again for their noise."
    }
    let growth = figures(analysis.growth(to: analysis.observations.variables.map { next.target[$0] ?? .nan }), 2)
    return "For the forecast at \(next.targetText), \(growth) times the largest scale: \(next.advice)"
  }

  /// The blocks that people read, in order.
  public var blocks: [DocumentBlock] {
    let table = Table(
      ["", "test", "finding"], numeric: [],
      rows: evidence.map { test in
        [test.isPassed.map { $0 ? "✓" : "✗" } ?? "·", test.question, test.finding]
      })
    return [.heading("\(answer.rawValue): \(reason)")] + data.blocks + judged + [.table(table), .text(suggestion)]
      + (comparison.map { [.heading("The laws that were tried")] + $0.tables } ?? [])
  }
}

extension VerdictSummary {
  /// The law that was judged, with the numbers that fit.
  private var judged: [DocumentBlock] {
    guard let law, let formula, let chosen = comparison?.candidates.first(where: { $0.law == law }) else { return [] }
    let numbers = zip(chosen.names, chosen.parameters).map { "\($0) = \(figures($1))" }.joined(separator: ", ")
    return [.facts([Fact("judged", "\(law): \(formula) with \(numbers)")])]
  }
}

extension ScalingAnalysis {
  /// Returns the ratio of a point's scale to the largest measured one; NaN where it cannot be computed.
  func growth(to place: [Double]) -> Double {
    guard let scale = try? Formula(along, of: observations.variables, named: along),
      let largest = observations.scale.max()
    else { return .nan }
    return scale(place) / largest
  }

  /// Returns the factor by which each variable grows when their product grows by one.
  func factor(of scale: Double) -> Double { pow(scale, 1 / Double(max(observations.variables.count, 1))) }
}

extension ScalingLaw {
  /// Whether the law follows the schedule of runs, so that a point alone does not determine a forecast.
  public var followsSchedules: Bool { ScalingLaws.all.first { $0.name == name }?.example.runs != nil }
}
