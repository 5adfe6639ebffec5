public import Networks

/// How a language model learns a text.
public struct TextAdaptationPlan: Hashable, Codable, Sendable {
  /// What is trained.
  public enum Method: String, CaseIterable, Codable, Sendable {
    /// A low-rank adapter beside each linear layer but the head.
    /// - Source: Hu et al. 2021, "LoRA", Section 4.1; scale α/√rank: Kalajdzievski 2023, "rsLoRA".
    case lora
    /// Biases and gains, where the model has any.
    /// - Source: Ben Zaken et al. 2022, "BitFit".
    case biases
    /// The last blocks, the last norm and the head.
    case lastLayers
    /// Every weight.
    case everything
  }

  /// The numbers that a model computes in.
  public enum Precision: String, CaseIterable, Codable, Sendable {
    /// 32 bits.
    case float32
    /// 16 bits, of which 8 are of the exponent.
    case bfloat16
  }

  /// What is trained.
  public var method = Method.lora
  /// The rank of adapters.
  public var rank = 8
  /// α: adapters are scaled by α / rank, or by α / √rank where `isRankStabilized`.
  public var alpha = 16.0
  /// Whether adapters are scaled by α / √rank.
  public var isRankStabilized = false
  /// The layers that have adapters, by the paths of their weights, or `nil` for all but the head.
  public var targets: LeafPattern?
  /// Blocks that `lastLayers` trains.
  public var lastLayers = 2
  /// The rate after warm-up.
  public var rate = 2e-4
  /// Steps over which the rate rises.
  public var warmUp = 10
  /// Decoupled weight decay.
  public var weightDecay = 0.0
  /// The most steps.
  public var steps = 200
  /// Windows a step.
  public var batch = 4
  /// Tokens that are read at once.
  public var window = 256
  /// The share of the text that is held out before anything is looked at.
  public var heldOut = 0.1
  /// Steps between measurements of what is held out.
  public var measureEvery = 20
  /// Measurements without a new best after which training stops.
  public var patience = 3
  /// The largest norm of a gradient; longer ones are scaled down.
  public var gradientLimit = 1.0
  /// The share of the windows of a step that are passages the model wrote itself before: what it learns again so as not to lose it.
  /// - Source: Robins 1995, "Catastrophic Forgetting, Rehearsal and Pseudorehearsal"; the cross-entropy on a model's own samples is,
  ///   up to a constant, the divergence of what it becomes from what it was.
  public var rehearsal = 0.0
  /// What the model computes in. Half precision halves the memory of weights and activations; what is trained stays in float32.
  public var precision = Precision.float32
  /// Whether the activations of a block are computed again for its gradient instead of kept (gradient checkpointing).
  public var recomputesBlocks = false
  /// The seed.
  public var seed: UInt64 = 1

  /// Creates the defaults.
  public init() {}

  /// The first setting that cannot be, or `nil` if all can.
  public var problem: LanguageError? {
    let bounds: [(String, Double, ClosedRange<Double>)] = [
      ("rank", Double(rank), 1...65_536), ("alpha", alpha, 1e-6...1e6), ("last-layers", Double(lastLayers), 1...1e6),
      ("rate", rate, 0...1e3), ("warm-up", Double(warmUp), 0...1e9), ("weight-decay", weightDecay, 0...1e3),
      ("steps", Double(steps), 0...1e9), ("batch", Double(batch), 1...65_536), ("window", Double(window), 2...1e7),
      ("held-out", heldOut, 0.01...0.9), ("measure-every", Double(measureEvery), 1...1e9),
      ("patience", Double(patience), 1...1e9), ("rehearsal", rehearsal, 0...0.9),
      ("gradient-limit", gradientLimit, 1e-9...1e9),
    ]
    for (name, value, range) in bounds where !range.contains(value) {
      return LanguageError(name, "it is \(value); give \(range.lowerBound) to \(range.upperBound)")
    }
    return nil
  }

  /// The rate of a step, counted from 0: a linear rise, then the same to the end.
  func rate(at step: Int) -> Double {
    warmUp == 0 ? rate : rate * min(1, Double(step + 1) / Double(warmUp))
  }
}
