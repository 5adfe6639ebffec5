import Foundation

/// A law with its fitted parameters and the observations they were fitted to.
public struct Fit: Sendable {
  /// The law, prepared for the observations.
  public let law: any ScalingLaw
  /// The observations that were fitted.
  public let observations: Observations
  /// The objective that was minimized.
  public let objective: Objective
  /// The parameters in the fit's own coordinates.
  let coordinates: [Double]
  /// The parameters, in the order of `law.parameters`.
  public let parameters: [Double]
  /// The sum of losses.
  public let loss: Double
  /// The number of descended starts that ended at this loss: one alone of several is a warning.
  public let agreeingStarts: Int
  /// The number of descended starts.
  public let triedStarts: Int

  init(
    law: any ScalingLaw, observations: Observations, objective: Objective, coordinates: [Double], loss: Double,
    agreeingStarts: Int, triedStarts: Int
  ) {
    self.law = law
    self.observations = observations
    self.objective = objective
    self.coordinates = coordinates
    self.loss = loss
    self.agreeingStarts = agreeingStarts
    self.triedStarts = triedStarts
    parameters = zip(law.parameters, coordinates).map { $0.domain.value($1) }
  }

  /// Returns the law's value at a point.
  public func predict(_ x: Point) -> Double { law.value(at: x, parameters) }

  /// The law's values at the observed points.
  public var predictions: [Double] {
    let duals = parameters.map { Dual($0) }
    return observations.points.map { law.evaluate($0, duals).value }
  }

  /// The residuals: ln f − ln y, or f − y for `squared`.
  public var residuals: [Double] {
    zip(predictions, observations.y).map { objective.isLogarithmic ? log($0) - log($1) : $0 - $1 }
  }

  /// The share of the variance of y that the law explains, on the numbers as they are.
  public var rSquared: Double { Self.rSquared(predictions, observations.y, observations.weights) }

  /// The weighted root mean square of f/y − 1.
  public var relativeError: Double {
    let errors = zip(predictions, observations.y).map { ($0 / $1 - 1) * ($0 / $1 - 1) }
    let total = observations.weights.reduce(0, +)
    return (zip(errors, observations.weights).reduce(0) { $0 + $1.0 * $1.1 } / total).squareRoot()
  }

  /// The value of a parameter, or `nil` if the law has none of this name.
  public subscript(name: String) -> Double? {
    law.parameters.firstIndex { $0.name == name }.map { parameters[$0] }
  }

  /// The explained share of the variance below which a law is said not to follow its data.
  public static let leastRSquared = 0.9

  /// Whether the law follows the data at all.
  public var follows: Bool { rSquared >= Self.leastRSquared }

  /// Returns whether a parameter above zero is so small that zero would change nothing.
  public func isAtLimit(_ index: Int) -> Bool {
    let parameter = law.parameters[index]
    guard parameter.domain == .positive, parameter.isLinear || parameters[index] < 1e-6 else { return false }
    var zeroed = parameters
    zeroed[index] = 0
    let sizes = observations.y.map(abs).sorted()
    let matters = max(sizes[sizes.count / 2], .leastNormalMagnitude)
    return zip(observations.points, predictions).allSatisfy { point, value in
      abs(law.value(at: point, zeroed) - value) <= 1e-9 * matters
    }
  }

  static func rSquared(_ predictions: [Double], _ y: [Double], _ weights: [Double]) -> Double {
    let total = weights.reduce(0, +)
    let mean = zip(y, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    let spread = zip(y, weights).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
    let rest = zip(zip(predictions, y), weights).reduce(0) {
      $0 + ($1.0.0 - $1.0.1) * ($1.0.0 - $1.0.1) * $1.1
    }
    return 1 - rest / spread
  }
}
