internal import Foundation

/// The growth of a method's cost along an axis: the exponent b of cost ∝ xᵇ.
///
/// b by least squares of ln cost on ln x; standard error from the residuals, with n − 2 degrees of freedom.
public struct CostSlope: Hashable, Codable, Sendable {
  /// A measured quantity.
  public enum Quantity: String, CaseIterable, Codable, Sendable {
    /// The processor time in seconds.
    case time
    /// The memory in bytes.
    case memory
  }

  /// The axis; `width` counts parameters.
  public let axis: CostAxis
  /// The method.
  public let method: String
  /// The quantity.
  public let quantity: Quantity
  /// The exponent.
  public let slope: Double
  /// The standard error, or `nil` for two points, which any line meets.
  public let standardError: Double?

  /// Returns the slope through some points, or `nil` for fewer than two distinct x, or values that are not positive.
  static func line(_ x: [Double], _ y: [Double]) -> (slope: Double, standardError: Double?)? {
    guard x.count == y.count, (x + y).allSatisfy({ $0 > 0 && $0.isFinite }), Set(x).count > 1 else { return nil }
    let (u, v) = (x.map { log($0) }, y.map { log($0) })
    let count = Double(u.count)
    let (meanU, meanV) = (u.reduce(0, +) / count, v.reduce(0, +) / count)
    let spread = u.reduce(0) { $0 + ($1 - meanU) * ($1 - meanU) }
    let slope = zip(u, v).reduce(0) { $0 + ($1.0 - meanU) * ($1.1 - meanV) } / spread
    guard u.count > 2 else { return (slope, nil) }
    let residuals = zip(u, v).reduce(0) { sum, point in
      let rest = point.1 - meanV - slope * (point.0 - meanU)
      return sum + rest * rest
    }
    return (slope, (residuals / (count - 2) / spread).squareRoot())
  }
}

extension CostTable {
  /// The slopes of all methods along all axes that have two points or more.
  public var slopes: [CostSlope] {
    CostAxis.allCases.flatMap { axis in
      plan.methods.flatMap { method in
        CostSlope.Quantity.allCases.compactMap { quantity -> CostSlope? in
          let rows = rows(of: method.name, along: axis)
          let line = CostSlope.line(
            rows.map { $0.place(along: axis) }, rows.map { quantity == .time ? $0.processorSeconds : Double($0.bytes) })
          return line.map {
            CostSlope(
              axis: axis, method: method.name, quantity: quantity, slope: $0.slope, standardError: $0.standardError)
          }
        }
      }
    }
  }
}

extension CostTable.Row {
  /// Returns the position along an axis.
  func place(along axis: CostAxis) -> Double {
    switch axis {
    case .innerSteps: Double(setting.innerSteps)
    case .tasks: Double(setting.tasks)
    case .width: Double(parameters)
    }
  }
}
