import Scaling

/// The loss of one training along its tokens.
struct Trajectory {
  let name: String
  /// The number of parameters, or `nil` if the table does not have it.
  let size: Double?
  /// The numbers of tokens, ascending, each once.
  let tokens: [Double]
  let losses: [Double]
  /// The share of training that is left out as not yet on the curve.
  var burnIn = 0.1

  init(_ name: String, size: Double?, _ rows: [(tokens: Double, loss: Double)], burnIn: Double = 0.1) {
    // Resumed trainings log a step twice: the later row counts.
    let latest = Dictionary(rows.map { ($0.tokens, $0.loss) }) { $1 }
    self.name = name
    self.size = size
    tokens = latest.keys.sorted()
    losses = tokens.map { latest[$0] ?? .nan }
    self.burnIn = burnIn
  }

  var end: Double { tokens[tokens.count - 1] }
  var finalLoss: Double { losses[losses.count - 1] }
  /// The rows after the burn-in.
  var checkpoints: [Int] { tokens.indices.filter { tokens[$0] > burnIn * end } }
  /// The rows of the first half of training.
  var early: [Int] { checkpoints.filter { tokens[$0] <= 0.5 * end } }
  /// The rows that are forecast beside the last one.
  var lastQuarter: [Int] { tokens.indices.filter { tokens[$0] > 0.75 * end } }
}

/// A family of trainings that may be forecast from each other.
struct TrajectoryFamily {
  let name: String
  let trajectories: [Trajectory]

  /// The distinct sizes, ascending; empty if one is unknown.
  var sizes: [Double] {
    let known = trajectories.compactMap(\.size)
    return known.count == trajectories.count ? Set(known).sorted() : []
  }
}

/// The errors of a law's forecast of a training, and of the persistence baseline.
struct TrajectoryForecast {
  /// The relative error of the last loss, and the median one over the last quarter.
  let (final, quarter): (Double, Double)
  let (finalAsBefore, quarterAsBefore): (Double, Double)

  init(_ target: Trajectory, before: Double, predict: (Double) -> Double) {
    func error(_ value: Double, _ row: Int) -> Double { abs(value / target.losses[row] - 1) }
    let last = target.tokens.count - 1
    final = error(predict(target.tokens[last]), last)
    quarter = median(target.lastQuarter.map { error(predict(target.tokens[$0]), $0) })
    finalAsBefore = error(before, last)
    quarterAsBefore = median(target.lastQuarter.map { error(before, $0) })
  }

  /// Computes the means over several targets.
  init(mean forecasts: [TrajectoryForecast]) {
    func mean(_ value: (TrajectoryForecast) -> Double) -> Double {
      forecasts.reduce(0) { $0 + value($1) } / Double(forecasts.count)
    }
    (final, quarter) = (mean(\.final), mean(\.quarter))
    (finalAsBefore, quarterAsBefore) = (mean(\.finalAsBefore), mean(\.quarterAsBefore))
  }

  var cells: [String] { [final, quarter, finalAsBefore, quarterAsBefore].map { inPercent($0) } }
}
