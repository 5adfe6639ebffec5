public import Randomness
public import Tensors

/// A small network that answers by improving a draft: it updates a latent z several times, then the draft y from it,
/// and repeats; each repetition (a supervision step) is trained to be right.
///
/// n times z ← f(z + y + x), then y ← f(y + z); all of it T times, with a gradient through the last time only.
/// Here y is called the high state (z_H in the published code) and z the low state (z_L).
/// - Source: Jolicoeur-Martineau 2025, "Less is More: Recursive Reasoning with Tiny Networks", Figure 3; details of
///   the published code where the two differ. With `separateHigh` the high state has a network of its own, as in
///   Wang et al. 2025, "Hierarchical Reasoning Model".
/// - Differs: the task embedding is a leaf with an optional task axis rather than a row of a table, so that an inner
///   loop adapts it as it adapts any weight.
/// - Shapes: inputs [..., length] of token numbers; with leaves of a task axis, [tasks, ..., length].
public struct TinyRecursiveModel: ParameterTree {
  /// Sizes, cycles, positions.
  public let configuration: TinyRecursiveConfiguration
  /// The task's vector [taskWidth] or [tasks, taskWidth]; the first places of the prefix.
  public var task: Tensor
  /// [vocabulary, width].
  public var tokens: Embedding
  /// [prefix + length, width], for learned positions.
  public var positions: Tensor?
  /// The shared network f.
  public var blocks: [RecursiveBlock]
  /// The high state's own network, where it has one.
  public var highBlocks: [RecursiveBlock]?
  /// Width to vocabulary.
  public var head: Linear
  /// Width to (halt, continue), from the first place.
  public var halt: Linear
  /// The start of the high state; drawn once, not learned.
  public var initialHigh: Tensor
  /// The start of the low state; drawn once, not learned.
  public var initialLow: Tensor

  /// The two states, [..., prefix + length, width].
  public struct Latents: Sendable {
    /// y, the draft of the answer.
    public var high: Tensor
    /// z, the scratch.
    public var low: Tensor

    /// States of these values.
    public init(high: Tensor, low: Tensor) {
      self.high = high
      self.low = low
    }

    /// The same numbers off the tape.
    public var detached: Latents { Latents(high: high.detached(), low: low.detached()) }
  }

  /// The output of a supervision step.
  public struct Output: Sendable {
    /// The states after the step, on the tape.
    public var latents: Latents
    /// [..., length, vocabulary].
    public var logits: Tensor
    /// The logit of "my answer is right, stop": [...].
    public var halt: Tensor
    /// The logit of "go on" that the published Q-learning variant uses: [...].
    public var proceed: Tensor
  }

  /// A network with fresh weights.
  public init(_ configuration: TinyRecursiveConfiguration, using generator: inout Generator) {
    let c = configuration
    self.configuration = c
    task = .zeros([c.taskWidth])
    tokens = Embedding(c.vocabulary, c.width, using: &generator)
    let places = c.prefix + c.maximumLength
    positions =
      c.positions == .learned
      ? .truncatedNormal([places, c.width], deviation: 1 / Double(c.width).squareRoot(), using: &generator) : nil
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

  /// Visits what is learned; the initial states are not.
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
