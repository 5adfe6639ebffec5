import Foundation
import Randomness
internal import Requirements

/// The variation of a fit over other draws of runs.
///
/// Each replicate draws as many runs as there are, with replacement, and refits from the estimate. Runs are drawn,
/// not rows: the checkpoints of one training share its randomness.
///
/// Percentiles are widened as Student's t with (runs − parameters) degrees of freedom widens the normal interval, since
/// a percentile interval of few runs is too short.
/// - Source: Efron, Tibshirani 1993, Section 13.3; Hesterberg 2015, "What Teachers Should Know About the Bootstrap",
///   Section 5.3 (expanded percentiles).
public struct Bootstrap: Sendable {
  /// The fit that is refitted.
  public let fit: Fit
  /// The parameters of each replicate.
  public let replicates: [[Double]]
  /// The number of draws with too few distinct points to determine the law, which were drawn again.
  public let redraws: Int
  let coordinates: [[Double]]
  /// The residuals of the fit, computed once.
  private let residuals: [Double]
  /// (m/n)^½ where replicates hold m of n runs: with very many rows, fewer are drawn and the spread is scaled.
  let shrinkage: Double

  /// The largest number of rows that a replicate refits.
  static let largestDraw = 20_000

  /// Draws the replicates of a fit.
  public init(_ fit: Fit, count: Int = 200, seed: UInt64 = 0) {
    require(count > 0, "\(count) replicates; give at least 1")
    let runs = fit.observations.rowsByRun
    let rows = fit.observations.count
    let drawn = rows <= Self.largestDraw ? runs.count : max(1, runs.count * Self.largestDraw / rows)
    let fitter = Fitter(objective: fit.objective)
    let places = (0..<rows).map(fit.observations.place)
    let needed = fit.parameters.count
    // Counting points is only worthwhile if a draw could have too few.
    let isSafe = Set(places).count > 4 * needed && runs.count > 4 * needed
    let root = Generator(seed: seed).child("bootstrap")
    var coordinates: [[Double]] = []
    var redraws = 0
    var index = 0
    while coordinates.count < count, redraws < 20 * count {
      var generator = root.child(index)
      index += 1
      var weights = Array(repeating: 0.0, count: rows)
      for _ in 0..<drawn {
        for row in runs[generator.integer(in: 0..<runs.count)] { weights[row] += fit.observations.weights[row] }
      }
      let isDetermined =
        isSafe || Set(places.indices.lazy.filter { weights[$0] > 0 }.map { places[$0] }).count >= needed
      let end = isDetermined ? fitter.refit(fit, weights: weights) : nil
      guard let end, end.loss.isFinite else {
        redraws += 1
        continue
      }
      coordinates.append(end.coordinates)
    }
    self.fit = fit
    self.redraws = redraws
    residuals = fit.residuals
    self.coordinates = coordinates
    shrinkage = (Double(drawn) / Double(runs.count)).squareRoot()
    replicates = coordinates.map { zip(fit.law.parameters, $0).map { $0.domain.value($1) } }
  }

  /// The number of runs less that of parameters.
  public var degreesOfFreedom: Int { fit.observations.rowsByRun.count - fit.parameters.count }

  /// Returns an interval for any quantity that follows from the parameters, or `nil` if there are too few runs.
  public func interval(level: Double = 0.95, of quantity: ([Double]) -> Double) -> ClosedRange<Double>? {
    interval(level: level, estimate: quantity(fit.parameters), values: replicates.map(quantity))
  }

  /// Returns an interval for each parameter.
  public func intervals(level: Double = 0.95) -> [ClosedRange<Double>?] {
    fit.parameters.indices.map { index in
      let interval = interval(level: level) { $0[index] }
      // Zero is the limit of a positive parameter: an end a billion times below the other is there.
      guard let interval, fit.law.parameters[index].domain == .positive,
        interval.lowerBound < 1e-9 * interval.upperBound || fit.isAtLimit(index)
      else { return interval }
      return 0...interval.upperBound
    }
  }

  /// Returns an interval for the law's value at a point.
  public func interval(at x: Point, level: Double = 0.95) -> ClosedRange<Double>? {
    interval(level: level) { fit.law.value(at: x, $0) }
  }

  /// Returns an interval for one new measurement at a point: the law's uncertainty and a residual on top of it.
  public func predictionInterval(at x: Point, level: Double = 0.95, seed: UInt64 = 0) -> ClosedRange<Double>? {
    guard degreesOfFreedom > 0 else { return nil }
    let count = Double(residuals.count)
    let inflation = (count / max(count - Double(fit.parameters.count), 1)).squareRoot()
    var generator = Generator(seed: seed).child("residuals")
    let values = replicates.flatMap { parameters in
      (0..<4).map { _ in
        let residual = inflation * residuals[generator.integer(in: 0..<residuals.count)]
        let value = fit.law.value(at: x, parameters)
        return fit.objective.isLogarithmic ? value * exp(-residual) : value - residual
      }
    }
    return interval(level: level, estimate: fit.predict(x), values: values)
  }

  private func interval(level: Double, estimate: Double, values: [Double]) -> ClosedRange<Double>? {
    let sorted = values.filter(\.isFinite).sorted()
    guard degreesOfFreedom > 0, sorted.count >= max(10, values.count / 2) else { return nil }
    let runs = Double(fit.observations.rowsByRun.count)
    let degrees = Double(degreesOfFreedom)
    let t = Quantile.studentT((1 + level) / 2, degrees: degrees)
    let tail = Quantile.normalCDF(-t * (runs / degrees).squareRoot())
    let (low, high) = (Quantile.of(sorted: sorted, tail), Quantile.of(sorted: sorted, 1 - tail))
    // All replicates may lie to one side of the estimate: an interval contains its estimate.
    func shrunken(_ end: Double) -> Double { shrinkage < 1 ? estimate + shrinkage * (end - estimate) : end }
    return estimate.isFinite ? min(shrunken(low), estimate)...max(shrunken(high), estimate) : low...high
  }
}
