/// A loss of the log-probabilities that a model gives to chosen tokens, summed over them.
///
/// With L the model's log-probability of a token, q the sampler's, r = exp(L − q), A the advantage and w the weight:
/// - `cross_entropy`: −Σ w L
/// - `importance_sampling`: −Σ r A
/// - `ppo`: −Σ min(r A, clip(r) A), of r between 0.8 and 1.2
///   (Schulman et al. 2017, "Proximal Policy Optimization Algorithms", Equation 7)
/// - `cispo`: −Σ stop(clip(r)) L A, of r between 0 and 4 (MiniMax 2025, "MiniMax-M1", Equation 4)
/// - `dro`: −Σ (L A − β/2 (L − q)²)
///   (Richemond et al. 2024, "Offline Regularised Reinforcement Learning for Large Language Models Alignment", Section 3)
/// - `gspo`: as ppo, with r = exp(stop(mean(L − q)) + L − stop(L)), the mean over the tokens of a mask
///   (Zheng et al. 2025, "Group Sequence Policy Optimization", Equation 14: GSPO-token)
///
/// stop(x) is x without a gradient. The thresholds are ratios, not distances from 1.
public struct PolicyLoss: Hashable, Sendable {
  /// The formula.
  public enum Kind: String, CaseIterable, Sendable {
    /// −Σ w L.
    case crossEntropy = "cross_entropy"
    /// −Σ r A.
    case importanceSampling = "importance_sampling"
    /// The clipped surrogate, token by token.
    case ppo
    /// The clipped ratio as a weight.
    case cispo
    /// The policy gradient with a quadratic penalty.
    case dro
    /// The clipped surrogate with the ratio of a whole sequence.
    case gspo
  }

  /// The formula.
  public let kind: Kind
  /// The ratios that are not clipped.
  let unclipped: ClosedRange<Double>
  /// β of `dro`.
  let penalty: Double

  /// Takes a loss by its name, with the settings that differ from its defaults.
  ///
  /// `gspo` has no default thresholds, and `dro` no default `beta`.
  /// - Throws: `LanguageError` for a loss or a setting that is not known, is missing, or cannot be.
  public init(_ name: String, _ settings: [String: Double] = [:]) throws(LanguageError) {
    guard let kind = Kind(rawValue: name) else {
      let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      let reason = name == "stable_reinforce" ? "its formula is not published" : "there is no such loss"
      throw LanguageError("loss_fn \(name)", "\(reason); take one of \(known)")
    }
    self.kind = kind
    let known = kind.settings
    if let extra = settings.keys.sorted().first(where: { !known.contains($0) }) {
      let names = known.isEmpty ? "it has none" : "it has " + known.joined(separator: " and ")
      throw LanguageError("loss_fn_config \(extra)", "\(name) has no such setting; \(names)")
    }
    if let missing = known.first(where: { settings[$0] == nil && kind.defaults[$0] == nil }) {
      throw LanguageError("loss_fn_config", "\(name) has no default \(missing); give one, such as \(kind.example)")
    }
    let values = kind.defaults.merging(settings) { _, given in given }
    if let (key, value) = values.sorted(by: { $0.key < $1.key }).first(where: { !$0.value.isFinite || $0.value < 0 }) {
      throw LanguageError("loss_fn_config \(key)", "it is \(value); give a number that is 0 or more")
    }
    let (low, high) = (values[Kind.low] ?? 0, values[Kind.high] ?? .infinity)
    guard low <= high else {
      throw LanguageError("loss_fn_config", "\(Kind.low) is \(low), above \(Kind.high), which is \(high)")
    }
    unclipped = low...high
    penalty = values[Kind.beta] ?? 0
  }
}

extension PolicyLoss.Kind {
  static let (low, high, beta) = ("clip_low_threshold", "clip_high_threshold", "beta")

  /// The names of its settings.
  var settings: [String] {
    switch self {
    case .crossEntropy, .importanceSampling: []
    case .ppo, .cispo, .gspo: [Self.low, Self.high]
    case .dro: [Self.beta]
    }
  }

  var defaults: [String: Double] {
    switch self {
    case .ppo: [Self.low: 0.8, Self.high: 1.2]
    case .cispo: [Self.low: 0, Self.high: 4]
    case .crossEntropy, .importanceSampling, .dro, .gspo: [:]
    }
  }

  /// What a setting without default may be.
  var example: String { self == .dro ? "\(Self.beta) 0.05" : "\(Self.low) 0.8 and \(Self.high) 1.2" }

  /// The inputs that it needs, one number for each token.
  public var inputs: [String] {
    switch self {
    case .crossEntropy: ["weights"]
    case .importanceSampling, .ppo, .cispo, .dro: ["logprobs", "advantages"]
    case .gspo: ["logprobs", "advantages", "sequence_ratio_mask"]
    }
  }
}
