import Foundation

extension Verdict {
  /// The tests of a verdict, each of which adds a line of evidence.
  struct Tests {
    let observations: Observations
    let trend: Trend
    let goal: Goal
    let gates: Gates
    var evidence: [Evidence] = []
    var plateauFinding = ""

    init(observations: Observations, trend: Trend, goal: Goal, gates: Gates) {
      self.observations = observations
      self.trend = trend
      self.goal = goal
      self.gates = gates
    }

    enum Direction { case better, worse }

    /// Returns the direction of the curve as a whole.
    mutating func direction() -> Direction {
      let isBetter = (trend.tau < 0) == (goal == .lower)
      let misfit = (goal == .lower) ? trend.fallingMisfit : trend.risingMisfit
      evidence.append(
        Evidence(
          question: "better with scale",
          finding: "τ = \(short(trend.tau)), p = \(short(trend.pValue)); the best monotone curve leaves "
            + "\(percent(misfit)) of the variance",
          isPassed: isBetter && trend.pValue < gates.significance))
      return isBetter ? .better : .worse
    }

    /// The distance of the largest scale's mean from the smallest's, relative to their size.
    var overallChange: Double {
      guard let first = trend.means.first, let last = trend.means.last else { return 0 }
      return abs(last - first) / max(abs(first), abs(last), 1e-300)
    }

    /// Returns the significant turning point of the curve, or `nil` if there is none.
    mutating func turn() -> Trend.TurningPoint? {
      let turn = trend.turningPoint
      evidence.append(
        Evidence(
          question: "no turning point",
          finding: turn.map {
            "at scale \($0.scale.formatted), slope \(short($0.before)) before and \(short($0.after)) after, p = \(short($0.pValue))"
          } ?? "none found",
          isPassed: turn == nil))
      return turn
    }

    /// Returns whether the last third of the scales (three at least) changes by no more than the margin over a factor
    /// of four, with 95 % confidence: equivalence is shown, not merely a difference missed.
    mutating func plateau() -> Bool {
      let logs = trend.scales.map { log($0) }
      guard let first = logs.first, let end = logs.last, first.isFinite else { return false }
      let start = min(end - (end - first) / 3, logs[logs.count - 3])
      let tail = logs.indices.filter { logs[$0] >= start - 1e-12 }
      guard
        let line = Trend.slope(tail.map { logs[$0] }, tail.map { trend.means[$0] })
      else { return false }
      let mean = tail.reduce(0) { $0 + abs(trend.means[$1]) } / Double(tail.count)
      let t = Quantile.studentT(0.975, degrees: Double(max(1, tail.count - 2)))
      let change = line.slope * log(4) / mean
      let half = t * line.error * log(4) / mean
      plateauFinding =
        "over a factor of four at the end, \(percent(change)) ± \(percent(half)) (\(tail.count) scales; "
        + "\(percent(gates.plateauMargin)) would count)"
      let isFlat = abs(change) + half <= gates.plateauMargin
      evidence.append(Evidence(question: "still moving at the end", finding: plateauFinding, isPassed: !isFlat))
      return isFlat
    }

    /// Returns the reasons why a law is rejected; empty if it passes every gate.
    mutating func law(_ candidate: Comparison.Candidate) -> [String] {
      var failures: [String] = []
      func gate(_ question: String, _ finding: String, _ isPassed: Bool, _ failure: String) {
        evidence.append(Evidence(question: question, finding: finding, isPassed: isPassed))
        if !isPassed { failures.append(failure) }
      }
      let name = candidate.name
      let rSquared = candidate.fit.rSquared
      gate(
        "\(name) fits", "R² = \(short(rSquared))", rSquared >= gates.rSquared,
        "\(name) explains \(percent(rSquared)) of the variance (\(percent(gates.rSquared)) needed)")
      guard let horizons = candidate.horizons else {
        let failure = "too few scales remain to forecast the largest from the others"
        evidence.append(Evidence(question: "\(name) forecasts", finding: failure, isPassed: false))
        return failures + [failure]
      }
      let last = horizons.last
      let error = last.relativeError
      gate(
        "\(name) forecasts",
        "median error \(percent(error)) on \(last.rows.count) held-out row\(last.rows.count == 1 ? "" : "s"), worst \(percent(last.worstError))",
        error <= gates.tolerance,
        "\(name) misses the held-out scales by \(percent(error)) (\(percent(gates.tolerance)) allowed)")
      gate(
        "better than “as before”",
        "\(percent(error)) against \(percent(last.persistenceError)): skill \(short(last.skill))",
        last.skill >= gates.skill,
        error <= gates.tolerance
          ? "the held-out scales differ too little from what was fitted to tell \(name) from “as before” "
            + "(\(percent(error)) against \(percent(last.persistenceError)))"
          : "\(name) is no better than “as before” (\(percent(error)) against \(percent(last.persistenceError)))")
      let errors = horizons.forecasts.map { percent($0.relativeError) }.joined(separator: ", ")
      gate(
        "error shrinks with more data", errors, horizons.shrinks(negligible: gates.tolerance / 2),
        "its error does not shrink as it sees larger scales (\(errors))")
      let judged = last.rows.filter { $0.interval != nil }.count
      let held = "\(percent(last.coverage)) of \(judged) held-out rows inside 95 %"
      if judged >= gates.fewestJudged {
        gate(
          "intervals hold", held, last.coverage >= gates.coverage,
          "its 95 % intervals hold \(percent(last.coverage)) of the held-out rows")
      } else if judged > 0 {
        evidence.append(Evidence(question: "intervals hold", finding: held + ", too few to judge", isPassed: nil))
      }
      return failures
    }
  }
}

/// Returns a number with three figures.
func short(_ value: Double) -> String { value.isNaN ? "–" : String(format: "%.3g", value) }

/// Returns a fraction in per cent, with two figures below ten.
func percent(_ value: Double) -> String {
  guard value.isFinite else { return value.isNaN ? "–" : "∞" }
  return String(format: abs(value) < 0.0995 ? "%.2f %%" : "%.1f %%", 100 * value)
}

extension Double {
  fileprivate var formatted: String { short(self) }
}
