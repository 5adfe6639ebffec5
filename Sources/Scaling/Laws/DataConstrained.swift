import Foundation

/// Loss against parameters, tokens seen and unique tokens: the value of repeated data.
///
/// L = E + A N'^(−α) + B D'^(−β)
/// D' = U + U R_D* (1 − e^(−R_D / R_D*)), with R_D = D/U − 1 repetitions of the U unique tokens
/// N' = U_N + U_N R_N* (1 − e^(−R_N / R_N*)), with R_N = N/U_N − 1 and U_N = min(N, N_opt(U)), the parameters that
/// are compute-optimal for U tokens: N_opt(U) = G (G U)^(β/α), G = (α A / (β B))^(1/(α + β)); U is at most D
///
/// - Source: Muennighoff et al. 2023, "Scaling Data-Constrained Language Models", Eqs. 5, 6 and Section 3.
public struct DataConstrained: ScalingLaw {
  /// The name in the catalogue.
  public let name = "dataConstrained"
  /// The formula on one line.
  public let formula = "E + A N'^-α + B D'^-β, D' = U (1 + R_D (1 − e^(−(D/U−1)/R_D)))"
  /// The variables that it reads.
  public let variables = [
    LawVariable("N", "parameters"), LawVariable("D", "tokens seen"), LawVariable("U", "unique tokens"),
  ]
  // A and B also set the optimal number of parameters for U tokens, so the law is not linear in them: see `starts`.
  /// The parameters that are fitted.
  public let parameters: [LawParameter] = [
    .init("E", .positive, .values([])), .init("A", .positive, .values([])), .init("B", .positive, .values([])),
    .init("α", .positive, .values([])), .init("β", .positive, .values([])), .init("R_D", .positive, .values([])),
    .init("R_N", .positive, .values([])),
  ]

  /// Creates the law.
  public init() {}

  /// The number of spent variables: parameters and tokens seen.
  public var spentVariables: Int { 2 }

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    // Of U unique tokens no more than D were seen.
    let (logN, logD) = (x.log(0), x.log(1))
    let logU = min(x.log(2), logD)
    let (alpha, beta) = (p[3], p[4])
    // ln N_opt(U): from N_opt = G (C/6)^a, D_opt = (C/6)^b / G and D_opt = U.
    let logG = log(alpha * p[1] / (beta * p[2])) / (alpha + beta)
    let ratio = beta / alpha
    let logOptimal = logG + ratio * (logG + logU)
    let logUniqueN = logOptimal.value < logN ? logOptimal : Dual(logN)
    let logEffectiveN = logUniqueN + Self.worth(repetitions: exp(logN - logUniqueN) - 1, decay: p[6])
    let repeats = Dual(max(Foundation.exp(logD - logU) - 1, 0))
    let logEffectiveD = logU + Self.worth(repetitions: repeats, decay: p[5])
    return p[0] + p[1] * exp(-(alpha * logEffectiveN)) + p[2] * exp(-(beta * logEffectiveD))
  }

  /// Returns ln(1 + R* (1 − e^(−R/R*))).
  private static func worth(repetitions: Dual, decay: Dual) -> Dual {
    log1p(decay * (1 - exp(-(repetitions / decay))))
  }

  /// Returns the fit without repetition, made first as in the paper, with several half-lives.
  public func starts(for observations: Observations) -> [[Double]] {
    let parts = observations.points.indices.map { row in
      (observations.points[row][0], observations.points[row][1], observations.points[row][2])
    }
    let once = parts.indices.filter { parts[$0].1 <= 1.5 * parts[$0].2 }
    let rows = once.count >= 12 ? once : Array(parts.indices)
    // Without this fit, the grid's starts remain.
    guard
      let plain = try? Observations(
        variables: [("N", rows.map { parts[$0].0 }), ("D", rows.map { parts[$0].1 })],
        target: (observations.target, rows.map { observations.y[$0] })),
      let fit = try? Fitter(objective: .squaredLog, startCount: 4).fit(Chinchilla(), to: plain)
    else { return [] }
    return [2.0, 8, 25].flatMap { data in [1.0, 5, 20].map { fit.parameters + [data, $0] } }
  }
}
