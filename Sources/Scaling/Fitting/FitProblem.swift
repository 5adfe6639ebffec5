import Foundation

/// A law, rows and an objective as a function of the coordinates in which a fit moves.
///
/// Coordinates are unbounded: the logarithm of a positive parameter, the logit of one between 0 and 1.
struct FitProblem {
  let law: any ScalingLaw
  let parameters: [LawParameter]
  let points: [Point]
  /// ln y for objectives on logarithms, y otherwise.
  let targets: [Double]
  let weights: [Double]
  let objective: Objective
  /// 1 for parameters that move, 0 for those held fixed.
  var moving: SIMD16<Double>

  /// The sum of losses with what a step needs.
  struct Evaluation {
    /// Σ weight ρ(r).
    var loss = 0.0
    /// Its gradient by the coordinates.
    var gradient = SIMD16<Double>.zero
    /// Σ weight ρ'(r)/r J Jᵀ, row by row: the curvature of the quadratic that touches the loss from above.
    var curvature: [SIMD16<Double>]
  }

  init(_ law: any ScalingLaw, _ observations: Observations, _ objective: Objective, weights: [Double]? = nil) {
    self.law = law
    parameters = law.parameters
    let weights = weights ?? observations.weights
    // Rows that do not count are not evaluated: a bootstrap draw leaves out a third of them.
    let rows = weights.indices.filter { weights[$0] > 0 }
    points = rows.map { observations.points[$0] }
    self.weights = rows.map { weights[$0] }
    targets = rows.map { objective.isLogarithmic ? Foundation.log(observations.y[$0]) : observations.y[$0] }
    self.objective = objective
    moving = .zero
    for index in parameters.indices { moving[index] = 1 }
  }

  /// The parameters of coordinates, with their derivatives by the coordinates.
  func duals(_ coordinates: [Double]) -> [Dual] {
    parameters.indices.map { index in
      let domain = parameters[index].domain
      var dual = Dual(domain.value(coordinates[index]))
      dual.partials[index] = domain.slope(dual.value) * moving[index]
      return dual
    }
  }

  /// The loss, its gradient and its curvature; the loss is infinite where the law has no finite value.
  func evaluate(_ coordinates: [Double], into result: inout Evaluation) {
    let duals = duals(coordinates)
    let count = parameters.count
    result.loss = 0
    result.gradient = .zero
    for index in 0..<count { result.curvature[index] = .zero }
    let isLogarithmic = objective.isLogarithmic
    for row in points.indices {
      var residual = law.evaluate(points[row], duals)
      if isLogarithmic { residual = log(residual) }
      residual.value -= targets[row]
      guard residual.isFinite else {
        result.loss = .infinity
        return
      }
      result.loss += weights[row] * objective.loss(residual.value)
      let weighted = residual.partials * (weights[row] * objective.weight(residual.value))
      result.gradient += weighted * residual.value
      for index in 0..<count { result.curvature[index] += residual.partials * weighted[index] }
    }
  }

  /// The loss alone.
  func loss(_ coordinates: [Double]) -> Double {
    let duals = parameters.indices.map { Dual(parameters[$0].domain.value(coordinates[$0])) }
    var sum = 0.0
    for row in points.indices {
      let value = law.evaluate(points[row], duals).value
      let residual = (objective.isLogarithmic ? Foundation.log(value) : value) - targets[row]
      guard residual.isFinite else { return .infinity }
      sum += weights[row] * objective.loss(residual)
    }
    return sum
  }

  /// Room for an evaluation.
  var emptyEvaluation: Evaluation { Evaluation(curvature: Array(repeating: .zero, count: parameters.count)) }
}
