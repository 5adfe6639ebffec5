/// A descent by damped Newton steps that leave out the law's own curvature.
///
/// (Jᵀ W J + λ diag(Jᵀ W J)) d = −Jᵀ ρ'(r), with W = ρ''(r) at the current residuals; the Gauss–Newton step for squares
///
/// Damping finds a descent wherever there is one; scaling it by the diagonal makes it independent of the units of a
/// parameter (Marquardt 1963). No maintained library for nonlinear least squares exists for Swift on Linux.
struct LevenbergMarquardt {
  var maximumSteps = 200
  /// The relative decrease of the loss below which a descent stops, three times in a row.
  var tolerance = 1e-11
  /// The relative decrease promised by the next step below which a descent stops.
  var promise = 1e-13

  /// Returns the coordinates reached from a start, the evaluation there, and the number of steps.
  func minimize(_ problem: FitProblem, from start: [Double]) -> Minimum {
    let count = problem.parameters.count
    var here = problem.emptyEvaluation
    var there = problem.emptyEvaluation
    var coordinates = start
    problem.evaluate(coordinates, into: &here)
    guard here.loss.isFinite else { return Minimum(coordinates: start, evaluation: here, steps: 0) }
    var damping = 1e-3
    var calm = 0
    var steps = 0
    while steps < maximumSteps, calm < 3 {
      steps += 1
      guard let move = step(here, damping: damping, count: count) else {
        damping *= 10
        guard damping < 1e12 else { break }
        continue
      }
      // Half the slope along a step is the decrease that the quadratic promises, unless the step was cut short.
      let promised = -0.5 * (0..<count).reduce(0) { $0 + here.gradient[$1] * move[$1] }
      let isCut = damping > 0.01 || move.contains { abs($0) >= 3 }
      guard promised > promise * here.loss || isCut else { break }
      let next = (0..<count).map { coordinates[$0] + move[$0] }
      problem.evaluate(next, into: &there)
      guard there.loss < here.loss else {
        // The descent has converged at a step too small to change the loss.
        if there.loss == here.loss { calm += 1 }
        damping *= 5
        guard damping < 1e12 else { break }
        continue
      }
      let decrease = here.loss - there.loss
      calm = decrease <= tolerance * here.loss ? calm + 1 : 0
      coordinates = next
      swap(&here, &there)
      damping = max(damping / 5, 1e-12)
    }
    return Minimum(coordinates: coordinates, evaluation: here, steps: steps)
  }

  private func step(_ here: FitProblem.Evaluation, damping: Double, count: Int) -> [Double]? {
    var matrix = Array(repeating: 0.0, count: count * count)
    var right = Array(repeating: 0.0, count: count)
    for i in 0..<count {
      for j in 0..<count { matrix[i * count + j] = here.curvature[i][j] }
      // A parameter that is held, or that has no effect, stays where it is.
      let diagonal = matrix[i * count + i]
      matrix[i * count + i] = diagonal > 0 ? diagonal * (1 + damping) : 1
      right[i] = -here.gradient[i]
    }
    guard let move = LinearAlgebra.solve(matrix, right) else { return nil }
    // No coordinate moves by more than e³ at once: a far extrapolation of a quadratic is worthless. Each is limited
    // separately,
    // or one that runs away would hold all others.
    return move.map { min(max($0, -3), 3) }
  }
}

/// The end of a descent.
struct Minimum {
  var coordinates: [Double]
  var evaluation: FitProblem.Evaluation
  var steps: Int
  var loss: Double { evaluation.loss }
}
