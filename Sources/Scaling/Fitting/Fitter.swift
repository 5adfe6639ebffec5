import Foundation
internal import Requirements

/// A method that fits a law: a grid of starts completed by least squares, the best of them descended, the best kept.
public struct Fitter: Sendable {
  /// The loss of residuals that a fit makes small.
  public var objective: Objective
  /// The number of distinct best starts that are descended.
  public var startCount: Int

  /// Creates a fitter.
  public init(objective: Objective = .huber, startCount: Int = 8) {
    require(startCount > 0, "a fit from \(startCount) starts; give at least 1")
    self.objective = objective
    self.startCount = startCount
  }

  /// Returns the best fit that the starts lead to.
  public func fit(_ law: any ScalingLaw, to observations: Observations) throws(ScalingError) -> Fit {
    try check(law, observations)
    return try best(try law.prepared(for: observations), observations)
  }

  /// The largest number of rows in the choice of the starts; all rows decide where a descent ends.
  static let largestSearch = 20_000

  /// Returns the best fit of a law that is prepared for its data.
  private func best(_ law: any ScalingLaw, _ observations: Observations) throws(ScalingError) -> Fit {
    let problem = FitProblem(law, observations, objective)
    // A sample that gives no fit leaves the choice of the starts to all rows.
    if observations.count > Self.largestSearch,
      let found = try? best(law, StartGrid.sample(observations, count: Self.largestSearch))
    {
      let end = polish(problem, from: found.coordinates)
      if end.loss.isFinite {
        return Fit(
          law: law, observations: observations, objective: objective, coordinates: end.coordinates, loss: end.loss,
          agreeingStarts: found.agreeingStarts, triedStarts: found.triedStarts)
      }
    }
    let starts = promising(StartGrid.starts(law, observations, objective), problem)
    guard !starts.isEmpty else { throw .noStart(law: law.name) }
    let isLarge = observations.count > StartGrid.largestSample
    let rough = LevenbergMarquardt(maximumSteps: isLarge ? 15 : 60, tolerance: 1e-7)
    let ends = starts.map { rough.minimize(problem, from: $0) }.filter { $0.loss.isFinite }
      .sorted { $0.loss < $1.loss }
    guard !ends.isEmpty else { throw .noStart(law: law.name) }
    let polished = ends.prefix(3).map { polish(problem, from: $0.coordinates) }
    guard let best = polished.min(by: { $0.loss < $1.loss }) else { throw .noStart(law: law.name) }
    let agreeing = (polished + ends.dropFirst(3)).filter { $0.loss <= best.loss * (1 + 1e-4) + 1e-300 }.count
    return Fit(
      law: law, observations: observations, objective: objective, coordinates: best.coordinates, loss: best.loss,
      agreeingStarts: agreeing, triedStarts: ends.count)
  }

  /// Returns the minimum that a known fit leads to with other weights: a bootstrap replicate, a row left out.
  func refit(_ fit: Fit, weights: [Double]) -> Minimum {
    polish(FitProblem(fit.law, fit.observations, objective, weights: weights), from: fit.coordinates)
  }

  /// Descends from one start until convergence.
  func polish(_ problem: FitProblem, from start: [Double]) -> Minimum {
    var problem = problem
    problem.reweighting = 0.01
    let start = problem.lifted(start)
    guard case .absoluteLog = objective else {
      return QuasiNewton().minimize(
        problem, from: LevenbergMarquardt(maximumSteps: objective.isRobust ? 40 : 200).minimize(problem, from: start))
    }
    // |r| by a Huber loss whose δ goes to zero: each stage begins where the last, smoother one ended.
    var coordinates = start
    for delta in [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7] {
      let smooth = FitProblem(problem, objective: .huberLog(delta: delta))
      let near = LevenbergMarquardt(maximumSteps: 40).minimize(smooth, from: coordinates)
      coordinates = QuasiNewton(maximumSteps: 40).minimize(smooth, from: near).coordinates
    }
    var end = problem.emptyEvaluation
    problem.evaluate(coordinates, into: &end)
    return Minimum(coordinates: coordinates, evaluation: end, steps: 0)
  }

  /// Returns the starts to descend from. With many nonlinear parameters the lowest ones lie in one basin, and not in
  /// the lowest: six times as many take a few steps first.
  private func promising(_ starts: [[Double]], _ problem: FitProblem) -> [[Double]] {
    guard problem.parameters.filter({ !$0.isLinear }).count > 2 else { return distinct(starts, startCount) }
    let taste = LevenbergMarquardt(maximumSteps: 8, tolerance: 1e-3)
    let ends = distinct(starts, 6 * startCount).map { taste.minimize(problem, from: $0) }
    return distinct(ends.filter { $0.loss.isFinite }.sorted { $0.loss < $1.loss }.map(\.coordinates), startCount)
  }

  private func distinct(_ starts: [[Double]], _ most: Int) -> [[Double]] {
    var kept: [[Double]] = []
    for start in starts where kept.count < most {
      let isNew = kept.allSatisfy { other in zip(start, other).contains { abs($0 - $1) > 0.1 } }
      if isNew { kept.append(start) }
    }
    return kept
  }

  private func check(_ law: any ScalingLaw, _ observations: Observations) throws(ScalingError) {
    let name = law.name
    guard law.variables.count == observations.variables.count else {
      throw .variables(law: name, wants: law.variables.map(\.name), found: observations.variables)
    }
    guard law.parameters.count <= Dual.capacity else {
      throw .tooManyParameters(law: name, count: law.parameters.count)
    }
    for (index, variable) in law.variables.enumerated() where variable.isPositive {
      if let row = observations.points.firstIndex(where: { $0[index] <= 0 }) {
        let value = observations.points[row][index]
        throw .notPositive(law: name, column: observations.variables[index], row: row + 1, value: value)
      }
    }
    if objective.isLogarithmic, let row = observations.y.firstIndex(where: { $0 <= 0 }) {
      throw .targetNotPositive(
        column: observations.target, row: row + 1, value: observations.y[row], objective: "\(objective)")
    }
    guard observations.count > 1, let low = observations.y.min(), let high = observations.y.max() else {
      throw .tooFewPoints(law: name, distinct: observations.count, needed: law.parameters.count)
    }
    let distinct = observations.distinctPlaces
    guard distinct >= law.parameters.count else {
      throw .tooFewPoints(law: name, distinct: distinct, needed: law.parameters.count)
    }
    guard low < high else { throw .constantTarget(column: observations.target, value: low) }
  }
}

extension Objective {
  /// Whether reweighting alone converges slowly.
  fileprivate var isRobust: Bool {
    switch self {
    case .huberLog, .absoluteLog: true
    case .squared, .squaredLog: false
    }
  }
}

extension FitProblem {
  /// Creates the same problem with another objective.
  init(_ problem: FitProblem, objective: Objective) {
    law = problem.law
    parameters = problem.parameters
    points = problem.points
    targets = problem.targets
    weights = problem.weights
    self.objective = objective
    moving = problem.moving
    reweighting = problem.reweighting
  }
}
