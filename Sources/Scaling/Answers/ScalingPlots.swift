public import Reports
internal import Foundation

/// The plots of an answer about scale: the law through its data, its residuals, its forecasts by training range.
public struct ScalingPlots: Sendable {
  /// The analysis.
  public var analysis: ScalingAnalysis
  /// The fit to all rows.
  public var fit: Fit
  /// The bootstrap replicates of the fit, or `nil` for no bands.
  public var bootstrap: Bootstrap?
  /// The backtest, or `nil` if there is none.
  public var horizons: Horizons?
  /// The points of forecasts.
  public var places: [[Double]]

  /// The largest number of points in a plot; more are thinned, so that a page loads quickly.
  static let mostPoints = 1_500

  /// Creates the plots of a fit.
  public init(
    _ analysis: ScalingAnalysis, fit: Fit, bootstrap: Bootstrap?, horizons: Horizons? = nil, places: [[Double]] = []
  ) {
    (self.analysis, self.fit, self.bootstrap) = (analysis, fit, bootstrap)
    (self.horizons, self.places) = (horizons, places)
  }

  var data: Observations { analysis.observations }

  /// All plots, in the order of a page.
  public var all: [LinePlot] {
    var plots: [LinePlot] = []
    if !fit.law.followsSchedules { plots.append(course) }
    if data.variables.count > 1 { plots.append(againstScale) }
    return plots + [residuals] + (horizons.map { $0.forecasts.count > 1 ? [errors($0)] : [] } ?? [])
  }

  /// A plot of measured and fitted values against scale, for laws whose curve needs more than one axis.
  var againstScale: LinePlot {
    let rows = thinned(Array(0..<data.count)), held = Set(heldOut)
    let predictions = fit.predictions
    func points(_ rows: [Int], _ value: (Int) -> Double) -> [LinePlot.Point] {
      rows.map { LinePlot.Point(x: data.scale[$0], y: value($0)) }
    }
    let measured = rows.filter { !held.contains($0) }, above = rows.filter(held.contains)
    // Rings behind dots: a dot in its ring is a row that the law fits.
    let series = [
      LinePlot.Series(
        "\(fit.law.name), fitted to all", points: points(rows) { predictions[$0] }, marks: .rings, color: 0),
      LinePlot.Series("measured", points: points(measured) { data.y[$0] }, marks: .points, color: 6),
      LinePlot.Series(
        "measured, held out of the backtest", points: points(above) { data.y[$0] }, marks: .points, color: 1),
    ]
    return LinePlot(
      title: "\(data.target) against scale", x: axis(analysis.along, data.scale),
      y: valueAxis(series), series: series.filter { !$0.points.isEmpty })
  }

  /// A plot of the residuals of the law, row by row.
  var residuals: LinePlot {
    let isRelative = fit.objective.isLogarithmic
    func error(_ predicted: Double, _ measured: Double) -> Double {
      isRelative ? 100 * (predicted / measured - 1) : predicted - measured
    }
    let judged = horizons?.last
    let seen = judged?.fit ?? fit
    let rows = thinned(Array(0..<seen.observations.count)), predictions = seen.predictions
    let fitted = rows.map { row in
      LinePlot.Point(x: seen.observations.scale[row], y: error(predictions[row], seen.observations.y[row]))
    }
    let heldOut = judged?.rows.map { LinePlot.Point(x: $0.scale, y: error($0.predicted, $0.measured)) } ?? []
    let scales = data.scale.filter { $0.isFinite }
    let zero = [scales.min() ?? 0, scales.max() ?? 1].map { LinePlot.Point(x: $0, y: 0) }
    let series = [
      LinePlot.Series("", points: zero, isDashed: true, marks: .curve, color: 6),
      LinePlot.Series(
        judged == nil ? "fitted rows" : "rows the backtest was fitted to", points: fitted, marks: .points, color: 0),
      LinePlot.Series("rows it forecast", points: heldOut, marks: .rings, color: 1),
    ]
    return LinePlot(
      title: "Residuals against scale", x: axis(analysis.along, data.scale),
      y: PlotAxis(isRelative ? "law / measured − 1, %" : "law − measured"),
      series: series.filter { !$0.points.isEmpty },
      caption: judged.map { "Fitted to scales up to \(figures($0.trainedTo)); the larger rows are forecasts." } ?? "")
  }

  /// Returns a plot of the error on the held-out rows by training range, with the persistence baseline.
  func errors(_ horizons: Horizons) -> LinePlot {
    func points(_ value: (Forecast) -> Double) -> [LinePlot.Point] {
      horizons.forecasts.map { LinePlot.Point(x: $0.trainedTo, y: 100 * value($0)) }
    }
    return LinePlot(
      title: "Error on the held-out rows, by training range",
      x: axis("trained up to \(analysis.along)", horizons.forecasts.map(\.trainedTo)),
      y: PlotAxis("median relative error, %"),
      series: [
        LinePlot.Series(fit.law.name, points: points(\.relativeError), color: 0),
        LinePlot.Series("as before", points: points(\.persistenceError), isDashed: true, color: 6),
      ], caption: "A law that is one gets better as it sees more. All ranges judge the same rows.")
  }
}

extension ScalingPlots {
  /// The rows that the backtest holds out.
  var heldOut: [Int] {
    guard horizons != nil, let cutoff = try? analysis.holdOut.cutoff(data) else { return [] }
    return (0..<data.count).filter { data.scale[$0] > cutoff }
  }

  func thinned(_ rows: [Int]) -> [Int] {
    let every = max(1, (rows.count + Self.mostPoints - 1) / Self.mostPoints)
    return rows.enumerated().filter { $0.offset % every == 0 }.map(\.element)
  }

  /// Returns a horizontal axis with room at both ends.
  func axis(_ label: String, _ values: [Double]) -> PlotAxis {
    let shown = values.filter(\.isFinite)
    guard let low = shown.min(), let high = shown.max(), low < high else { return PlotAxis(label) }
    guard low > 0, high / low > 3 else {
      return PlotAxis(label, range: (low - 0.03 * (high - low))...(high + 0.03 * (high - low)))
    }
    let room = pow(high / low, 0.03)
    return PlotAxis(label, scale: .logarithmic, range: (low / room)...(high * room))
  }

  /// Returns the vertical axis of measured values: logarithmic if the fit is, with room for all points but not for
  /// bands.
  func valueAxis(_ series: [LinePlot.Series]) -> PlotAxis {
    let points = series.flatMap(\.points)
    let whiskers = series.filter { $0.marks == .points }.flatMap(\.points).compactMap(\.interval)
    let values = (points.map(\.y) + whiskers.flatMap { [$0.lowerBound, $0.upperBound] }).filter(\.isFinite)
    guard fit.objective.isLogarithmic, let low = values.filter({ $0 > 0 }).min(), let high = values.max(), low < high
    else { return PlotAxis(data.target) }
    let room = pow(high / low, 0.06)
    return PlotAxis(data.target, scale: .logarithmic, range: (low / room)...(high * room))
  }
}
