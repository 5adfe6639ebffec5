import Foundation
import Randomness

/// The direction of a curve, whether it turns, and whether it has stopped.
///
/// Rows are averaged at each distinct scale first, so repeats count as one point with less noise.
public struct Trend: Sendable {
  /// The distinct scales.
  public let scales: [Double]
  /// The mean target at each scale.
  public let means: [Double]
  /// Kendall's τ of mean and scale: 1 always rising, −1 always falling.
  public let tau: Double
  /// The p-value of τ if scale had no effect (permutations; exact orders up to seven points); 1 for the checkpoints of
  /// a single run, which tell nothing.
  public let pValue: Double
  /// The share of the means' variance that the best never-rising curve leaves unexplained.
  public let fallingMisfit: Double
  /// The share that the best never-falling curve leaves unexplained.
  public let risingMisfit: Double
  /// The scale at which the curve turns, or `nil` if it does not.
  public let turningPoint: TurningPoint?

  /// An interior scale at which the slope changes its sign.
  public struct TurningPoint: Sendable {
    /// The scale.
    public let scale: Double
    /// The slope of the mean on ln scale before it.
    public let before: Double
    /// The slope after it.
    public let after: Double
    /// The larger of the two slopes' p-values, times the number of points tried (Bonferroni).
    public let pValue: Double
  }

  /// Computes the trend of observations along their scale.
  public init(_ observations: Observations) {
    let groups = Dictionary(grouping: 0..<observations.count) { observations.scale[$0] }
    scales = groups.keys.sorted()
    means = scales.map { scale in
      let rows = groups[scale] ?? []
      let weight = rows.reduce(0) { $0 + observations.weights[$1] }
      return weight > 0
        ? rows.reduce(0) { $0 + observations.weights[$1] * observations.y[$1] } / weight
        : rows.reduce(0) { $0 + observations.y[$1] } / Double(rows.count)
    }
    tau = Self.kendall(means)
    // The checkpoints of a single run are not exchangeable: any walk has a trend.
    pValue = observations.runCount == 1 && observations.count > 1 ? 1 : Self.permutationPValue(means)
    let mean = means.reduce(0, +) / Double(means.count)
    let spread = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    risingMisfit = spread > 0 ? Self.isotonicResidual(means) / spread : 0
    fallingMisfit = spread > 0 ? Self.isotonicResidual(means.map { -$0 }) / spread : 0
    turningPoint = Self.turningPoint(scales, means)
  }

  private static func kendall(_ y: [Double]) -> Double {
    guard y.count > 1 else { return 0 }
    var sum = 0
    for i in y.indices { for j in y.indices where j > i { sum += y[j] > y[i] ? 1 : (y[j] < y[i] ? -1 : 0) } }
    return Double(sum) / Double(y.count * (y.count - 1) / 2)
  }

  private static func permutationPValue(_ y: [Double]) -> Double {
    guard y.count > 2 else { return 1 }
    // With many points τ is normal: no permutation could tell its p-value from zero.
    let count = Double(y.count)
    let observed = abs(kendall(y))
    if y.count > 200 {
      let deviation = (2 * (2 * count + 5) / (9 * count * (count - 1))).squareRoot()
      return 2 * Quantile.normalCDF(-observed / deviation)
    }
    var orders = 0
    var extreme = 0
    if y.count <= 7 {
      permute(y) { order in
        orders += 1
        if abs(kendall(order)) >= observed - 1e-12 { extreme += 1 }
      }
      return Double(extreme) / Double(orders)
    }
    var generator = Generator(seed: 0).child("trend")
    for _ in 0..<1999 where abs(kendall(y.shuffled(using: &generator))) >= observed - 1e-12 { extreme += 1 }
    return Double(extreme + 1) / 2000
  }

  private static func permute(_ values: [Double], _ body: ([Double]) -> Void) {
    var values = values
    func visit(_ place: Int) {
      guard place < values.count else { return body(values) }
      for other in place..<values.count {
        values.swapAt(place, other)
        visit(place + 1)
        values.swapAt(place, other)
      }
    }
    visit(0)
  }

  /// Returns the residual sum of squares of the best never-falling curve: pool adjacent violators (Ayer et al. 1955).
  private static func isotonicResidual(_ y: [Double]) -> Double {
    var blocks: [(sum: Double, count: Double)] = []
    for value in y {
      blocks.append((value, 1))
      while blocks.count > 1,
        blocks[blocks.count - 2].sum / blocks[blocks.count - 2].count
          > blocks[blocks.count - 1].sum / blocks[blocks.count - 1].count
      {
        let last = blocks.removeLast()
        blocks[blocks.count - 1].sum += last.sum
        blocks[blocks.count - 1].count += last.count
      }
    }
    let fitted = blocks.flatMap { Array(repeating: $0.sum / $0.count, count: Int($0.count)) }
    return zip(y, fitted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// Returns the turning point with two lines on ln scale, either side of an interior point, of opposite sign and both
  /// significant, or `nil` if there is none.
  ///
  /// - Source: Simonsohn 2018, "Two Lines: A Valid Alternative to the Invalid Testing of U-Shaped Relationships".
  private static func turningPoint(_ scales: [Double], _ means: [Double]) -> TurningPoint? {
    guard scales.count >= 6, scales[0] > 0 else { return nil }
    let x = scales.map { log($0) }
    let candidates = 2...(scales.count - 3)
    let found = candidates.compactMap { middle -> TurningPoint? in
      guard let before = slope(Array(x[...middle]), Array(means[...middle])),
        let after = slope(Array(x[middle...]), Array(means[middle...])),
        before.slope * after.slope < 0
      else { return nil }
      let pValue = min(1, max(before.pValue, after.pValue) * Double(candidates.count))
      return TurningPoint(scale: scales[middle], before: before.slope, after: after.slope, pValue: pValue)
    }
    return found.min { $0.pValue < $1.pValue }.flatMap { $0.pValue < 0.05 ? $0 : nil }
  }

  /// Returns a slope with the p-value of its sign by Student's t.
  static func slope(_ x: [Double], _ y: [Double]) -> (slope: Double, error: Double, pValue: Double)? {
    guard x.count > 2, let line = LeastSquares.line(x, y) else { return nil }
    let mean = x.reduce(0, +) / Double(x.count)
    let spread = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let rest = zip(x, y).reduce(0) { sum, pair in
      let residual = pair.1 - line.offset - line.slope * pair.0
      return sum + residual * residual
    }
    let error = (rest / Double(x.count - 2) / spread).squareRoot()
    guard error > 0 else { return (line.slope, 0, line.slope == 0 ? 1 : 0) }
    return (line.slope, error, StudentT.twoSidedPValue(abs(line.slope / error), degrees: x.count - 2))
  }
}
