public import Randomness
public import Tensors

/// A small causal language model: tokens in, the logits of each next token out.
///
/// h ← h + attention(norm(h)), h ← h + SwiGLU(norm(h)), in which a token attends to those before it and to itself.
/// - Source: Vaswani et al. 2017, with the norms before each part (Xiong et al. 2020), rotary positions (Su et al. 2021) and
///   gated maps (Shazeer 2020), as in Llama (Touvron et al. 2023).
/// - Shapes: tokens [..., length] give logits [..., length, vocabulary]; with leaves of a task axis, [tasks, ..., length].
public struct CausalDecoder: ParameterTree {
  /// The sizes.
  public let configuration: CausalDecoderConfiguration
  /// [vocabulary, width].
  public var embedding: Embedding
  /// The blocks, one after another.
  public var blocks: [CausalBlock]
  /// The norm before the head.
  public var norm: RMSNorm
  /// [vocabulary, width].
  public var head: Linear

  /// A decoder of these sizes.
  public init(_ c: CausalDecoderConfiguration, using generator: inout Generator) {
    configuration = c
    embedding = Embedding(c.vocabulary, c.width, using: &generator)
    blocks = (0..<c.layers).map { _ in CausalBlock(c, using: &generator) }
    norm = RMSNorm(width: c.width)
    head = Linear(c.width, c.vocabulary, using: &generator)
  }

  /// The logits of the token after each.
  public func callAsFunction(_ tokens: Tensor) -> Tensor {
    let length = tokens.size(-1)
    var h = embedding(tokens)  // [..., length, width]
    let rotary = RotaryTable(
      (0..<length).map { [$0] }, width: configuration.width / configuration.heads, dtype: h.dtype, device: h.device)
    let mask = Tensor.causalMask(length, dtype: h.dtype, device: h.device)
    for block in blocks { h = block(h, rotary, mask) }
    return head(norm(h))  // [..., length, vocabulary]
  }

  /// Visits every part in the order of the data.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("embedding", &embedding)
    visitor.branch("blocks", &blocks)
    visitor.branch("norm", &norm)
    visitor.branch("head", &head)
  }
}

/// Attention to what came before and a gated map, each around a norm.
///
/// - Shapes: [..., length, width] to the same.
public struct CausalBlock: ParameterTree {
  /// Attention.
  public var attention: Attention
  /// The gated map of each token.
  public var mlp: SwiGLU
  /// The norm before attention.
  public var attentionNorm: RMSNorm
  /// The norm before the gated map.
  public var mlpNorm: RMSNorm

  init(_ c: CausalDecoderConfiguration, using generator: inout Generator) {
    attention = Attention(c.width, heads: c.heads, using: &generator)
    mlp = SwiGLU(c.width, expansion: c.expansion, multiple: c.innerMultiple, using: &generator)
    (attentionNorm, mlpNorm) = (RMSNorm(width: c.width), RMSNorm(width: c.width))
  }

  func callAsFunction(_ input: Tensor, _ rotary: RotaryTable, _ mask: Tensor) -> Tensor {
    let h = input + attention(attentionNorm(input), rotary: rotary, bias: mask)
    return h + mlp(mlpNorm(h))
  }

  /// Visits every part.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("attentionNorm", &attentionNorm)
    visitor.branch("attention", &attention)
    visitor.branch("mlpNorm", &mlpNorm)
    visitor.branch("mlp", &mlp)
  }
}

extension Tensor {
  /// What is added to attention scores so that no token sees a later one: 0 up to the diagonal, −∞ above it.
  /// - Shapes: [length, length].
  static func causalMask(_ length: Int, dtype: DType, device: Device) -> Tensor {
    let rows = (0..<length).flatMap { row in (0..<length).map { $0 > row ? -Float.infinity : 0 } }
    return Tensor(rows, shape: [length, length]).converted(to: dtype).moved(to: device)
  }
}

/// The sizes of a `CausalDecoder`.
public struct CausalDecoderConfiguration: Hashable, Codable, Sendable {
  /// Token numbers; 256 for bytes.
  public var vocabulary = 256
  /// Features a token.
  public var width = 128
  /// Attention heads.
  public var heads = 4
  /// Blocks.
  public var layers = 3
  /// Inner width of the gated maps, as a multiple of the width (times 2/3).
  public var expansion = 4.0
  /// Inner widths are rounded up to this.
  public var innerMultiple = 16

  /// The defaults.
  public init() {}

  /// The first invalid size, or `nil`.
  public var problem: String? {
    if vocabulary < 2 || width < 1 || heads < 1 || layers < 1 {
      return "width, heads and layers must be positive, vocabulary at least 2"
    }
    if width % heads != 0 || (width / heads) % 2 != 0 {
      return "a width of \(width) does not divide into \(heads) heads of an even number of features"
    }
    if !(expansion > 0) || innerMultiple < 1 { return "expansion and innerMultiple must be positive" }
    return nil
  }
}
