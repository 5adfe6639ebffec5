import Foundation

/// The choice of the next experiment, so that a stated forecast becomes more certain at the least cost.
///
/// With Σ the covariance of the fit's coordinates (from its bootstrap), g the gradient of the forecast and j that of the
/// law at a new point, r measurements of variance σ² there shrink the forecast's variance gᵀΣg by
/// (gᵀΣj)² / (σ²/r + jᵀΣj).
/// - Source: Chaloner, Verdinelli 1995, "Bayesian Experimental Design: A Review", Section 2.2 (c-optimality).
public struct Design: Sendable {
  /// An experiment that could be run.
  public struct Experiment: Sendable {
    /// The values of the variables.
    public let values: [Double]
    /// The number of seeds.
    public let seeds: Int
    /// The total cost, in the units of the cost function.
    public let cost: Double
    /// The ratio of the forecast's standard error after the experiment to that before.
    public let remaining: Double
  }

  /// The point of the forecast.
  public let target: [Double]
  /// The forecast.
  public let forecast: Double
  /// The forecast's relative standard error now (absolute for `squared`).
  public let standardError: Double
  /// The cost of the target experiment itself.
  public let targetCost: Double
  /// The cheapest experiment that narrows the forecast by the requested share, or `nil` if none within the budget does.
  public let recommended: Experiment?
  /// The experiments, cheapest first, that each narrow the forecast by at least a hundredth more than any that costs no
  /// more.
  public let frontier: [Experiment]

  /// Searches a grid of points (from the smallest measured to `reach` times the largest on each axis).
  ///
  /// `cost` is the cost of one run at these values. `budget` is the largest cost of an experiment, or `nil` for a tenth
  /// of the target's cost. `narrowing` is the share of the standard error to remove.
  public init(
    _ bootstrap: Bootstrap, target: [Double], cost: ([Double]) -> Double, budget: Double? = nil, reach: Double = 2,
    seeds: [Int] = [1, 2, 3, 5], narrowing: Double = 0.2
  ) {
    let fit = bootstrap.fit
    let covariance = Self.covariance(bootstrap)
    func gradient(_ values: [Double]) -> [Double] { Self.gradient(fit, Point(values, run: 0)) }
    let atTarget = gradient(target)
    let variance = Self.form(atTarget, covariance, atTarget)
    let noise = Self.noise(fit)
    let most = budget ?? 0.1 * cost(target)
    let axes = fit.observations.variables.indices.map { index -> [Double] in
      let values = fit.observations.column(index)
      guard let low = values.min(), let high = values.max(), low > 0 else { return Array(Set(values)).sorted() }
      return low == high ? [low] : logSpaced(low, high * reach, 9)
    }
    let places = axes.reduce([[]]) { partial, axis in partial.flatMap { row in axis.map { row + [$0] } } }
    let experiments = places.flatMap { values -> [Experiment] in
      let there = gradient(values)
      let together = Self.form(atTarget, covariance, there)
      let own = Self.form(there, covariance, there)
      return seeds.compactMap { seeds in
        let price = Double(seeds) * cost(values)
        guard price <= most, variance > 0 else { return nil }
        let left = max(0, variance - together * together / (noise / Double(seeds) + own))
        return Experiment(values: values, seeds: seeds, cost: price, remaining: (left / variance).squareRoot())
      }
    }.sorted { ($0.cost, $0.remaining) < ($1.cost, $1.remaining) }
    var frontier: [Experiment] = []
    for experiment in experiments where experiment.remaining < (frontier.last?.remaining ?? 1) - 0.01 {
      frontier.append(experiment)
    }
    self.target = target
    forecast = fit.predict(Point(target))
    standardError = variance.squareRoot()
    targetCost = cost(target)
    self.frontier = frontier
    recommended = frontier.first { $0.remaining <= 1 - narrowing }
  }

  /// Returns d ln f (or d f) by the fit's coordinates.
  private static func gradient(_ fit: Fit, _ x: Point) -> [Double] {
    let problem = FitProblem(fit.law, fit.observations, fit.objective)
    var value = fit.law.evaluate(x, problem.duals(fit.coordinates))
    if fit.objective.isLogarithmic { value = log(value) }
    return fit.coordinates.indices.map { value.partials[$0] }
  }

  /// Returns σ², by what the objective heeds: the median of |r| for robust ones, so that one wild row does not make all
  /// new ones worthless, else the mean square.
  private static func noise(_ fit: Fit) -> Double {
    let residuals = fit.residuals
    let correction = Double(residuals.count) / Double(max(1, residuals.count - fit.parameters.count))
    switch fit.objective {
    case .squared, .squaredLog:
      return correction * residuals.reduce(0) { $0 + $1 * $1 } / Double(residuals.count)
    case .huberLog, .absoluteLog:
      let deviation = Quantile.median(residuals.map(abs)) / 0.6745
      return correction * deviation * deviation
    }
  }

  private static func covariance(_ bootstrap: Bootstrap) -> [Double] {
    let count = bootstrap.fit.coordinates.count
    // A median absolute deviation would lose correlations; far replicates of an unbounded coordinate are cut instead.
    let rows = bootstrap.coordinates.filter { row in
      zip(row, bootstrap.fit.coordinates).allSatisfy { abs($0 - $1) < 20 }
    }
    guard rows.count > 1 else { return Array(repeating: 0, count: count * count) }
    let mean = (0..<count).map { index in rows.reduce(0) { $0 + $1[index] } / Double(rows.count) }
    var matrix = Array(repeating: 0.0, count: count * count)
    for row in rows {
      for i in 0..<count { for j in 0..<count { matrix[i * count + j] += (row[i] - mean[i]) * (row[j] - mean[j]) } }
    }
    return matrix.map { $0 / Double(rows.count - 1) * bootstrap.shrinkage * bootstrap.shrinkage }
  }

  private static func form(_ a: [Double], _ matrix: [Double], _ b: [Double]) -> Double {
    let count = a.count
    var sum = 0.0
    for i in 0..<count {
      for j in 0..<count { sum += a[i] * matrix[i * count + j] * b[j] }
    }
    return sum
  }
}
