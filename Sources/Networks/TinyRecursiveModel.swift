public import Randomness
public import Tensors

/// A small network that reasons by improving a draft: it updates a latent z several times, then the draft y from it,
/// and repeats; each repetition (a supervision step) is trained to be right.
///
/// n times z ← f(z + y + x), then y ← f(y + z); all of it T times, with a gradient through the last time only.
/// Here y is called the high state (z_H in the published code) and z the low state (z_L).
/// - Source: Jolicoeur-Martineau 2025, "Less is More: Recursive Reasoning with Tiny Networks", Figure 3; details of
///   the published code where the two differ. With `separateHigh` the high state has a network of its own, as in
///   Wang et al. 2025, "Hierarchical Reasoning Model".
/// - Differs: the task embedding is a leaf with an optional task axis rather than a row of a table, so that an inner
///   loop adapts it as it adapts any weight.
/// - Shapes: inputs [..., length] of token ids; with leaves of a task axis, [tasks, ..., length].
public struct TinyRecursiveModel: ParameterTree {
  /// The configuration.
  public let configuration: TinyRecursiveConfiguration
  /// The task vector [taskWidth] or [tasks, taskWidth], at the first positions of the prefix.
  public var task: Tensor
  /// The token embedding, [vocabulary, width].
  public var tokens: Embedding
  /// The learned positions, [prefix + length, width], or `nil` if positions are encoded otherwise.
  public var positions: Tensor?
  /// The blocks of the shared network f.
  public var blocks: [RecursiveBlock]
  /// The blocks of the high state's own network, or `nil` if it has none.
  public var highBlocks: [RecursiveBlock]?
  /// The output layer, from width to vocabulary.
  public var head: Linear
  /// The halting layer, from the first position's width to (halt, continue).
  public var halt: Linear
  /// The initial high state; drawn once, not learned.
  public var initialHigh: Tensor
  /// The initial low state; drawn once, not learned.
  public var initialLow: Tensor

  /// The two states, [..., prefix + length, width].
  public struct Latents: Sendable {
    /// The high state y, the draft of the answer.
    public var high: Tensor
    /// The low state z, the latent.
    public var low: Tensor

    /// Creates states of these values.
    public init(high: Tensor, low: Tensor) {
      self.high = high
      self.low = low
    }

    /// The same states off the tape.
    public var detached: Latents { Latents(high: high.detached(), low: low.detached()) }
  }

  /// The output of a supervision step.
  public struct Output: Sendable {
    /// The states after the step, on the tape.
    public var latents: Latents
    /// The logits of the tokens, [..., length, vocabulary].
    public var logits: Tensor
    /// The halting logit, for "the answer is right": [...].
    public var halt: Tensor
    /// The logit for "continue" of the published Q-learning variant: [...].
    public var proceed: Tensor
  }

  /// Creates a network with new weights.
  public init(_ configuration: TinyRecursiveConfiguration, using generator: inout Generator) {
    let c = configuration
    self.configuration = c
    task = .zeros([c.taskWidth])
    tokens = Embedding(c.vocabulary, c.width, using: &generator)
    let length = c.prefix + c.maximumLength
    positions =
      c.positions == .learned
      ? .truncatedNormal([length, c.width], deviation: 1 / Double(c.width).squareRoot(), using: &generator) : nil
    func network(_ generator: inout Generator) -> [RecursiveBlock] {
      (0..<c.layers).map { _ in RecursiveBlock(c, using: &generator) }
    }
    blocks = network(&generator)
    highBlocks = c.separateHigh ? network(&generator) : nil
    head = Linear(c.width, c.vocabulary, using: &generator)
    halt = Linear(weight: .zeros([2, c.width]), bias: .full(-5, [2]))
    initialHigh = .truncatedNormal([c.width], deviation: 1, using: &generator)
    initialLow = .truncatedNormal([c.width], deviation: 1, using: &generator)
  }

  /// Visits the learned leaves; the initial states are not learned.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("task", &task)
    visitor.branch("tokens", &tokens)
    visitor.leaf("positions", &positions)
    visitor.branch("blocks", &blocks)
    if highBlocks != nil { visitor.branch("highBlocks", &highBlocks!) }
    visitor.branch("head", &head)
    visitor.branch("halt", &halt)
    visitor.buffer("initialHigh", &initialHigh)
    visitor.buffer("initialLow", &initialLow)
  }
}
