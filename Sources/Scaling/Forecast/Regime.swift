/// The regime that limits a model, read off the exponent of its power law.
///
/// Variance-limited: the excess falls as 1/x (α = 1), whatever the data: noise of a finite sample or width averages out.
/// Resolution-limited: α < 1, set by the dimension d of what is learned; for smooth targets α lies between 1/d and 4/d,
/// so d is between 1/α and 4/α.
///
/// - Source: Bahri et al. 2021, "Explaining Neural Scaling Laws", Sections 1 and 2 (four regimes: either kind, in data or
///   in parameters).
public enum Regime: Sendable, Hashable {
  /// The exponent is 1, as far as one can tell.
  case varianceLimited
  /// The exponent is below 1.
  case resolutionLimited(dimensions: ClosedRange<Double>)
  /// The exponent is above 1: faster than noise averages out, so another mechanism than either.
  case fasterThanEither
  /// The interval is too wide to tell.
  case undetermined

  /// Creates the regime of an exponent with its interval.
  public init(exponent: Double, interval: ClosedRange<Double>?) {
    guard let interval, interval.upperBound.isFinite else {
      self = .undetermined
      return
    }
    if interval.contains(1) {
      self = interval.upperBound - interval.lowerBound < 0.5 ? .varianceLimited : .undetermined
    } else if interval.upperBound < 1 {
      self = exponent > 0 ? .resolutionLimited(dimensions: (1 / exponent)...(4 / exponent)) : .undetermined
    } else {
      self = .fasterThanEither
    }
  }
}
