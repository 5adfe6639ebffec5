/// The influence of single runs on a fit: the fits without each, and without its worst rows.
public struct Influence: Sendable {
  /// A fit with something left out.
  public struct Omission: Sendable {
    /// The rows that were left out, from 0.
    public let rows: [Int]
    /// The parameters without them.
    public let parameters: [Double]
    /// The largest relative change of a parameter.
    public let largestChange: Double
  }

  /// The fit without each run, the most influential first.
  public let runs: [Omission]
  /// The fits without the 1, 2, … k rows of the largest residuals.
  public let worst: [Omission]

  /// Refits without each run (of the `mostRuns` with the largest residuals), and without the worst rows up to
  /// `worstCount`.
  public init(_ fit: Fit, worstCount: Int = 5, mostRuns: Int = 500) {
    let fitter = Fitter(objective: fit.objective)
    let all = fit.observations
    func without(_ rows: [Int]) -> Omission? {
      var weights = all.weights
      for row in rows { weights[row] = 0 }
      let kept = (0..<all.count).filter { weights[$0] > 0 }
      guard Set(kept.map(all.place)).count >= fit.parameters.count else { return nil }
      let end = fitter.refit(fit, weights: weights)
      guard end.loss.isFinite else { return nil }
      let parameters = zip(fit.law.parameters, end.coordinates).map { $0.domain.value($1) }
      let changes = zip(parameters, fit.parameters).map { abs($0 - $1) / max(abs($1), 1e-12) }
      return Omission(rows: rows, parameters: parameters, largestChange: changes.max() ?? 0)
    }
    let sizes = fit.residuals.map(abs)
    let order = sizes.indices.sorted { sizes[$0] > sizes[$1] }
    let groups = all.rowsByRun.sorted { a, b in
      (a.map { sizes[$0] }.max() ?? 0) > (b.map { sizes[$0] }.max() ?? 0)
    }
    runs = groups.prefix(mostRuns).compactMap(without).sorted { $0.largestChange > $1.largestChange }
    worst = (1...max(1, worstCount)).filter { $0 < all.count }.compactMap { without(Array(order.prefix($0))) }
  }
}
