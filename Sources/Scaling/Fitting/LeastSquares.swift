/// A line through points.
enum LeastSquares {
  /// Returns y = offset + slope x by least squares, or `nil` if all x are the same.
  static func line(_ x: [Double], _ y: [Double], weights: [Double]? = nil) -> (offset: Double, slope: Double)? {
    let weights = weights ?? Array(repeating: 1, count: x.count)
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    let meanX = zip(x, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    let meanY = zip(y, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    var (spread, together) = (0.0, 0.0)
    for index in x.indices {
      spread += weights[index] * (x[index] - meanX) * (x[index] - meanX)
      together += weights[index] * (x[index] - meanX) * (y[index] - meanY)
    }
    guard spread > 0, (together / spread).isFinite else { return nil }
    return (meanY - together / spread * meanX, together / spread)
  }
}
