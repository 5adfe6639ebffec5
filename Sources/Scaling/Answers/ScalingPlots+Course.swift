internal import Reports
internal import Foundation

extension ScalingPlots {
  /// A plot of the law along its first variable, through the data; a curve for each of a few values of the second.
  var course: LinePlot {
    let series = data.variables.count == 1 ? single : data.variables.count == 2 ? family : projected
    let first = data.column(0) + places.compactMap(\.first)
    return LinePlot(
      title: "\(data.target) against \(data.variables[0])", x: axis(data.variables[0], first), y: valueAxis(series),
      series: series.filter { !$0.points.isEmpty }, caption: bandCaption)
  }

  private var bandCaption: String {
    bootstrap == nil ? "" : "Bands: \(analysis.levelText) for the law, runs redrawn. Whiskers: one new measurement."
  }

  private var single: [LinePlot.Series] {
    let held = Set(heldOut), rows = thinned(Array(0..<data.count))
    let backtest = horizons.map { horizons in
      LinePlot.Series(
        "fitted without the held-out rows", points: curve([]) { horizons.last.fit.predict($0) }, isDashed: true,
        marks: .curve, color: 1)
    }
    return [
      LinePlot.Series(
        "\(fit.law.name), all rows", points: curve([]) { fit.predict($0) }.map(banded([])), marks: .curve, color: 0)
    ] + (backtest.map { [$0] } ?? []) + [
      LinePlot.Series("measured", points: measured(rows.filter { !held.contains($0) }), marks: .points, color: 6),
      LinePlot.Series("held out", points: measured(rows.filter(held.contains)), marks: .rings, color: 1),
      forecasts,
    ]
  }

  /// The curves along the first variable at a few values of the second, each with the rows nearest to it.
  private var family: [LinePlot.Series] {
    let second = data.column(1), values = fewValues(second), held = Set(heldOut), rows = thinned(Array(0..<data.count))
    let isRatio = values.allSatisfy { $0 > 0 }
    func distance(_ a: Double, _ b: Double) -> Double { isRatio && a > 0 ? abs(log(a / b)) : abs(a - b) }
    let nearest = Dictionary(grouping: rows) { row in
      values.indices.min { distance(second[row], values[$0]) < distance(second[row], values[$1]) } ?? 0
    }
    let name = data.variables[1]
    let isExact = Set(second).count <= values.count
    let families = values.enumerated().flatMap { index, value -> [LinePlot.Series] in
      let mine = nearest[index] ?? []
      return [
        LinePlot.Series(
          "\(name) \(isExact ? "=" : "≈") \(figures(value, 3))",
          points: curve([value]) { fit.predict($0) }.map(banded([value])), marks: .curve, color: index),
        LinePlot.Series("", points: measured(mine.filter { !held.contains($0) }), marks: .points, color: index),
        LinePlot.Series("", points: measured(mine.filter(held.contains)), marks: .rings, color: index),
      ]
    }
    let asked = Set(places.map { $0[1] }).subtracting(values).sorted().prefix(2).map { value in
      LinePlot.Series(
        "\(name) = \(figures(value, 3))", points: curve([value]) { fit.predict($0) }, isDashed: true, marks: .curve,
        color: 7)
    }
    return families + asked + [forecasts]
  }

  /// The measured and fitted values side by side, for laws of three variables or more.
  private var projected: [LinePlot.Series] {
    let rows = thinned(Array(0..<data.count)), predictions = fit.predictions
    return [
      LinePlot.Series("measured", points: measured(rows), marks: .points, color: 6),
      LinePlot.Series(
        fit.law.name, points: rows.map { LinePlot.Point(x: data.points[$0][0], y: predictions[$0]) }, marks: .rings,
        color: 0), forecasts,
    ]
  }

  private func measured(_ rows: [Int]) -> [LinePlot.Point] {
    rows.map { LinePlot.Point(x: data.points[$0][0], y: data.y[$0]) }
  }

  private var forecasts: LinePlot.Series {
    LinePlot.Series(
      "forecast",
      points: places.map { values in
        let point = Point(values)
        return LinePlot.Point(
          x: values[0], y: fit.predict(point),
          interval: bootstrap?.predictionInterval(at: point, level: analysis.level, seed: analysis.seed))
      }, marks: .points, color: 7)
  }

  /// Returns the law along its first variable, from the smallest to the largest point.
  private func curve(_ rest: [Double], _ value: (Point) -> Double) -> [LinePlot.Point] {
    let first = (data.column(0) + places.map { $0[0] }).filter(\.isFinite)
    guard let low = first.min(), let high = first.max() else { return [] }
    return (0...80).map { step in
      let part = Double(step) / 80
      let x = low > 0 ? low * pow(high / low, part) : low + part * (high - low)
      return LinePlot.Point(x: x, y: value(Point([x] + rest)))
    }
  }

  private func banded(_ rest: [Double]) -> (LinePlot.Point) -> LinePlot.Point {
    { point in
      let interval = bootstrap?.interval(at: Point([point.x] + rest), level: analysis.level)
      return LinePlot.Point(x: point.x, y: point.y, interval: interval)
    }
  }

  /// Returns all values if they are few, else four spread over them.
  private func fewValues(_ values: [Double]) -> [Double] {
    let distinct = Set(values).sorted()
    guard distinct.count > 4 else { return distinct }
    return [0.08, 0.36, 0.64, 0.92].map { distinct[Int($0 * Double(distinct.count - 1))] }
  }
}
