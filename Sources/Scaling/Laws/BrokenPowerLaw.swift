import Foundation
internal import Requirements

/// A power law whose exponent changes smoothly at breaks.
///
/// y = a + b x^(−c₀) Πᵢ (1 + (x / dᵢ)^(1/fᵢ))^(−cᵢ fᵢ)
///
/// Between breaks dᵢ and dᵢ₊₁ the slope on logarithmic axes is −(c₀ + … + cᵢ); fᵢ is the sharpness of a break. A
/// negative sum bends upward, so the law also describes U-shaped and double descent curves.
/// - Source: Caballero et al. 2023, "Broken Neural Scaling Laws", Eq. 1.
public struct BrokenPowerLaw: ScalingLaw {
  /// The number of breaks.
  public let breaks: Int
  /// The variables that it reads.
  public let variables: [LawVariable]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter]

  /// Creates the law with `breaks` breaks, at most four.
  public init(breaks: Int, _ variable: String = "x") {
    require((1...4).contains(breaks), "a broken law of \(breaks) breaks; between 1 and 4 are fitted")
    self.breaks = breaks
    variables = [LawVariable(variable, "any scale")]
    // A grid for one break; further ones are added, one at a time, to the best law with one fewer: see `starts`.
    let isAlone = breaks == 1
    func values(_ values: [Double]) -> LawParameter.Start { .values(isAlone ? values : []) }
    parameters =
      [.linear("a"), .linear("b"), .init("c0", .real, values([-0.2, 0.05, 0.2, 0.5]))]
      + (1...breaks).flatMap { index -> [LawParameter] in
        [
          .init("c\(index)", .real, values([-0.4, 0.3, 1])),
          .init("d\(index)", .positive, isAlone ? .within(variable: 0, [0.2, 0.4, 0.6, 0.8]) : .values([])),
          .init("f\(index)", .positive, values([0.15, 0.6])),
        ]
      }
  }

  /// The name in the catalogue.
  public var name: String { "broken\(breaks)" }

  /// The formula on one line.
  public var formula: String {
    "a + b x^-c0" + (1...breaks).map { " (1 + (x/d\($0))^(1/f\($0)))^(-c\($0) f\($0))" }.joined()
  }

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    let logX = x.log(0)
    var exponent = p[2] * -logX
    for index in 0..<breaks {
      let (c, d, f) = (p[3 + 3 * index], p[4 + 3 * index], p[5 + 3 * index])
      // ln(1 + (x/d)^(1/f)) = ln(e⁰ + e^u): overflows nowhere, however sharp the break.
      exponent = exponent - c * f * logSumExp(Dual(0), (logX - log(d)) / f)
    }
    return p[0] + p[1] * exp(exponent)
  }

  /// Returns the best law with one break fewer, with a bend put into it at several places: breaks are kept in order.
  public func starts(for observations: Observations) -> [[Double]] {
    let objective: Objective = observations.y.allSatisfy { $0 > 0 } ? .squaredLog : .squared
    let fewer = BrokenPowerLaw(breaks: max(breaks - 1, 1), variables[0].name)
    let logs = observations.points.map { $0.log(0) }
    // Without this fit, the grid's starts remain.
    guard breaks > 1, let fit = try? Fitter(objective: objective).fit(fewer, to: observations),
      let low = logs.min(), let high = logs.max()
    else { return [] }
    let places = stride(from: 0.1, through: 0.9, by: 0.1).map { Foundation.exp(low + $0 * (high - low)) }
    return places.flatMap { place in
      [-0.3, 0.3].flatMap { bend in
        [0.2, 0.6].map { sharpness in
          let bends = stride(from: 3, to: fit.parameters.count, by: 3).map { Array(fit.parameters[$0..<$0 + 3]) }
          let ordered = (bends + [[bend, place, sharpness]]).sorted { $0[1] < $1[1] }
          return Array(fit.parameters.prefix(3)) + ordered.joined()
        }
      }
    }
  }
}
