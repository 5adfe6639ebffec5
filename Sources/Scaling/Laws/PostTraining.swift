import Foundation

/// Test loss in reinforcement-learning post-training, against model size and the compute or data spent.
///
/// ln L(N, X) = E₀ − e ln N − k(N) ln X, with a learning efficiency that saturates: k(N) = K_max / (1 + N₀ / N)
///
/// - Source: Tan et al. 2025, "Scaling Behaviors of LLM Reinforcement Learning Post-Training", ln L = −k(N) ln X + E(N).
///   The paper takes E(N) for each size by itself; to forecast a size that was not measured, it is a line in ln N here.
public struct PostTraining: ScalingLaw {
  /// The name in the catalogue.
  public let name = "postTraining"
  /// The formula on one line.
  public let formula = "e^E₀ N^-e X^(−K_max/(1 + N₀/N))"
  /// The variables that it reads.
  public let variables = [LawVariable("N", "parameters"), LawVariable("X", "compute or data spent")]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [
    .init("E₀", .real, .values([])), .init("e", .real, .values([])), .init("K_max", .positive, .values([])),
    .init("N₀", .positive, .values([])),
  ]

  /// Creates the law.
  public init() {}

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    let efficiency = p[2] / (1 + p[3] * (1 / x[0]))
    return exp(p[0] - p[1] * x.log(0) - efficiency * x.log(1))
  }

  /// Returns starts in which, given N₀, the other three come from a linear fit of the logarithm.
  public func starts(for observations: Observations) -> [[Double]] {
    let rows = observations.y.indices.filter { observations.y[$0] > 0 }
    let logs = rows.map { observations.points[$0].log(0) }
    guard let low = logs.min(), let high = logs.max() else { return [] }
    return [-0.5, 0, 0.5, 1, 1.5].map { Foundation.exp(low + $0 * (high - low)) }.map { knee in
      var gram = Array(repeating: 0.0, count: 9)
      var right = [0.0, 0, 0]
      for row in rows {
        let x = observations.points[row]
        let columns = [1, -x.log(0), -x.log(1) / (1 + knee / x[0])]
        for i in 0..<3 {
          right[i] += columns[i] * Foundation.log(observations.y[row])
          for j in 0..<3 { gram[3 * i + j] += columns[i] * columns[j] }
        }
      }
      let solution = NonNegativeLeastSquares.solve(gram: gram, right: right, isConstrained: [false, false, true])
      return [solution[0], solution[1], max(solution[2], 1e-4), knee]
    }
  }
}
