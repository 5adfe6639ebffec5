extension ScalingAnalysis {
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

extension ScalingAnalysis {
  /// The largest number of rows with which laws are compared and backtested; of more, rows at equal distances in the
  /// order of scale are taken.
  public static let mostCompared = 1_000

  /// The analysis on few enough rows to compare laws and to backtest them, with a note that says so.
  public var sampled: ScalingAnalysis {
    let count = observations.count
    guard count > Self.mostCompared else { return self }
    let order = observations.scale.indices.sorted { observations.scale[$0] < observations.scale[$1] }
    let rows = (0..<Self.mostCompared).map { order[$0 * (count - 1) / (Self.mostCompared - 1)] }
    var sample = self
    sample.observations = observations.rows(rows)
    sample.lines = rows.map { lines[$0] }
    sample.notes.append(
      "\(Self.mostCompared) of \(count) rows, at equal distances in the order of scale, are compared.")
    return sample
  }
}
