/// Whether an adapter may be used: what was learned must not cost more elsewhere than a threshold allows.
public enum AdaptationVerdict: Hashable, Codable, Sendable {
  /// The upper end of the interval of what protected texts lost is below the threshold.
  case passes
  /// It lost more than the threshold, surely.
  case losesTooMuch
  /// The protected texts are too few to tell.
  case cannotTell

  /// Judges the rise of bits per byte of protected texts.
  public init(_ protected: PairedScores, threshold: Double) {
    guard let interval = protected.interval else {
      self = .cannotTell
      return
    }
    if interval.upperBound < threshold {
      self = .passes
    } else {
      self = interval.lowerBound >= threshold ? .losesTooMuch : .cannotTell
    }
  }
}
