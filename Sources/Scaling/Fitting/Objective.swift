import Foundation

/// The objective that a fit minimizes: Σ weightᵢ ρ(rᵢ), a sum and not a mean.
///
/// r is ln f(x) − ln y, or f(x) − y for `squared`. A mean would only rescale the sum, but it makes optimizers with an
/// absolute tolerance stop early, which is what happened to the classical fit of compute-optimal training
/// (Besiroglu et al. 2024, "Chinchilla Scaling: A replication attempt").
public enum Objective: Hashable, Sendable {
  /// ρ(r) = r²/2 up to δ, δ(|r| − δ/2) beyond, on logarithms (Huber 1964; δ = 10⁻³ in Hoffmann et al. 2022).
  case huberLog(delta: Double)
  /// ρ(r) = |r| on logarithms.
  case absoluteLog
  /// ρ(r) = r²/2 on logarithms.
  case squaredLog
  /// ρ(r) = r²/2 on the numbers as they are.
  case squared

  /// The usual choice for losses.
  public static let huber = Objective.huberLog(delta: 1e-3)

  /// The four objectives that a report shows beside each other.
  public static let all: [Objective] = [.huber, .absoluteLog, .squaredLog, .squared]

  /// Whether residuals are differences of logarithms.
  public var isLogarithmic: Bool { self != .squared }

  /// Returns ρ(r).
  @inline(__always)
  func loss(_ r: Double) -> Double {
    switch self {
    case .squared, .squaredLog: return 0.5 * r * r
    case .absoluteLog: return abs(r)
    case .huberLog(let delta):
      let size = abs(r)
      return size <= delta ? 0.5 * r * r : delta * (size - 0.5 * delta)
    }
  }

  /// Returns ρ'(r) / r: the weight that turns least squares into one step of this objective (Holland and Welsch 1977).
  @inline(__always)
  func weight(_ r: Double) -> Double {
    switch self {
    case .squared, .squaredLog: return 1
    case .absoluteLog: return 1 / max(abs(r), 1e-12)
    case .huberLog(let delta):
      let size = abs(r)
      return size <= delta ? 1 : delta / size
    }
  }

  /// Returns ρ''(r), and on the straight part, where that is 0, a share of the weight ρ'(r)/r: at 1 the quadratic
  /// touches the loss from above, so its steps descend but creep; near 0 they are Newton's, and few.
  @inline(__always)
  func curvature(_ r: Double, share: Double) -> Double {
    switch self {
    case .squared, .squaredLog: return 1
    case .absoluteLog: return share * weight(r)
    case .huberLog(let delta): return abs(r) <= delta ? 1 : share * weight(r)
    }
  }
}

extension Objective: CustomStringConvertible {
  /// Reads "huber", "huber:0.01", "absolute", "squaredLog", "squared".
  public init(_ text: String) throws(ScalingError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch (parts.first, parts.count) {
    case ("huber", 1): self = .huber
    case ("absolute", 1): self = .absoluteLog
    case ("squaredLog", 1): self = .squaredLog
    case ("squared", 1): self = .squared
    case ("huber", 2):
      guard let delta = Double(parts[1]), delta > 0, delta.isFinite else { throw .unknownObjective(text: text) }
      self = .huberLog(delta: delta)
    default: throw .unknownObjective(text: text)
    }
  }

  /// The name that `init(_:)` reads.
  public var description: String {
    switch self {
    case .huberLog(let delta): delta == 1e-3 ? "huber" : "huber:\(delta)"
    case .absoluteLog: "absolute"
    case .squaredLog: "squaredLog"
    case .squared: "squared"
    }
  }
}
