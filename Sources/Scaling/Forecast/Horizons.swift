/// The forecasts of the same largest experiments from more and more of the smaller ones.
///
/// A true law improves as it sees more; a mere curve through points need not.
/// - Source: Caballero et al. 2023, Section 4 (extrapolation); the expanding window of time-series forecasting.
public struct Horizons: Sendable {
  /// The forecasts, from the shortest training range to the longest, all judged on the same rows.
  public let forecasts: [Forecast]

  /// Forecasts from up to `count` training ranges, each long enough to determine the law.
  public init(
    _ law: any ScalingLaw, _ observations: Observations, holdOut: HoldOut = HoldOut(), objective: Objective,
    count: Int = 5, replicates: Int = 200, seed: UInt64 = 0
  ) throws(ScalingError) {
    let cutoff = try holdOut.cutoff(observations)
    let scales = Set(observations.scale).filter { $0 <= cutoff }.sorted()
    let law = try law.prepared(for: observations)
    // One more point than parameters: an interpolation forecasts nothing.
    let order = observations.scale.indices.sorted { observations.scale[$0] < observations.scale[$1] }
    var places: Set<[Double]> = []
    let enough = order.first { row in
      places.insert(observations.place(row))
      return places.count > law.parameters.count
    }
    guard let enough, let first = scales.firstIndex(of: observations.scale[enough]) else {
      let places = observations.rows { observations.scale[$0] <= cutoff }.distinctPlaces
      throw .tooFewPoints(law: law.name, distinct: places, needed: law.parameters.count + 1)
    }
    let span = scales.count - 1 - first
    let picks = (0..<count).map { first + span * $0 / max(count - 1, 1) }
    var forecasts: [Forecast] = []
    for index in Set(picks).sorted() {
      let isLast = index == scales.count - 1
      let forecast: Forecast
      do {
        forecast = try Forecast(
          law, observations, cutoff: scales[index], target: cutoff, objective: objective,
          replicates: isLast ? replicates : 0, seed: seed)
      } catch {
        // A short range may be flat or have no start; the last one decides whether the law can be fitted at all.
        guard isLast else { continue }
        throw error
      }
      forecasts.append(forecast)
    }
    self.forecasts = forecasts
  }

  /// The forecast from all that was not held out.
  public var last: Forecast { forecasts[forecasts.count - 1] }

  /// Returns whether the error shrinks as the training range grows: the second half of the ranges is no worse than the
  /// first, or the last error is below `negligible`; also true of fewer than three ranges, which tell nothing.
  public func shrinks(negligible: Double) -> Bool {
    guard forecasts.count > 2 else { return true }
    let errors = forecasts.map(\.relativeError)
    let early = Quantile.median(Array(errors.prefix(errors.count / 2)))
    let late = Quantile.median(Array(errors.suffix(errors.count - errors.count / 2)))
    return late <= early || last.relativeError <= negligible
  }
}
