/// Laws side by side, ranked by how they forecast and not by how they fit.
public struct Comparison: Sendable {
  /// A law that could be fitted.
  public struct Candidate: Sendable {
    /// The name of the law.
    public let name: String
    /// The fit to all rows.
    public let fit: Fit
    /// The forecasts of the held-out rows, or `nil` if too few rows are left to make one.
    public let horizons: Horizons?
    /// The forecasts of rows *inside* the training range from smaller ones, by which a law may be chosen without
    /// looking at the held-out rows, or `nil` if too few rows are left.
    public let inner: InnerForecast?

    /// The median relative error on the held-out rows; NaN without a forecast.
    public var heldOutError: Double { horizons?.last.relativeError ?? .nan }
  }

  /// The laws that could be fitted, best forecast first; those without one follow by loss.
  public private(set) var candidates: [Candidate]
  /// The laws that could not be fitted, with the reason.
  public let refused: [(name: String, reason: ScalingError)]

  /// Fits each of these laws, or all that are apt, and forecasts with them; `progress` is called with the number done
  /// and the total.
  public init(
    _ observations: Observations, laws: [any ScalingLaw]? = nil, holdOut: HoldOut = HoldOut(),
    objective: Objective, replicates: Int = 200, seed: UInt64 = 0,
    progress: (@Sendable (_ done: Int, _ count: Int) -> Void)? = nil
  ) {
    let laws =
      laws
      ?? ScalingLaws.entries(aptFor: observations).map { $0.make(observations.variables) }
    // Too few points for a backtest: such a law is chosen last, and fails the verdict, which gives the reason.
    let cutoff = try? holdOut.cutoff(observations)
    @Sendable func horizons(_ law: any ScalingLaw, replicates: Int) -> Horizons? {
      try? Horizons(law, observations, holdOut: holdOut, objective: objective, replicates: replicates, seed: seed)
    }
    let isLarge = observations.count > Self.largestWithAllIntervals
    let outcomes = concurrently(laws.count, progress) { index -> Result<Candidate, ScalingError> in
      Result { () throws(ScalingError) in
        let fit = try Fitter(objective: objective).fit(laws[index], to: observations)
        try fit.checkDeterminacy()
        return Candidate(
          name: laws[index].name, fit: fit, horizons: horizons(laws[index], replicates: isLarge ? 0 : replicates),
          inner: cutoff.flatMap { InnerForecast(laws[index], observations, cutoff: $0, objective: objective) })
      }
    }
    var candidates: [Candidate] = []
    var refused: [(name: String, reason: ScalingError)] = []
    for (law, outcome) in zip(laws, outcomes) {
      switch outcome {
      case .success(let candidate): candidates.append(candidate)
      case .failure(let reason): refused.append((law.name, reason))
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
    guard isLarge, replicates > 0, let chosen, let index = self.candidates.firstIndex(where: { $0.name == chosen.name })
    else { return }
    self.candidates[index] = Candidate(
      name: chosen.name, fit: chosen.fit, horizons: horizons(chosen.fit.law, replicates: replicates),
      inner: chosen.inner)
  }

  /// The largest number of rows with which all laws' forecasts have intervals; of more, only the chosen law's do, since
  /// a large law's bootstrap takes longest.
  static let largestWithAllIntervals = 250

  /// The law that forecasts best inside the training range, so that the held-out rows have had no say: of those that tie
  /// with the best, by a standard error (Breiman et al. 1984, Section 3.4.3), the one with the fewest parameters. Many rows
  /// share the luck of the fit that forecasts them, so that their standard error is nothing: there, a quarter of the error
  /// is a tie. Only laws with two places or more a parameter count, or else the smallest ones, and only those
  /// that were judged on most of the forecasts; where nobody could be judged inside, the held-out rows decide.
  public var chosen: Candidate? {
    func size(_ candidate: Candidate) -> Int { candidate.fit.parameters.count }
    let modest = candidates.filter { $0.fit.observations.distinctPlaces >= 2 * size($0) }
    let least = candidates.map(size).min()
    let able = modest.isEmpty ? candidates.filter { size($0) == least } : modest
    let judged = able.filter { $0.horizons != nil && $0.inner != nil }
    // A law that needs many places is judged on the nearest forecasts alone, which are the easy ones.
    let most = judged.compactMap { $0.inner?.count }.max() ?? 0
    let pool = judged.filter { 4 * ($0.inner?.count ?? 0) >= 3 * most }
    func error(_ candidate: Candidate) -> Double { candidate.inner?.error ?? .infinity }
    guard let best = pool.min(by: { error($0) < error($1) }) else {
      return able.first { $0.horizons != nil } ?? able.first
    }
    let isLarge = best.fit.observations.count > Self.largestWithAllIntervals
    let limit = error(best) + max(best.inner?.standardError ?? 0, isLarge ? 0.25 * error(best) : 0)
    return pool.filter { error($0) <= limit }.min { (size($0), error($0)) < (size($1), error($1)) }
  }
}
