/// The forecasts of a law inside the training range: from rolling origins, the scales above each from those below it.
///
/// - Source: Tashman 2000, "Out-of-sample tests of forecasting accuracy" (rolling origins).
public struct InnerForecast: Sendable {
  /// The mean relative error over rows and origins.
  public let error: Double
  /// The standard error of the mean over rows; 0 for a single row.
  public let standardError: Double
  /// The number of forecasts of a row in the mean.
  public let count: Int

  /// The shares of the training scales that each origin leaves out.
  static let shares = [0.15, 0.3, 0.5]

  /// Forecasts within the rows of scale up to `cutoff`, or `nil` if no origin leaves enough to fit.
  init?(_ law: any ScalingLaw, _ observations: Observations, cutoff: Double, objective: Objective) {
    guard let law = try? law.prepared(for: observations) else { return nil }
    let training = observations.rows { observations.scale[$0] <= cutoff }
    let scales = Set(training.scale).sorted()
    let errors = Self.shares.flatMap { share -> [Double] in
      let left = Int((share * Double(scales.count)).rounded(.up))
      guard left < scales.count else { return [] }
      let origin = scales[scales.count - 1 - left]
      let places = training.rows { training.scale[$0] <= origin }.distinctPlaces
      guard places > law.parameters.count,
        let forecast = try? Forecast(law, training, cutoff: origin, objective: objective, replicates: 0)
      else { return [] }
      return forecast.relativeErrors
    }
    guard !errors.isEmpty else { return nil }
    let mean = errors.reduce(0, +) / Double(errors.count)
    let spread = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(errors.count - 1, 1))
    error = mean
    standardError = (spread / Double(errors.count)).squareRoot()
    count = errors.count
  }
}
