import Foundation
import Scaling

/// The loss curves of one model size under nine learning-rate schedules (Luo et al. 2025): three to fit, six to forecast.
struct ScheduleCurves {
  static let trained = ["constant_24000", "cosine_24000", "wsdcon_9"]
  static let forecast = [
    "constant_72000", "cosine_72000", "wsd_20000_24000", "wsdld_20000_24000", "wsdcon_3", "wsdcon_18",
  ]

  /// All rows, so that a law knows all schedules.
  let all: Observations
  private let curve: [String]

  init(_ folder: URL) throws {
    var (steps, rates, losses, curve): ([Double], [Double], [Double], [String]) = ([], [], [], [])
    for name in Self.trained + Self.forecast {
      let columns = try DataTable(contentsOf: folder.appending(path: "\(name).csv")).select(["step", "lr", "loss"])
        .columns
      steps += columns[0]
      rates += columns[1]
      losses += columns[2]
      curve += columns[0].map { _ in name }
    }
    all = try Observations(variables: [("step", steps), ("rate", rates)], target: ("loss", losses), runs: curve)
    self.curve = curve
  }

  /// Returns the rows that are fitted, up to a step.
  func training(to last: Double = .infinity) -> Observations {
    all.rows { Self.trained.contains(curve[$0]) && all.points[$0][0] <= last }
  }

  /// Returns the errors of a law that knows all schedules on the curves to forecast.
  func score(_ predict: (Point) -> Double) -> Score {
    let scores = Self.forecast.map { name in
      let rows = curve.indices.filter { curve[$0] == name }
      return Score(rows.map { predict(all.points[$0]) }, rows.map { all.y[$0] })
    }
    return Score(mean: scores)
  }

  /// Returns the median relative error on the rows of the fitted curves after a step.
  func lateError(after step: Double, _ predict: (Point) -> Double) -> Double {
    let rows = curve.indices.filter { Self.trained.contains(curve[$0]) && all.points[$0][0] > step }
    return median(rows.map { abs(predict(all.points[$0]) / all.y[$0] - 1) })
  }

  /// Returns the mean of forecast less measured on one curve, relative.
  func bias(on name: String, _ predict: (Point) -> Double) -> Double {
    let rows = curve.indices.filter { curve[$0] == name }
    return rows.reduce(0) { $0 + predict(all.points[$1]) / all.y[$1] - 1 } / Double(rows.count)
  }
}

/// The errors of a forecast curve, or their means over curves; the worst point is that of all.
struct Score {
  let (rSquared, mae, rmse, worst): (Double, Double, Double, Double)

  init(_ predicted: [Double], _ measured: [Double]) {
    let count = Double(measured.count)
    let mean = measured.reduce(0, +) / count
    let spread = measured.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let errors = zip(predicted, measured).map { $0 - $1 }
    let squares = errors.reduce(0) { $0 + $1 * $1 }
    rSquared = 1 - squares / spread
    mae = errors.reduce(0) { $0 + abs($1) } / count
    rmse = (squares / count).squareRoot()
    worst = zip(errors, measured).map { abs($0) / $1 }.max() ?? .nan
  }

  init(mean scores: [Score]) {
    func mean(_ value: (Score) -> Double) -> Double { scores.reduce(0) { $0 + value($1) } / Double(scores.count) }
    (rSquared, mae, rmse) = (mean(\.rSquared), mean(\.mae), mean(\.rmse))
    worst = scores.map(\.worst).max() ?? .nan
  }

  var cells: [String] { [fixed(rSquared, 4), fixed(mae, 5), fixed(rmse, 5), inPercent(worst)] }
}
