public import Reports

/// The forecasts of a law at points that nobody measured, and its errors on held-out rows.
public struct ForecastSummary: Documentable {
  /// A forecast at a point.
  public struct Place: Encodable, Sendable {
    /// The variables, by name.
    public let at: [String: Double]
    /// The variables in order, as text.
    public let text: String
    /// The forecast of the law.
    public let value: Double
    /// The interval of the law, or `nil` if there is none.
    public let law: ClosedRange<Double>?
    /// The interval of one new measurement, or `nil` if there is none.
    public let measurement: ClosedRange<Double>?
    /// The ratio to the largest measured value, for each variable.
    public let beyond: [Double]
  }

  /// A training range and the errors of its forecasts on the held-out rows.
  public struct Horizon: Encodable, Sendable {
    /// The largest scale that was fitted.
    public let trainedTo: Double
    /// The number of rows that were fitted.
    public let rows: Int
    /// The median relative error on the held-out rows.
    public let error: Double
    /// The largest relative error on the held-out rows.
    public let worstError: Double
    /// The median relative error of the persistence baseline.
    public let persistenceError: Double
    /// The share of the baseline's error that the law removes.
    public let skill: Double
    /// The share of held-out rows inside their 95 % interval; NaN without intervals.
    public let coverage: Double
  }

  /// A held-out row.
  public struct Row: Encodable, Sendable {
    /// The scale of the row.
    public let scale: Double
    /// The measured value.
    public let measured: Double
    /// The forecast.
    public let predicted: Double
    /// The 95 % interval of the forecast, or `nil` if there is none.
    public let interval: ClosedRange<Double>?
  }

  /// The fit behind it.
  public let fit: FitSummary
  /// The forecasts at the requested points.
  public let places: [Place]
  /// The backtest, from the shortest training range to the longest.
  public let horizons: [Horizon]
  /// The held-out rows, forecast from all that was not held out.
  public let heldOut: [Row]
  /// The reason why there is no backtest, or `nil` if there is one.
  public let refusal: String?

  /// Forecasts with a fitted law.
  public init(
    _ fitted: FittedLaw, at places: [[Double]], _ analysis: ScalingAnalysis, horizons: Horizons?, refusal: String?
  ) {
    let data = analysis.observations
    let largest = data.variables.indices.map { data.column($0).max() ?? .nan }
    fit = fitted.summary
    self.places = places.map { values in
      let point = Point(values)
      return Place(
        at: Dictionary(zip(data.variables, values)) { $1 }, text: analysis.placeText(values),
        value: fitted.fit.predict(point), law: fitted.bootstrap.interval(at: point, level: analysis.level),
        measurement: fitted.bootstrap.predictionInterval(at: point, level: analysis.level, seed: analysis.seed),
        beyond: zip(values, largest).map { $0 / $1 })
    }
    self.horizons =
      horizons?.forecasts.map { forecast in
        Horizon(
          trainedTo: forecast.trainedTo, rows: forecast.fit.observations.count, error: forecast.relativeError,
          worstError: forecast.worstError, persistenceError: forecast.persistenceError, skill: forecast.skill,
          coverage: forecast.coverage)
      } ?? []
    heldOut =
      horizons?.last.rows.map {
        Row(scale: $0.scale, measured: $0.measured, predicted: $0.predicted, interval: $0.interval)
      } ?? []
    self.refusal = refusal
  }

  /// The blocks that people read, in order.
  public var blocks: [DocumentBlock] {
    let level = "\(figures(100 * fit.data.level)) %"
    let rows = places.map { place in
      [
        place.text, figures(place.value), figures(place.law), figures(place.measurement),
        place.beyond.map { "\(figures($0, 3))×" }.joined(separator: ", "),
      ]
    }
    let header = ["at", fit.data.target, "law, \(level)", "new measurement, \(level)", "beyond the largest"]
    return [.facts([Fact("law", "\(fit.law): \(fit.formula)")])] + fit.data.blocks
      + (places.isEmpty ? [] : [.table(Table(header, numeric: 1..., rows: rows))]) + fit.warnings.map { .warning($0) }
      + backtest
  }

  /// The horizons as a table.
  var backtest: [DocumentBlock] {
    guard !horizons.isEmpty else { return refusal.map { [.warning("no backtest: \($0)")] } ?? [] }
    let table = Table(
      ["trained up to", "rows", "error", "worst", "as before", "skill", "in 95 %"], numeric: 0...,
      rows: horizons.map { horizon in
        [
          figures(horizon.trainedTo), "\(horizon.rows)", perCent(horizon.error), perCent(horizon.worstError),
          perCent(horizon.persistenceError), figures(horizon.skill, 3), perCent(horizon.coverage),
        ]
      })
    return [
      .heading(
        "Backtest: the same \(counted(heldOut.count, "held-out row")), forecast from more and more of the smaller ones"),
      .table(table),
    ]
  }
}

extension FittedLaw {
  /// Returns the forecasts at points, with a backtest where one can be made.
  public func forecast(at places: [[Double]], _ analysis: ScalingAnalysis) -> (
    summary: ForecastSummary, horizons: Horizons?
  ) {
    var refusal: String?
    var horizons: Horizons?
    do throws(ScalingError) {
      horizons = try Horizons(
        fit.law, analysis.sampled.observations, holdOut: analysis.holdOut, objective: analysis.objective,
        replicates: analysis.replicates, seed: analysis.seed)
    } catch {
      refusal = analysis.placed(error)
    }
    return (ForecastSummary(self, at: places, analysis, horizons: horizons, refusal: refusal), horizons)
  }
}
