public import Reports

/// The next experiment, which makes a forecast more certain at the least cost.
public struct DesignSummary: Documentable {
  /// An experiment that could be run.
  public struct Experiment: Encodable, Sendable {
    /// The variables, by name.
    public let at: [String: Double]
    /// The variables in order, as text.
    public let text: String
    /// The number of seeds.
    public let seeds: Int
    /// The cost of all its runs.
    public let cost: Double
    /// The ratio of the forecast's standard error after the experiment to that before.
    public let remaining: Double
  }

  /// The data and the plan.
  public let data: DataSummary
  /// The law.
  public let law: String
  /// The point of the forecast.
  public let target: [String: Double]
  /// The point of the forecast in order, as text.
  public let targetText: String
  /// The forecast.
  public let forecast: Double
  /// The forecast's standard error now: relative, or absolute for the objective `squared`.
  public let standardError: Double
  /// The cost of a run: an expression over the variables.
  public let cost: String
  /// The cost of a run at the target.
  public let targetCost: Double
  /// The largest cost of an experiment.
  public let budget: Double
  /// The cheapest experiment that removes a fifth of the standard error, or `nil` if none does.
  public let recommended: Experiment?
  /// The experiments that no cheaper or equally cheap one beats, cheapest first.
  public let frontier: [Experiment]

  /// Looks for experiments.
  public init(
    _ fitted: FittedLaw, target: [Double], cost: String, budget: Double?, _ analysis: ScalingAnalysis,
    price: ([Double]) -> Double
  ) {
    self.init(
      fitted.bootstrap, target: target, cost: cost, budget: budget ?? 0.1 * price(target), analysis, price: price)
  }

  init(
    _ bootstrap: Bootstrap, target: [Double], cost: String, budget: Double, _ analysis: ScalingAnalysis,
    price: ([Double]) -> Double
  ) {
    let design = Design(bootstrap, target: target, cost: price, budget: budget)
    func experiment(_ found: Design.Experiment) -> Experiment {
      Experiment(
        at: Dictionary(zip(analysis.observations.variables, found.values)) { $1 },
        text: analysis.placeText(found.values), seeds: found.seeds, cost: found.cost, remaining: found.remaining)
    }
    data = analysis.facts
    law = bootstrap.fit.law.name
    self.target = Dictionary(zip(analysis.observations.variables, target)) { $1 }
    targetText = analysis.placeText(target)
    (forecast, standardError, targetCost) = (design.forecast, design.standardError, design.targetCost)
    (self.cost, self.budget) = (cost, budget)
    recommended = design.recommended.map(experiment)
    frontier = design.frontier.map(experiment)
  }

  /// The blocks that people read, in order.
  public var blocks: [DocumentBlock] {
    let table = Table(
      ["experiment", "seeds", "cost", "of the target's", "standard error left"], numeric: 1...,
      rows: shown.map { experiment in
        [
          experiment.text, "\(experiment.seeds)", figures(experiment.cost), perCent(experiment.cost / targetCost),
          perCent(experiment.remaining),
        ]
      })
    return data.blocks + [
      .facts([
        Fact("forecast", "\(law) says \(figures(forecast)) at \(targetText); standard error \(errorText)"),
        Fact(
          "cost", "\(cost): \(figures(targetCost)) for the target; experiments of at most \(figures(budget))"),
      ])
    ] + (frontier.isEmpty ? [] : [.table(table)])
      + (frontier.count > 12
        ? [.text("\(shown.count) of the \(frontier.count) experiments that none beats at its cost.")] : [])
      + [.text(advice)]
  }

  /// The part of the frontier that a table has room for, and the recommended experiment.
  private var shown: [Experiment] {
    let every = Double(frontier.count - 1) / 11
    let picks = frontier.count <= 12 ? Array(frontier.indices) : (0..<12).map { Int((Double($0) * every).rounded()) }
    let kept = Set(
      picks + [frontier.firstIndex { $0.text == recommended?.text && $0.seeds == recommended?.seeds }].compactMap { $0 }
    )
    return kept.sorted().map { frontier[$0] }
  }

  private var errorText: String {
    data.objective == "\(Objective.squared)" ? figures(standardError) : perCent(standardError)
  }

  /// The recommendation in a sentence.
  var advice: String {
    guard let recommended else {
      return frontier.isEmpty
        ? "No experiment within the budget narrows the forecast; raise --budget."
        : "No experiment within the budget takes a fifth of the standard error away; the last line comes closest."
    }
    return
      "Next: \(recommended.text), \(counted(recommended.seeds, "seed")). It costs \(figures(recommended.cost)) and is the "
      + "cheapest that takes a fifth of the standard error away (\(perCent(1 - recommended.remaining)))."
  }
}
