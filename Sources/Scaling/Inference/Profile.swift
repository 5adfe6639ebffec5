import Foundation

/// The distance that a parameter can be moved before the fit, with all others free, becomes significantly worse.
///
/// {θⱼ : 2 κ (min over others of loss − loss) ≤ t²}, t of (rows − parameters) degrees of freedom; κ = mean ρ'' / mean ρ'²
/// brings any objective to the scale of a likelihood (1/σ² for squares).
///
/// It assumes that rows are independent; with several rows in a run, trust the bootstrap.
/// - Source: Venzon, Moolgavkar 1988 (profile intervals); Heritier, Ronchetti 1994 (ρ-tests of M-estimators).
public struct Profile: Sendable {
  /// The fit that is profiled.
  public let fit: Fit
  private let scale: Double
  private let degrees: Int

  /// Creates the profiles of a fit.
  public init(_ fit: Fit) {
    self.fit = fit
    degrees = fit.observations.weights.filter { $0 > 0 }.count - fit.parameters.count
    scale = Self.likelihoodScale(fit.residuals, fit.observations.weights, fit.objective, degrees: degrees)
  }

  /// Returns the interval of a parameter, or `nil` without degrees of freedom; an end is 0 or infinite where the data
  /// do not bound it.
  public func interval(_ index: Int, level: Double = 0.95) -> ClosedRange<Double>? {
    guard degrees > 0, scale > 0 else { return nil }
    let t = Quantile.studentT((1 + level) / 2, degrees: Double(degrees))
    let limit = fit.loss + t * t / (2 * scale)
    let low = end(index, toward: -1, limit: limit)
    let high = end(index, toward: 1, limit: limit)
    return (fit.isAtLimit(index) ? 0 : min(low, high))...max(low, high)
  }

  /// Returns the intervals of all parameters.
  public func intervals(level: Double = 0.95) -> [ClosedRange<Double>?] {
    fit.parameters.indices.map { interval($0, level: level) }
  }

  private func end(_ index: Int, toward sign: Double, limit: Double) -> Double {
    let domain = fit.law.parameters[index].domain
    let start = fit.coordinates[index]
    var problem = FitProblem(fit.law, fit.observations, fit.objective)
    problem.moving[index] = 0
    let fitter = Fitter(objective: fit.objective)
    // Each minimization starts from the last inner one: along a curved valley, the estimate is soon far away.
    var nearest = fit.coordinates
    func isInside(_ coordinate: Double) -> Bool {
      var from = nearest
      from[index] = coordinate
      let end = fitter.polish(problem, from: from)
      guard end.loss <= limit else { return false }
      nearest = end.coordinates
      return true
    }
    // A first step of a thousandth, doubled until the limit is passed or the parameter is beyond reason.
    var (inside, step) = (start, 1e-3 * max(1, domain == .real ? abs(start) : 1))
    var outside = Double.nan
    let reach = domain == .real ? 1e6 * max(1, abs(start)) : 40
    while abs(inside - start) < reach {
      let next = inside + sign * step
      guard isInside(next) else {
        outside = next
        break
      }
      inside = next
      step *= 2
    }
    guard !outside.isNaN else {
      return sign < 0 ? (domain == .real ? -.infinity : 0) : (domain == .unit ? 1 : .infinity)
    }
    for _ in 0..<30 where abs(outside - inside) > 1e-3 * abs(outside - start) {
      let middle = 0.5 * (inside + outside)
      if isInside(middle) { inside = middle } else { outside = middle }
    }
    return domain.value(0.5 * (inside + outside))
  }

  /// Returns κ of the residuals: 1/σ² for squares, and for |r| or Huber what makes the difference of losses a χ².
  private static func likelihoodScale(
    _ residuals: [Double], _ weights: [Double], _ objective: Objective, degrees: Int
  ) -> Double {
    guard degrees > 0 else { return 0 }
    let total = weights.reduce(0, +)
    let correction = Double(degrees) / Double(weights.filter { $0 > 0 }.count)
    let square = zip(residuals, weights).reduce(0) { sum, pair in
      let slope = pair.0 * objective.weight(pair.0)
      return sum + pair.1 * slope * slope
    }
    guard square > 0 else { return .infinity }
    // Losses are sums over weights; in units of the mean weight they do not depend on how weights are counted.
    let unit = total / Double(weights.filter { $0 > 0 }.count)
    return correction * curvature(residuals, weights, objective) * total / square / unit
  }

  /// Returns mean ρ'': 1 for squares. For Huber the share within δ, smoothed over a kernel's width so that a small δ,
  /// whose share is a handful of rows, gives δ times twice the density at zero.
  private static func curvature(_ residuals: [Double], _ weights: [Double], _ objective: Objective) -> Double {
    let delta: Double
    switch objective {
    case .squared, .squaredLog: return 1
    case .huberLog(let value): delta = value
    case .absoluteLog: delta = 0
    }
    let sizes = residuals.map(abs).sorted()
    let spread = Quantile.of(sorted: sizes, 0.5) / 0.6745
    let width = max(delta, 0.8 * spread * pow(Double(sizes.count), -0.2), 1e-300)
    let total = weights.reduce(0, +)
    let share = zip(residuals, weights).reduce(0) { $0 + (abs($1.0) <= width ? $1.1 : 0) } / total
    return (delta > 0 ? delta : 1) * share / width
  }
}
