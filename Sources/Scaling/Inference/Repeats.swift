import Foundation

/// The noise of repeated measurements at the same point: how much seeds differ, and whether the law misses more than
/// that.
///
/// noise² = Σ over points Σ (y − ȳ)² / Σ (n − 1); lack of fit F = (Σ n (ȳ − f)² / (points − parameters)) / noise²
///
/// - Source: Draper, Smith 1998, "Applied Regression Analysis", Section 2.1 (pure error).
public struct Repeats: Sendable, Codable {
  /// The number of points with more than one measurement.
  public let places: Int
  /// The number of measurements at those points.
  public let rows: Int
  /// The standard deviation between repeats, of ln y or of y according to the objective.
  public let noise: Double
  /// F: near 1 where the law misses no more than seeds differ. NaN without degrees of freedom.
  public let lackOfFit: Double

  /// Computes the repeats of a fit's observations, or `nil` if no point was measured twice.
  public init?(_ fit: Fit) {
    let all = fit.observations
    let groups = Dictionary(grouping: 0..<all.count, by: all.place).values
    let values = fit.objective.isLogarithmic ? all.y.map { log($0) } : all.y
    let predictions = fit.objective.isLogarithmic ? fit.predictions.map { log($0) } : fit.predictions
    var (within, between, degrees) = (0.0, 0.0, 0)
    for group in groups {
      let mean = group.reduce(0) { $0 + values[$1] } / Double(group.count)
      within += group.reduce(0) { $0 + (values[$1] - mean) * (values[$1] - mean) }
      between += Double(group.count) * (mean - predictions[group[0]]) * (mean - predictions[group[0]])
      degrees += group.count - 1
    }
    guard degrees > 0 else { return nil }
    let repeated = groups.filter { $0.count > 1 }
    places = repeated.count
    rows = repeated.reduce(0) { $0 + $1.count }
    noise = (within / Double(degrees)).squareRoot()
    let free = groups.count - fit.parameters.count
    lackOfFit = free > 0 && within > 0 ? between / Double(free) / (within / Double(degrees)) : .nan
  }
}
