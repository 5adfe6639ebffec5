import Foundation

/// Loss of a model that reasons in P parallel streams.
///
/// L(N, P) = E + (A / (N (k ln P + 1)))^α
///
/// Streams act as parameters: P of them are worth k ln P + 1 times as many.
/// - Source: Chen et al. 2025, "Parallel Scaling Law for Language Models", Eq. 5.
public struct ParScale: ScalingLaw {
  /// The name in the catalogue.
  public let name = "parscale"
  /// The formula on one line.
  public let formula = "E + (A / (N (k ln P + 1)))^α"
  /// The variables that it reads.
  public let variables = [LawVariable("N", "parameters"), LawVariable("P", "parallel streams")]
  /// The parameters that are fitted, and where a fit begins.
  public let parameters: [LawParameter] = [
    .init("E", .positive, .values([])), .init("A", .positive, .values([])), .init("k", .positive, .values([])),
    .init("α", .positive, .values([])),
  ]

  /// Creates the law.
  public init() {}

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    p[0] + exp(p[3] * (log(p[1]) - x.log(0) - log1p(p[2] * x.log(1))))
  }

  /// Returns the starts of E and A given k and α: the law is then a line in (N (k ln P + 1))^(−α), whose slope is A^α.
  public func starts(for observations: Observations) -> [[Double]] {
    [0.03, 0.1, 0.3, 0.6, 1.2].flatMap { k in
      [0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7].compactMap { alpha -> [Double]? in
        let effective = observations.points.map {
          Foundation.exp(-alpha * ($0.log(0) + Foundation.log1p(k * $0.log(1))))
        }
        guard let line = LeastSquares.line(effective, observations.y), line.slope > 0 else { return nil }
        let offset = max(line.offset, 1e-3 * (observations.y.map(abs).min() ?? 1))
        return [offset, Foundation.pow(line.slope, 1 / alpha), k, alpha]
      }
    }
  }
}
