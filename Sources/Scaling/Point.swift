import Foundation
internal import Requirements

/// The point at which a law is evaluated: up to eight numbers with their logarithms, and the run of the row.
public struct Point: Sendable {
  private let values: SIMD8<Double>
  private let logarithms: SIMD8<Double>
  /// The number of the run; a law over a schedule looks up the run's schedule.
  public let run: Int

  /// The largest number of variables of a law.
  public static let capacity = SIMD8<Double>.scalarCount

  /// Creates a point.
  public init(_ values: [Double], run: Int = 0) {
    require(
      values.count <= Self.capacity, "a point of \(values.count) variables; a law has at most \(Self.capacity)")
    var vector = SIMD8<Double>(repeating: 1)
    for (index, value) in values.enumerated() { vector[index] = value }
    var logarithms = SIMD8<Double>.zero
    for index in values.indices { logarithms[index] = Foundation.log(vector[index]) }
    self.values = vector
    self.logarithms = logarithms
    self.run = run
  }

  /// The variable number `index`.
  public subscript(index: Int) -> Double {
    @inline(__always) get { values[index] }
  }

  /// Returns the natural logarithm of a variable, computed once.
  @inline(__always)
  public func log(_ index: Int) -> Double { logarithms[index] }

  /// Returns a variable to the power of a dual: xᵃ = e^(a ln x).
  @inline(__always)
  func power(_ index: Int, _ exponent: Dual) -> Dual { exp(exponent * logarithms[index]) }
}
