import Foundation
internal import Requirements

/// Where a law is evaluated: up to eight numbers with their logarithms, and the run that the row belongs to.
public struct Point: Sendable {
  private let values: SIMD8<Double>
  private let logarithms: SIMD8<Double>
  /// Which run of the observations; a law over a schedule looks the run's schedule up.
  public let run: Int

  /// How many variables a law may have.
  public static let capacity = SIMD8<Double>.scalarCount

  /// A point.
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

  /// Variable number `index`.
  public subscript(index: Int) -> Double {
    @inline(__always) get { values[index] }
  }

  /// The natural logarithm of a variable, computed once.
  @inline(__always)
  public func log(_ index: Int) -> Double { logarithms[index] }

  /// A variable to the power of a dual: xᵃ = e^(a ln x).
  @inline(__always)
  func power(_ index: Int, _ exponent: Dual) -> Dual { exp(exponent * logarithms[index]) }
}
