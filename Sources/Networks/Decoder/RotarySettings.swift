internal import Foundation

/// How rotary positions turn the features of queries and keys: base, share of the features, and a scaling for texts longer
/// than those of the first training.
/// - Source: Su et al. 2021, "RoFormer", Equation 34; scalings as in Hugging Face's `modeling_rope_utils`.
public struct RotarySettings: Hashable, Codable, Sendable {
  /// A change of the frequencies fᵢ = base^(−2i/d).
  public enum Scaling: Hashable, Codable, Sendable {
    /// None.
    case none
    /// f / factor. Chen et al. 2023, "Extending Context Window of Large Language Models via Positional Interpolation".
    case linear(factor: Double)
    /// A base that grows with the text once it is longer than the network was made for ("NTK-aware").
    case dynamic(factor: Double)
    /// Slow frequencies divided, fast ones kept, those between mixed. Grattafiori et al. 2024, "The Llama 3 Herd of Models".
    case llama3(factor: Double, low: Double, high: Double, original: Int)
    /// The same by dimension instead of wavelength, with a factor on the scores. Peng et al. 2023, "YaRN".
    case yarn(Yarn)
    /// f divided by a number of its own each, as GGUF files of Llama 3 hold them.
    case divided([Double])
  }

  /// The numbers of YaRN.
  public struct Yarn: Hashable, Codable, Sendable {
    /// How much longer texts become.
    public var factor: Double
    /// The length of texts in the first training.
    public var original: Int
    /// β_fast: dimensions that turn more often than this in the original length are kept.
    public var fast = 32.0
    /// β_slow: dimensions that turn less often are divided.
    public var slow = 1.0
    /// The factor of cosines and sines, or `nil` for 0.1 ln(factor) + 1.
    public var attentionFactor: Double?
    /// The two numbers of DeepSeek's variant of that factor.
    public var scales: [Double]?
    /// Whether the bounds are rounded to whole dimensions.
    public var truncates = true

    /// YaRN of a factor.
    public init(factor: Double, original: Int) { (self.factor, self.original) = (factor, original) }

    /// 0.1 · scale · ln(factor) + 1, or 1 where nothing grows.
    static func usualAttentionFactor(_ factor: Double, scale: Double = 1) -> Double {
      factor <= 1 ? 1 : 0.1 * scale * log(factor) + 1
    }
  }

  /// θ.
  public var base = 10_000.0
  /// The share of a head's features that turns, from the first on.
  public var share = 1.0
  /// The scaling.
  public var scaling = Scaling.none

  /// Rotary positions as first published.
  public init(base: Double = 10_000, share: Double = 1, scaling: Scaling = .none) {
    (self.base, self.share, self.scaling) = (base, share, scaling)
  }

  /// Whether texts may be longer than the network was made for.
  var followsLength: Bool { if case .dynamic = scaling { true } else { false } }

  /// How many of a head's features turn.
  func turned(of headWidth: Int) -> Int { Int(Double(headWidth) * share) }

  /// What is wrong with these settings for heads of a width, or `nil`.
  func problem(headWidth: Int) -> String? {
    guard base > 1, base.isFinite else { return "a rotary base of \(base) is not above 1" }
    guard share > 0, share <= 1 else { return "a rotary share of \(share) is not within 0 and 1" }
    let turned = turned(of: headWidth)
    guard turned >= 2, turned % 2 == 0 else {
      return "rotary positions turn pairs of features; \(turned) of \(headWidth) are none"
    }
    let positive: [Double]
    switch scaling {
    case .none: positive = []
    case .linear(let factor): positive = [factor]
    case .dynamic(let factor):
      // The base grows by the power d / (d − 2).
      guard turned > 2, factor >= 1 else {
        return "dynamic scaling needs a factor of at least 1 and more than 2 features"
      }
      positive = [factor]
    case .llama3(let factor, let low, let high, let original):
      guard high > low else { return "llama3 scaling needs high_freq_factor above low_freq_factor" }
      positive = [factor, low, high, Double(original)]
    case .yarn(let yarn):
      positive =
        [yarn.factor, Double(yarn.original), yarn.fast, yarn.slow] + (yarn.scales ?? [])
        + (yarn.attentionFactor.map { [$0] } ?? [])
    case .divided(let divisors):
      guard divisors.count == turned / 2 else {
        return "\(divisors.count) divisors of frequencies are not the \(turned / 2) of a head"
      }
      positive = divisors
    }
    return positive.allSatisfy { $0 > 0 && $0.isFinite } ? nil : "numbers of a rotary scaling must be positive"
  }
}
