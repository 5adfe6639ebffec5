public import Scaling

extension ScaleQuestion {
  /// Leaves out the rows that a first fit misses most.
  public mutating func dropWorst(_ count: Int, of law: any ScalingLaw) throws(ScalingError) {
    guard count > 0 else { return }
    let residuals = try Fitter(objective: objective).fit(law, to: observations).residuals
    let order = residuals.indices.sorted { abs(residuals[$0]) > abs(residuals[$1]) }
    let worst = Set(order.prefix(min(count, observations.count - 1)))
    dropped = order.prefix(worst.count).map { lines[$0] }
    observations = observations.rows { !worst.contains($0) }
    lines = lines.indices.filter { !worst.contains($0) }.map { lines[$0] }
  }
}
