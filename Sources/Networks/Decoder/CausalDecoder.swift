public import Randomness
internal import Requirements
public import Tensors

/// A causal language model: tokens in, the logits of each next token out.
///
/// One network for GPT-2, Llama, Qwen2, Qwen3 and Gemma 3, whose differences are in the configuration. A token attends to those
/// before it and to itself.
/// - Source: Vaswani et al. 2017 with the norms before each part (Xiong et al. 2020); the families as in
///   `DecoderConfiguration.Family`, after Hugging Face's `transformers`.
/// - Shapes: tokens [..., length] give logits [..., length, vocabulary]; with leaves of a task axis, [tasks, ..., length].
public struct CausalDecoder: ParameterTree {
  /// What shapes it.
  public let configuration: DecoderConfiguration
  /// [vocabulary, width].
  public var embedding: Embedding
  /// [longest, width], where positions are learned.
  public var positions: Embedding?
  /// The blocks, one after another.
  public var blocks: [DecoderBlock]
  /// The norm before the head.
  public var norm: DecoderNorm
  /// [vocabulary, width], or `nil` where the table of tokens is the head.
  public var head: Linear?
  /// Whether the activations of a block are computed again for its gradient instead of kept: the memory of one block at a time,
  /// for one more forward pass.
  /// - Source: Chen, Xu, Zhang, Guestrin 2016, "Training Deep Nets with Sublinear Memory Cost".
  public var recomputesBlocks = false

  /// A decoder with random weights: truncated normal of deviation 1/√in, biases 0.
  public init(_ c: DecoderConfiguration, using generator: inout Generator) {
    self.init(
      c, weight: { .truncatedNormal($0, deviation: 1 / Double($0[1]).squareRoot(), using: &generator) },
      vector: { .full($0, [$1]) })
  }

  /// A decoder whose leaves have their shapes and next to no memory, to be filled from a file: a configuration alone cannot
  /// fill the memory.
  init(blank c: DecoderConfiguration) {
    self.init(c, weight: { Tensor.zeros([1]).expanded($0) }, vector: { Tensor.full($0, [1]).expanded([$1]) })
  }

  private init(
    _ c: DecoderConfiguration, weight: (_ shape: [Int]) -> Tensor, vector: (_ value: Double, _ count: Int) -> Tensor
  ) {
    if let problem = c.problem { trap("CausalDecoder: \(problem)") }
    func linear(_ inputs: Int, _ outputs: Int, _ hasBias: Bool) -> Linear {
      Linear(weight: weight([outputs, inputs]), bias: hasBias ? vector(0, outputs) : nil)
    }
    func norm(_ width: Int) -> DecoderNorm {
      DecoderNorm(
        gain: vector(1 - c.gainOffset, width), shift: c.norm == .layer ? vector(0, width) : nil, epsilon: c.epsilon,
        offset: c.gainOffset)
    }
    configuration = c
    embedding = Embedding(weight: weight([c.vocabulary, c.width]))
    positions = c.rotary == nil ? Embedding(weight: weight([c.longest, c.width])) : nil
    blocks = (0..<c.layers).map { DecoderBlock(c, layer: $0, linear, norm) }
    self.norm = norm(c.width)
    head = c.isTied ? nil : linear(c.width, c.vocabulary, false)
  }

  /// Visits every part in the order of the data.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("embedding", &embedding)
    visitor.branch("positions", &positions)
    visitor.branch("blocks", &blocks)
    visitor.branch("norm", &norm)
    visitor.branch("head", &head)
  }
}
