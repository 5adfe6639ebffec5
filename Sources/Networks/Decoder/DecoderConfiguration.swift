public import Tensors

/// Everything that shapes a `CausalDecoder`: the plain superset of what GPT-2, Llama, Qwen2, Qwen3 and Gemma 3 differ in.
///
/// What the network computes follows from the other fields alone; the family says how files name the tensors.
public struct DecoderConfiguration: Hashable, Codable, Sendable {
  /// A family of published models, which share the names of their tensors and the keys of their configuration.
  public enum Family: String, CaseIterable, Codable, Sendable {
    /// Radford et al. 2019.
    case gpt2
    /// Touvron et al. 2023, and models of its form such as SmolLM2.
    case llama
    /// Yang et al. 2024.
    case qwen2
    /// Yang et al. 2025.
    case qwen3
    /// Gemma Team 2025, text only.
    case gemma3
  }

  /// The nonlinearity between the two linear maps of a block.
  public enum Activation: String, CaseIterable, Codable, Sendable {
    /// x · σ(x).
    case silu
    /// x · Φ(x).
    case gelu
    /// x · Φ(x) by the tangent: ½x(1 + tanh(√(2/π)(x + 0.044715x³))).
    case geluTanh
  }

  /// The normalization before (and in some families after) each part of a block.
  public enum Norm: String, CaseIterable, Codable, Sendable {
    /// x / √(mean x² + ε) · gain.
    case rms
    /// (x − mean) / √(variance + ε) · gain + shift.
    case layer
  }

  /// The linear maps of attention that have a bias.
  public enum Biases: String, CaseIterable, Codable, Sendable {
    /// None of them.
    case none
    /// Those of queries, keys and values.
    case queryKeyValue
    /// All four.
    case all
  }

  /// How files name the tensors.
  public var family = Family.llama
  /// Rows of the table of tokens; may exceed those that a tokenizer knows.
  public var vocabulary = 256
  /// Features a token.
  public var width = 128
  /// Blocks.
  public var layers = 3
  /// Heads of queries.
  public var heads = 4
  /// Heads of keys and values, each shared by `heads / keyValueHeads` heads of queries.
  public var keyValueHeads = 4
  /// Features a head.
  public var headWidth = 32
  /// Features between the linear maps of a block.
  public var innerWidth = 352
  /// Positions that the network was made for.
  public var longest = 2048
  /// Rotary positions; `nil` for a learned vector a position.
  public var rotary: RotarySettings? = RotarySettings()
  /// Rotary positions of the sliding layers, or `nil` where they are those of the others.
  public var slidingRotary: RotarySettings?
  /// How many tokens, itself included, a token of a sliding layer attends to.
  public var window: Int?
  /// The layers whose attention slides, in order.
  public var slidingLayers: [Int] = []
  /// The kind of the norms.
  public var norm = Norm.rms
  /// ε of the norms.
  public var epsilon = 1e-5
  /// What is added to the gain of each norm: 1 in Gemma, which stores gain − 1.
  public var gainOffset = 0.0
  /// Whether a norm stands behind each part of a block, too.
  public var hasPostNorms = false
  /// Whether queries and keys are normalized, head by head, before their rotation.
  public var hasQueryKeyNorms = false
  /// The linear maps of attention that have a bias.
  public var attentionBiases = Biases.none
  /// Whether the linear maps of the inner width have biases.
  public var hasInnerBiases = false
  /// Whether the inner features are gated: down(activation(gate x) · up x), else down(activation(up x)).
  public var isGated = true
  /// The nonlinearity of the inner features.
  public var activation = Activation.silu
  /// The factor of the embeddings: √width in Gemma.
  public var embeddingScale = 1.0
  /// The factor of attention scores, or `nil` for 1/√headWidth.
  public var attentionScale: Double?
  /// Whether attention scores of layer i are divided by i + 1 as well.
  public var scalesByLayer = false
  /// c of c · tanh(logits / c), or `nil` where logits are not capped.
  public var logitCap: Double?
  /// Whether the head is the table of tokens.
  public var isTied = false
  /// Whether queries, keys and values are one matrix, and gate and up another: fewer, larger products.
  public var joinsProjections = false
  /// The token that begins a text, or `nil` if there is none.
  public var begin: Int?
  /// The tokens that end a text.
  public var ends: [Int] = []
  /// The token that fills rows up, or `nil` if there is none.
  public var padding: Int?
  /// The type that files hold the weights in.
  public var storage = DType.float32

  /// A Llama of the default sizes.
  public init() {}

  /// Whether the attention of a layer slides.
  public func slides(_ layer: Int) -> Bool { window != nil && slidingLayers.contains(layer) }

  /// The first invalid size, or `nil`.
  public var problem: String? {
    let sizes = [
      ("vocabulary", vocabulary), ("width", width), ("layers", layers), ("heads", heads),
      ("keyValueHeads", keyValueHeads), ("headWidth", headWidth), ("innerWidth", innerWidth), ("longest", longest),
    ]
    // Products of three sizes stay far from overflow.
    if let (name, size) = sizes.first(where: { $0.1 < 1 || $0.1 > 1 << 20 * ($0.0 == "longest" ? 2 : 1) }) {
      return "\(name) is \(size); sizes are positive and at most \(1 << 20)"
    }
    if layers > Self.mostLayers { return "\(layers) layers are more than the \(Self.mostLayers) that can be built" }
    if heads % keyValueHeads != 0 {
      return "\(heads) heads do not divide among \(keyValueHeads) heads of keys and values"
    }
    if !(epsilon >= 0 && epsilon < 1) { return "an epsilon of \(epsilon) is none" }
    if let window, window < 1 { return "a window of \(window) tokens does not hold the token itself" }
    if let layer = slidingLayers.first(where: { !(0..<layers).contains($0) }) {
      return "sliding layer \(layer) is none of the \(layers)"
    }
    if !slidingLayers.isEmpty, window == nil { return "sliding layers need a window" }
    if let attentionScale, !attentionScale.isFinite { return "an attentionScale of \(attentionScale) is none" }
    if let logitCap, !(logitCap > 0 && logitCap.isFinite) { return "logitCap must be positive, not \(logitCap)" }
    if !embeddingScale.isFinite { return "an embeddingScale of \(embeddingScale) is none" }
    for rotary in [rotary, slidingRotary] {
      if let problem = rotary?.problem(headWidth: headWidth) { return problem }
    }
    return nil
  }

  static let mostLayers = 1_000

  /// Why a text of so many tokens cannot be read, or `nil` if it can: positions beyond those that the network was made for are
  /// refused, unless its rotary scaling follows the length.
  public func problem(ofLength length: Int) -> String? {
    if let rotary, rotary.followsLength { return nil }
    return length <= longest
      ? nil : "\(length) tokens are more than the \(longest) positions of this network; shorten the text"
  }
}
