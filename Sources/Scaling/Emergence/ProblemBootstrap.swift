import Randomness
internal import Requirements

/// A bootstrap over the problems of a benchmark, which shows how a score depends on the choice of problems.
///
/// The problems are the units, not the attempts at them: attempts at one problem are alike.
/// - Source: Efron 1979, "Bootstrap Methods: Another Look at the Jackknife"; percentile intervals.
struct ProblemBootstrap {
  var draws: Int
  var confidence: Double

  init(draws: Int, confidence: Double) {
    require(draws >= 1, "\(draws) bootstrap draws; use at least 1, better 1000")
    require(
      0 < confidence && confidence < 1, "a confidence of \(confidence); give a share between 0 and 1, as 0.95")
    self.draws = draws
    self.confidence = confidence
  }

  /// Calls `body` for each draw with the indices of as many problems as there are.
  func resample(_ problems: Int, _ generator: inout Generator, _ body: ([Int]) -> Void) {
    var chosen = [Int](repeating: 0, count: problems)
    for _ in 0..<draws {
      for i in chosen.indices { chosen[i] = generator.integer(in: 0..<problems) }
      body(chosen)
    }
  }

  /// Returns the range that leaves the same share of the values on either side.
  func interval(_ values: [Double]) -> ClosedRange<Double> {
    let sorted = values.sorted()
    return Quantile.of(sorted: sorted, (1 - confidence) / 2)...Quantile.of(sorted: sorted, (1 + confidence) / 2)
  }
}
