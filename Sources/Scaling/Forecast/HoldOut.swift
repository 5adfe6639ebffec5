/// The choice of the rows that a forecast is judged on: the largest experiments, by a rule set beforehand.
public struct HoldOut: Sendable, Hashable {
  /// A rule that chooses the held-out rows.
  public enum Rule: Sendable, Hashable {
    /// The rows larger than the largest divided by this factor.
    case factor(Double)
    /// The rows at this many of the largest distinct scales.
    case largest(Int)
    /// The rows larger than this.
    case above(Double)
  }

  /// The rule that chooses the rows.
  public let rule: Rule

  /// Creates a hold-out by a rule. The usual one holds out everything beyond a quarter of the largest scale.
  public init(_ rule: Rule = .factor(4)) { self.rule = rule }

  /// Creates the usual rule if it leaves enough points to fit so many parameters; else the most of the largest scales,
  /// a third of them at most, that leave enough.
  public init(for observations: Observations, parameters: Int) {
    func isEnough(_ holdOut: HoldOut) -> Bool {
      guard let cutoff = try? holdOut.cutoff(observations) else { return false }
      return observations.rows { observations.scale[$0] <= cutoff }.distinctPlaces > parameters
    }
    let scales = Set(observations.scale).count
    let rules = [.factor(4)] + (1..<max(scales / 3 + 1, 2)).reversed().map { Rule.largest($0) }
    self = rules.map { HoldOut($0) }.first(where: isEnough) ?? HoldOut()
  }

  /// Returns the scale up to which rows are fitted.
  public func cutoff(_ observations: Observations) throws(ScalingError) -> Double {
    let scales = Set(observations.scale).sorted()
    guard let largest = scales.last, scales.count > 1 else {
      throw .holdOut(
        reason: "all rows have the same scale, so none is larger to be forecast; measure at several scales")
    }
    let cutoff: Double
    switch rule {
    case .factor(let factor):
      guard factor > 1 else { throw .holdOut(reason: "a hold-out factor of \(factor); give one above 1") }
      cutoff = largest / factor
    case .largest(let count):
      guard count > 0, count < scales.count else {
        throw .holdOut(
          reason: "\(count) of \(scales.count) scales held out; leave at least one to fit and one to forecast")
      }
      cutoff = scales[scales.count - 1 - count]
    case .above(let value): cutoff = value
    }
    guard scales[0] <= cutoff, largest > cutoff else {
      throw .holdOut(
        reason: "holding out scales above \(cutoff) leaves nothing to \(scales[0] > cutoff ? "fit" : "forecast"); "
          + "scales run from \(scales[0]) to \(largest)")
    }
    return cutoff
  }
}
