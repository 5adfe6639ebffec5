import Foundation

/// Loss against parameters and tokens, without an irreducible part.
///
/// L(N, D) = ((N_c / N)^(α_N / α_D) + D_c / D)^α_D
///
/// - Source: Kaplan et al. 2020, "Scaling Laws for Neural Language Models", Eq. 1.5.
public struct Kaplan: ScalingLaw {
  /// The name in the catalogue.
  public let name = "kaplan"
  /// The formula on one line.
  public let formula = "((Nc/N)^(αN/αD) + Dc/D)^αD"
  /// The variables that it reads.
  public let variables = [LawVariable("N", "parameters"), LawVariable("D", "tokens")]
  // A grid over four scales that move together would miss: `starts` solves for the two constants instead.
  /// The parameters that are fitted.
  public let parameters: [LawParameter] = [
    .init("Nc", .positive, .values([])), .init("Dc", .positive, .values([])),
    .init("αN", .positive, .values([])), .init("αD", .positive, .values([])),
  ]

  /// Creates the law.
  public init() {}

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    let (logNc, logDc, alphaN, alphaD) = (log(p[0]), log(p[1]), p[2], p[3])
    let u = (logNc - x.log(0)) * (alphaN / alphaD)
    let v = logDc - x.log(1)
    return exp(alphaD * logSumExp(u, v))
  }

  /// Returns starts in which, at the middle of the data, a share of y^(1/α_D) falls to the first term and the rest to
  /// the second.
  public func starts(for observations: Observations) -> [[Double]] {
    let count = Double(observations.count)
    let logN = observations.points.reduce(0) { $0 + $1.log(0) } / count
    let logD = observations.points.reduce(0) { $0 + $1.log(1) } / count
    let logY = observations.y.reduce(0) { $0 + Foundation.log(max(abs($1), 1e-300)) } / count
    let exponents = [0.05, 0.1, 0.2, 0.4]
    return exponents.flatMap { alphaN in
      exponents.flatMap { alphaD in
        [0.1, 0.5, 0.9].map { share in
          let logNc = logN + (logY + alphaD * Foundation.log(share)) / alphaN
          let logDc = logD + logY / alphaD + Foundation.log(1 - share)
          return [Foundation.exp(min(logNc, 600)), Foundation.exp(min(logDc, 600)), alphaN, alphaD]
        }
      }
    }
  }
}
