import Foundation
import Randomness

/// The points from which a fit begins: the declared grid over the parameters in which a law is not linear, each
/// completed by the least squares of those in which it is (variable projection), best first.
///
/// min over c of Σ w (f₀ + Σⱼ cⱼ φⱼ(x; ψ) − y)² / y², with φⱼ = ∂f/∂cⱼ read off the law's own derivatives
///
/// - Source: Golub, Pereyra 1973, "The Differentiation of Pseudo-Inverses and Nonlinear Least Squares Problems Whose
///   Variables Separate". Dividing by y makes it the least squares of logarithms to first order.
struct StartGrid {
  /// The largest grid; a larger one is sampled, with a fixed seed.
  static let largestGrid = 4096
  /// The largest number of rows that starts are compared on.
  static let largestSample = 2000

  /// Returns the coordinates to begin from with their losses, best first; those with no finite loss are left out.
  static func starts(_ law: any ScalingLaw, _ observations: Observations, _ objective: Objective) -> [[Double]] {
    let sample = sample(observations)
    let problem = FitProblem(law, sample, objective)
    let candidates =
      grid(law, sample).map { completed($0, problem, sample) } + law.starts(for: sample)
    let coordinates = candidates.map { zip(law.parameters, $0).map { $0.domain.coordinate($1) } }
    return coordinates.map { (start: $0, loss: problem.loss($0)) }
      .filter { $0.loss.isFinite }
      .sorted { $0.loss < $1.loss }
      .map(\.start)
  }

  /// Returns rows at equal distances in the order of scale.
  static func sample(_ observations: Observations, count: Int = largestSample) -> Observations {
    guard observations.count > count else { return observations }
    let stride = Double(observations.count) / Double(count)
    let order = observations.scale.indices.sorted { observations.scale[$0] < observations.scale[$1] }
    return observations.rows((0..<count).map { order[Int(Double($0) * stride)] })
  }

  /// Returns every combination of the declared starts, with linear parameters at 1.
  private static func grid(_ law: any ScalingLaw, _ observations: Observations) -> [[Double]] {
    let values = law.parameters.map { choices($0.start, observations) }
    let size = values.reduce(1) { $0.multipliedReportingOverflow(by: $1.count).overflow ? Int.max : $0 * $1.count }
    guard size > largestGrid else {
      return values.reduce([[]]) { partial, column in partial.flatMap { row in column.map { row + [$0] } } }
    }
    var generator = Generator(seed: 0).child("start grid")
    return (0..<largestGrid).map { _ in values.map { $0[generator.integer(in: 0..<$0.count)] } }
  }

  private static func choices(
    _ start: LawParameter.Start, _ observations: Observations
  ) -> [Double] {
    switch start {
    case .linear: return [1]
    case .values(let values): return values
    case .within(let variable, let fractions):
      let logs = observations.points.map { $0.log(variable) }.filter(\.isFinite)
      guard let low = logs.min(), let high = logs.max() else { return [1] }
      return fractions.map { exp(low + $0 * (high - low)) }
    case .timesTarget(let factors):
      let sizes = observations.y.map(abs).sorted()
      let middle = max(sizes[sizes.count / 2], 1e-300)
      return factors.map { $0 * middle }
    }
  }

  /// Returns the parameters with the linear ones found by least squares.
  private static func completed(_ start: [Double], _ problem: FitProblem, _ observations: Observations) -> [Double] {
    let linear = problem.parameters.indices.filter { problem.parameters[$0].isLinear }
    guard !linear.isEmpty else { return start }
    let duals = start.indices.map { Dual.parameter(start[$0], $0) }
    let count = linear.count
    var gram = Array(repeating: 0.0, count: count * count)
    var right = Array(repeating: 0.0, count: count)
    var largest = Array(repeating: 0.0, count: count)
    let isRelative = problem.objective.isLogarithmic
    for (row, value) in problem.law.evaluate(problem.points, duals).enumerated() {
      guard value.isFinite else { return start }
      let y = isRelative ? exp(problem.targets[row]) : problem.targets[row]
      let weight = problem.weights[row] / (isRelative ? y * y : 1)
      let columns = linear.map { value.partials[$0] }
      let rest = y - value.value + zip(columns, linear).reduce(0) { $0 + $1.0 * start[$1.1] }
      for i in 0..<count {
        right[i] += weight * columns[i] * rest
        largest[i] = max(largest[i], abs(columns[i]) / max(abs(y), 1e-300))
        for j in 0..<count { gram[i * count + j] += weight * columns[i] * columns[j] }
      }
    }
    let isConstrained = linear.map { problem.parameters[$0].domain == .positive }
    let solution = NonNegativeLeastSquares.solve(gram: gram, right: right, isConstrained: isConstrained)
    var result = start
    for (place, index) in linear.enumerated() {
      // Zero is the limit of the logarithm: start at a thousandth of the target above it instead.
      let floor = isConstrained[place] && largest[place] > 0 ? 1e-3 / largest[place] : 0
      result[index] = isConstrained[place] ? max(solution[place], floor) : solution[place]
    }
    return result
  }
}
