/// Laws side by side, ranked by how they forecast and not by how they fit.
public struct Comparison: Sendable {
  /// A law that could be fitted.
  public struct Candidate: Sendable {
    /// Its name.
    public let name: String
    /// The fit to all rows.
    public let fit: Fit
    /// Its forecasts of the held-out rows; nil where too few rows are left to make one.
    public let horizons: Horizons?
    /// The median relative error of the forecast of rows *inside* the training range from smaller ones: what a law may
    /// be chosen by without looking at the held-out rows. NaN where too few rows are left.
    public let innerError: Double

    /// The median relative error on the held-out rows; NaN without a forecast.
    public var heldOutError: Double { horizons?.last.relativeError ?? .nan }
  }

  /// The laws that could be fitted, the best forecast first; those without one follow by loss.
  public let candidates: [Candidate]
  /// The laws that could not, with the reason.
  public let refused: [(name: String, reason: ScalingError)]

  /// Fits and forecasts with each of these laws; nil for all that read this many columns.
  public init(
    _ observations: Observations, laws: [any ScalingLaw]? = nil, holdOut: HoldOut = HoldOut(),
    objective: Objective, replicates: Int = 200, seed: UInt64 = 0
  ) {
    let laws =
      laws
      ?? ScalingLaws.entries(reading: observations.variables.count).map { $0.make(observations.variables) }
    let cutoff = try? holdOut.cutoff(observations)
    var candidates: [Candidate] = []
    var refused: [(name: String, reason: ScalingError)] = []
    for law in laws {
      do {
        let fit = try Fitter(objective: objective).fit(law, to: observations)
        let horizons = try? Horizons(
          law, observations, holdOut: holdOut, objective: objective, replicates: replicates, seed: seed)
        let inner = cutoff.map { cutoff in
          let training = observations.rows { observations.scale[$0] <= cutoff }
          let prepared = (try? law.prepared(for: observations)) ?? law
          return try? Horizons(prepared, training, holdOut: holdOut, objective: objective, count: 1, replicates: 0)
        }
        candidates.append(
          Candidate(
            name: law.name, fit: fit, horizons: horizons, innerError: inner??.last.relativeError ?? .nan))
      } catch {
        refused.append((law.name, error))
      }
    }
    self.candidates = candidates.sorted { a, b in
      switch (a.heldOutError.isNaN, b.heldOutError.isNaN) {
      case (false, false): a.heldOutError < b.heldOutError
      case (true, true): a.fit.loss < b.fit.loss
      case (let isLater, _): !isLater
      }
    }
    self.refused = refused
  }

  /// The law that forecasts best inside the training range, so that the held-out rows have had no say; the best on the
  /// held-out rows where nobody could be judged inside.
  public var chosen: Candidate? {
    candidates.filter { $0.horizons != nil && !$0.innerError.isNaN }.min { $0.innerError < $1.innerError }
      ?? candidates.first { $0.horizons != nil } ?? candidates.first
  }
}
