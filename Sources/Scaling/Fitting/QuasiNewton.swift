/// A BFGS descent, which converges where the law's own curvature matters and Newton steps without it creep: the end of
/// a fit.
///
/// H ← (1 − s yᵀ/sᵀy) H (1 − y sᵀ/sᵀy) + s sᵀ/sᵀy, with a step length that meets the weak Wolfe conditions.
/// - Source: Broyden, Fletcher, Goldfarb, Shanno 1970; Lewis and Overton 2013, Algorithm 2.6 (the line search by
///   bisection, which also holds where the loss has kinks).
struct QuasiNewton {
  var maximumSteps = 200
  var tolerance = 1e-13

  /// Returns the minimum reached from one that another method came near to.
  func minimize(_ problem: FitProblem, from start: Minimum) -> Minimum {
    let count = problem.parameters.count
    guard start.loss.isFinite, start.loss > 0 else { return start }
    var here = start
    var inverse = initialInverse(start.evaluation, count)
    var there = problem.emptyEvaluation
    var calm = 0
    while here.steps < start.steps + maximumSteps, calm < 3 {
      here.steps += 1
      let gradient = (0..<count).map { here.evaluation.gradient[$0] }
      var direction = (0..<count).map { i in -(0..<count).reduce(0) { $0 + inverse[i * count + $1] * gradient[$1] } }
      var slope = dot(direction, gradient)
      if slope >= 0 {
        inverse = initialInverse(here.evaluation, count)
        direction = (0..<count).map { i in -(0..<count).reduce(0) { $0 + inverse[i * count + $1] * gradient[$1] } }
        slope = dot(direction, gradient)
        guard slope < 0 else { break }
      }
      // Half the slope is the promised decrease.
      guard -0.5 * slope > tolerance * here.loss else { break }
      guard let length = search(problem, from: here, along: direction, slope: slope, into: &there) else { break }
      let step = direction.map { $0 * length }
      let change = (0..<count).map { there.gradient[$0] - gradient[$0] }
      calm = here.loss - there.loss <= tolerance * here.loss ? calm + 1 : 0
      for i in 0..<count { here.coordinates[i] += step[i] }
      swap(&here.evaluation, &there)
      update(&inverse, step: step, change: change)
    }
    return here
  }

  private func search(
    _ problem: FitProblem, from here: Minimum, along direction: [Double], slope: Double,
    into there: inout FitProblem.Evaluation
  ) -> Double? {
    var (low, high, length) = (0.0, Double.infinity, 1.0)
    for _ in 0..<30 {
      problem.evaluate(zip(here.coordinates, direction).map { $0 + length * $1 }, into: &there)
      if !(there.loss <= here.loss + 1e-4 * length * slope) {
        high = length
      } else if direction.indices.reduce(0, { $0 + direction[$1] * there.gradient[$1] }) < 0.9 * slope {
        low = length
      } else {
        return length
      }
      length = high.isFinite ? (low + high) / 2 : 2 * low
    }
    // The last length that only met the first condition still descends.
    guard low > 0 else { return nil }
    problem.evaluate(zip(here.coordinates, direction).map { $0 + low * $1 }, into: &there)
    return there.loss < here.loss ? low : nil
  }

  private func initialInverse(_ evaluation: FitProblem.Evaluation, _ count: Int) -> [Double] {
    var matrix = Array(repeating: 0.0, count: count * count)
    for i in 0..<count {
      for j in 0..<count { matrix[i * count + j] = evaluation.curvature[i][j] }
      matrix[i * count + i] = matrix[i * count + i] > 0 ? matrix[i * count + i] * (1 + 1e-8) : 1
    }
    if let inverse = LinearAlgebra.inverse(matrix, count) { return inverse }
    return (0..<count * count).map { $0 / count == $0 % count ? 1 / matrix[$0] : 0 }
  }

  private func update(_ inverse: inout [Double], step: [Double], change: [Double]) {
    let count = step.count
    let curvature = dot(step, change)
    guard curvature > 1e-300 else { return }
    let product = (0..<count).map { i in (0..<count).reduce(0) { $0 + inverse[i * count + $1] * change[$1] } }
    let factor = (1 + dot(change, product) / curvature) / curvature
    for i in 0..<count {
      for j in 0..<count {
        inverse[i * count + j] += factor * step[i] * step[j] - (product[i] * step[j] + step[i] * product[j]) / curvature
      }
    }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
