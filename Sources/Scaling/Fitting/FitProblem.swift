import Foundation

/// A law, rows and an objective as a function of the coordinates in which a fit moves.
///
/// Coordinates are unbounded: the logarithm of a positive parameter, the logit of one between 0 and 1.
struct FitProblem {
  let law: any ScalingLaw
  let parameters: [LawParameter]
  let points: [Point]
  /// The targets: ln y for objectives on logarithms, y otherwise.
  let targets: [Double]
  let weights: [Double]
  let objective: Objective
  /// The mask of the parameters: 1 for those that move, 0 for those held fixed.
  var moving: SIMD16<Double>
  /// The share of reweighted least squares in the curvature: 1 far from a minimum, a hundredth close to one.
  var reweighting = 1.0

  /// The sum of losses with its gradient and curvature.
  struct Evaluation {
    /// Σ weight ρ(r).
    var loss = 0.0
    /// The gradient of the loss by the coordinates.
    var gradient = SIMD16<Double>.zero
    /// Σ weight ρ''(r) J Jᵀ, row by row: the curvature without that of the law itself, see `Objective.curvature`.
    var curvature: [SIMD16<Double>]
  }

  init(_ law: any ScalingLaw, _ observations: Observations, _ objective: Objective, weights: [Double]? = nil) {
    self.law = law
    parameters = law.parameters
    let weights = weights ?? observations.weights
    // Rows of weight zero are not evaluated: a bootstrap draw leaves out a third of them.
    let rows = weights.indices.filter { weights[$0] > 0 }
    points = rows.map { observations.points[$0] }
    self.weights = rows.map { weights[$0] }
    targets = rows.map { objective.isLogarithmic ? Foundation.log(observations.y[$0]) : observations.y[$0] }
    self.objective = objective
    moving = .zero
    for index in parameters.indices { moving[index] = 1 }
  }

  /// Returns the parameters at the coordinates, with their derivatives by the coordinates.
  func duals(_ coordinates: [Double]) -> [Dual] {
    parameters.indices.map { index in
      let domain = parameters[index].domain
      var dual = Dual(domain.value(coordinates[index]))
      dual.partials[index] = domain.slope(dual.value) * moving[index]
      return dual
    }
  }

  /// Computes the loss, its gradient and its curvature; the loss is infinite where the law has no finite value.
  func evaluate(_ coordinates: [Double], into result: inout Evaluation) {
    let values = law.evaluate(points, duals(coordinates))
    // Most laws fill at most half of a dual's lanes.
    if parameters.count <= 8 {
      sum(values, into: &result, { $0.lowHalf }, widened: { SIMD16(lowHalf: $0, highHalf: .zero) })
    } else {
      sum(values, into: &result, { $0 }, widened: { $0 })
    }
  }

  @inline(__always)
  private func sum<Lanes: SIMD<Double>>(
    _ values: [Dual], into result: inout Evaluation, _ lanes: (SIMD16<Double>) -> Lanes,
    widened: (Lanes) -> SIMD16<Double>
  ) {
    let isLogarithmic = objective.isLogarithmic
    var loss = 0.0
    var gradient = Lanes.zero
    var curvature = Array(repeating: Lanes.zero, count: parameters.count)
    for (row, value) in values.enumerated() {
      let residual = (isLogarithmic ? Foundation.log(value.value) : value.value) - targets[row]
      let slopes = lanes(value.partials) * (isLogarithmic ? 1 / value.value : 1)
      loss += weights[row] * objective.loss(residual)
      gradient += slopes * (weights[row] * objective.weight(residual) * residual)
      let weighted = slopes * (weights[row] * objective.curvature(residual, share: reweighting))
      for index in curvature.indices { curvature[index] += slopes * weighted[index] }
    }
    // A value that is not finite in one row is not finite in the sum.
    result.loss = (loss + gradient.sum()).isFinite ? loss : .infinity
    result.gradient = widened(gradient)
    for index in curvature.indices { result.curvature[index] = widened(curvature[index]) }
    holdIdle(&result)
  }

  /// Removes coordinates that have no effect from the step: a coefficient that went to zero, and the exponent beside
  /// it.
  ///
  /// The quadratic would move them infinitely far without effect, and all others with them.
  private func holdIdle(_ result: inout Evaluation) {
    let diagonal = parameters.indices.map { result.curvature[$0][$0] }
    let least = 1e-22 * (diagonal.max() ?? 0)
    for idle in parameters.indices where diagonal[idle] <= least {
      result.gradient[idle] = 0
      result.curvature[idle] = .zero
      for other in parameters.indices { result.curvature[other][idle] = 0 }
    }
  }

  /// Returns coordinates in which a coefficient that went to zero is a thousandth of the target again: from there a
  /// descent can bring it back, or let it go again.
  func lifted(_ coordinates: [Double]) -> [Double] {
    let effects = effects(coordinates)
    let idle = parameters.indices.filter { moving[$0] != 0 && effects[$0] > 0 && effects[$0] < 1e-4 }
    guard !idle.isEmpty else { return coordinates }
    var result = coordinates
    for index in idle where parameters[index].domain == .positive {
      // Doubling a coefficient doubles its effect; an exponent's effect without its coefficient grows differently.
      var doubled = coordinates
      doubled[index] += log(2)
      guard abs(self.effects(doubled)[index] / effects[index] - 2) < 0.02 else { continue }
      result[index] += log(1e-3 / effects[index])
    }
    return result
  }

  /// Returns the root mean square effect of each coordinate on the law, relative to it (to |y| for plain squares).
  private func effects(_ coordinates: [Double]) -> [Double] {
    let values = law.evaluate(points, duals(coordinates))
    let size = targets.reduce(0) { $0 + abs($1) } / Double(max(targets.count, 1))
    let squares = values.reduce(SIMD16<Double>.zero) { sum, value in
      let relative = value.partials / (objective.isLogarithmic ? value.value : max(size, 1e-300))
      return sum + relative * relative
    }
    return parameters.indices.map { (squares[$0] / Double(max(values.count, 1))).squareRoot() }
  }

  /// Returns the loss alone.
  func loss(_ coordinates: [Double]) -> Double {
    let duals = parameters.indices.map { Dual(parameters[$0].domain.value(coordinates[$0])) }
    var sum = 0.0
    for (row, value) in law.evaluate(points, duals).enumerated() {
      let residual = (objective.isLogarithmic ? Foundation.log(value.value) : value.value) - targets[row]
      sum += weights[row] * objective.loss(residual)
    }
    return sum.isFinite ? sum : .infinity
  }

  /// A zero evaluation.
  var emptyEvaluation: Evaluation { Evaluation(curvature: Array(repeating: .zero, count: parameters.count)) }
}
