import Foundation

/// A forecast of the largest experiments from the smaller ones, with its errors.
public struct Forecast: Sendable {
  /// A row that was held out.
  public struct Row: Sendable {
    /// The point of the measurement.
    public let point: Point
    /// The scale of the measurement.
    public let scale: Double
    /// The measured value.
    public let measured: Double
    /// The forecast.
    public let predicted: Double
    /// The interval of the forecast for one new measurement, or `nil` without degrees of freedom.
    public let interval: ClosedRange<Double>?
    /// The persistence baseline: the mean measured at the nearest fitted point.
    public let persistence: Double

    /// Returns |value / measured − 1|, or the error over `unit` where the measurement is zero.
    public func relativeError(of value: Double, unit: Double) -> Double {
      abs(value - measured) / max(abs(measured), 1e-2 * unit)
    }
  }

  /// The fit to the smaller experiments.
  public let fit: Fit
  /// The largest scale that was fitted.
  public let trainedTo: Double
  /// The rows that were held out, by scale.
  public let rows: [Row]

  /// Fits a law to the rows of scale up to `cutoff`, and forecasts those above `target` (or above `cutoff`).
  ///
  /// `replicates` is the number of bootstrap replicates for the intervals; 0 for none.
  public init(
    _ law: any ScalingLaw, _ observations: Observations, cutoff: Double, target: Double? = nil, objective: Objective,
    replicates: Int = 200, seed: UInt64 = 0
  ) throws(ScalingError) {
    let law = try law.prepared(for: observations)
    let training = observations.rows { observations.scale[$0] <= cutoff }
    guard training.count > 0 else {
      throw .holdOut(reason: "no row has a scale up to \(cutoff), so there is nothing to fit")
    }
    let fit = try Fitter(objective: objective).fit(law, to: training)
    self.fit = fit
    let largest = training.scale.max() ?? cutoff
    trainedTo = largest
    let bootstrap = replicates > 0 ? Bootstrap(fit, count: replicates, seed: seed) : nil
    let nearest = training.nearestTarget
    rows = (0..<observations.count).filter { observations.scale[$0] > max(cutoff, target ?? cutoff) }
      .sorted { observations.scale[$0] < observations.scale[$1] }
      .map { row in
        let point = observations.points[row]
        return Row(
          point: point, scale: observations.scale[row], measured: observations.y[row], predicted: fit.predict(point),
          interval: bootstrap?.predictionInterval(at: point, seed: UInt64(row)),
          persistence: nearest(point))
      }
    guard !rows.isEmpty else {
      throw .holdOut(reason: "no row is larger than \(cutoff), so there is nothing to forecast")
    }
  }

  /// The mean size of the held-out rows, for rows at zero.
  private var unit: Double { rows.reduce(0) { $0 + abs($1.measured) } / Double(rows.count) }

  /// The relative error of each row.
  public var relativeErrors: [Double] {
    let unit = unit
    return rows.map { $0.relativeError(of: $0.predicted, unit: unit) }
  }

  /// The median relative error over the rows.
  public var relativeError: Double { Quantile.median(relativeErrors) }

  /// The largest relative error.
  public var worstError: Double { relativeErrors.max() ?? .nan }

  /// The median relative error of the persistence baseline.
  public var persistenceError: Double {
    let unit = unit
    return Quantile.median(rows.map { $0.relativeError(of: $0.persistence, unit: unit) })
  }

  /// The share of the persistence baseline's error that the law removes: 1 is perfect, 0 no better, negative worse.
  public var skill: Double { 1 - relativeError / persistenceError }

  /// The share of rows inside their interval; NaN without intervals.
  public var coverage: Double {
    let judged = rows.compactMap { row in row.interval.map { $0.contains(row.measured) } }
    return judged.isEmpty ? .nan : Double(judged.filter { $0 }.count) / Double(judged.count)
  }
}

extension Observations {
  /// A function that returns the mean target of the rows nearest to a point, by the logarithms of variables where they
  /// have any.
  fileprivate var nearestTarget: (Point) -> Double {
    let axes = variables.indices.map { index -> (isLogarithmic: Bool, values: [Double]) in
      let logs = points.map { $0.log(index) }
      let isLogarithmic = logs.allSatisfy(\.isFinite)
      return (isLogarithmic, isLogarithmic ? logs : column(index))
    }
    return { point in
      var distances = Array(repeating: 0.0, count: count)
      for (index, axis) in axes.enumerated() {
        let isLogarithmic = axis.isLogarithmic && point.log(index).isFinite
        let place = isLogarithmic ? point.log(index) : point[index]
        let values = isLogarithmic == axis.isLogarithmic ? axis.values : column(index)
        for row in distances.indices { distances[row] += (values[row] - place) * (values[row] - place) }
      }
      let limit = (distances.min() ?? 0) * (1 + 1e-9)
      let rows = distances.indices.filter { distances[$0] <= limit }
      return rows.reduce(0) { $0 + y[$1] } / Double(rows.count)
    }
  }
}
