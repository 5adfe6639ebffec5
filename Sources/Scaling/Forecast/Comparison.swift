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
    /// How it forecasts rows *inside* the training range from smaller ones: what a law may be chosen by without looking
    /// at the held-out rows. Nil where too few rows are left.
    public let inner: InnerForecast?

    /// The median relative error on the held-out rows; NaN without a forecast.
    public var heldOutError: Double { horizons?.last.relativeError ?? .nan }
  }

  /// The laws that could be fitted, the best forecast first; those without one follow by loss.
  public let candidates: [Candidate]
  /// The laws that could not, with the reason.
  public let refused: [(name: String, reason: ScalingError)]

  /// Fits and forecasts with each of these laws; nil for all that are apt.
  public init(
    _ observations: Observations, laws: [any ScalingLaw]? = nil, holdOut: HoldOut = HoldOut(),
    objective: Objective, replicates: Int = 200, seed: UInt64 = 0
  ) {
    let laws =
      laws
      ?? ScalingLaws.entries(aptFor: observations).map { $0.make(observations.variables) }
    let cutoff = try? holdOut.cutoff(observations)
    var candidates: [Candidate] = []
    var refused: [(name: String, reason: ScalingError)] = []
    for law in laws {
      do {
        let fit = try Fitter(objective: objective).fit(law, to: observations)
        let horizons = try? Horizons(
          law, observations, holdOut: holdOut, objective: objective, replicates: replicates, seed: seed)
        let inner = cutoff.flatMap { InnerForecast(law, observations, cutoff: $0, objective: objective) }
        candidates.append(Candidate(name: law.name, fit: fit, horizons: horizons, inner: inner))
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

  /// The law that forecasts best inside the training range, so that the held-out rows have had no say: of those within
  /// one standard error of the best, the one with the fewest parameters (Breiman et al. 1984, Section 3.4.3). Laws with
  /// two places or more a parameter go first, and only those that were judged on most of the forecasts count; where nobody
  /// could be judged inside, the held-out rows decide.
  public var chosen: Candidate? {
    let judged = candidates.filter { $0.horizons != nil && $0.inner != nil }
    let modest = judged.filter { $0.fit.observations.distinctPlaces >= 2 * $0.fit.parameters.count }
    let able = modest.isEmpty ? judged : modest
    // A law that needs many places is judged on the nearest forecasts alone, which are the easy ones.
    let most = able.compactMap { $0.inner?.count }.max() ?? 0
    let pool = able.filter { 4 * ($0.inner?.count ?? 0) >= 3 * most }
    func error(_ candidate: Candidate) -> Double { candidate.inner?.error ?? .infinity }
    guard let best = pool.min(by: { error($0) < error($1) }) else {
      return candidates.first { $0.horizons != nil } ?? candidates.first
    }
    let limit = error(best) + (best.inner?.standardError ?? 0)
    return pool.filter { error($0) <= limit }
      .min { ($0.fit.parameters.count, error($0)) < ($1.fit.parameters.count, error($1)) }
  }
}
