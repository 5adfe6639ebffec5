internal import Foundation

/// A mean over episodes with its 95 % interval.
public struct Estimate: Hashable, Codable, Sendable {
  /// The arithmetic mean; NaN of no numbers.
  public let mean: Double
  /// Half of the width of the 95 % interval, 1.96 · s / √n; 0 for fewer than two numbers.
  public let halfWidth: Double
  /// The number of episodes.
  public let count: Int

  /// Estimates the mean from one number for each episode.
  public init(_ values: [Double]) {
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    halfWidth = values.count < 2 ? 0 : 1.96 * (square / Double(values.count - 1) / Double(values.count)).squareRoot()
  }
}
