public import MetaLearning
public import Networks
public import Randomness
internal import Tensors

/// A small network and a meta-batch for it: what a check by differences can afford. A function of the seed.
public struct SmallProblem<Network: AdaptableNetwork>: Sendable {
  /// The network, fresh.
  public let network: Network
  /// Two or three tasks.
  public let episodes: EpisodeBatch<Network.Batch>

  /// A network and its meta-batch.
  public init(network: Network, episodes: EpisodeBatch<Network.Batch>) {
    (self.network, self.episodes) = (network, episodes)
  }
}

extension SmallProblem where Network == MLP {
  /// An MLP with a context, and three sinusoids of five points a set. The context is not zero: there, the weights that
  /// read it have no gradient, and a rule that divides by a gradient's size has no derivative.
  public static func sinusoids(context: Int = 3, using generator: inout Generator) -> Self {
    var network = MLP([1, 6, 6, 1], context: context, using: &generator)
    network.context = network.context.map { .normal($0.shape, deviation: 0.5, using: &generator) }
    return Self(network: network, episodes: .sinusoids(using: &generator))
  }
}

extension SmallProblem where Network == NeuralProcess {
  /// A neural process, and the sinusoids of the MLP.
  public static func sinusoids(using generator: inout Generator) -> Self {
    let network = NeuralProcess(1, 1, width: 8, using: &generator)
    return Self(network: network, episodes: .sinusoids(using: &generator))
  }
}

extension SmallProblem where Network == ConvNet {
  /// Two blocks of eight filters with a context, and two tasks of three classes of 6 × 6 images.
  public static func images(
    _ normalization: Normalization = .transductive, normSteps: Int = 1, using generator: inout Generator
  ) -> Self {
    var c = ConvNetConfiguration()
    (c.image, c.filters, c.blocks, c.halvings, c.ways) = ([6, 6, 1], 8, 2, 2, 3)
    (c.normalization, c.context, c.hasStepNorms, c.normSteps) = (normalization, 2, normSteps > 1, normSteps)
    var network = ConvNet(c, using: &generator)
    network.context = network.context.map { .normal($0.shape, deviation: 0.5, using: &generator) }
    return Self(
      network: network,
      episodes: .clouds(tasks: 2, ways: c.ways, shots: 2, queries: 2, image: c.image, using: &generator))
  }
}

extension SmallProblem where Network == TinyRecursiveModel {
  /// A recursive model of width 8, and two tasks of four rows of five tokens whose answer is the row turned by one.
  public static func tokens(using generator: inout Generator) -> Self {
    var c = TinyRecursiveConfiguration()
    (c.width, c.heads, c.taskWidth, c.placeHeads, c.placeExtent) = (8, 2, 8, 2, 6)
    (c.innerMultiple, c.highCycles, c.lowCycles) = (8, 1, 1)
    let network = TinyRecursiveModel(c, using: &generator)
    return Self(
      network: network, episodes: .turned(tasks: 2, examples: 4, queries: 4, length: 5, using: &generator))
  }
}

extension SmallProblem where Network == CausalDecoder {
  /// A decoder of width 8, and two tasks of two windows of six tokens out of eleven.
  public static func text(using generator: inout Generator) -> Self {
    var c = DecoderSettings()
    (c.vocabulary, c.width, c.heads, c.layers, c.innerMultiple) = (11, 8, 2, 1, 8)
    let network = CausalDecoder(c.configuration, using: &generator)
    func batch() -> TextBatch { TextBatch(tokens: .integers(0..<11, [2, 2, 7], using: &generator)) }
    return Self(network: network, episodes: EpisodeBatch(support: batch(), query: batch()))
  }
}

extension EpisodeBatch where Batch == TokenBatch {
  /// Rows of symbols whose answer is the row turned by one.
  static func turned(
    tasks: Int, examples: Int, queries: Int, length: Int, using generator: inout Generator
  ) -> Self {
    func batch(_ count: Int) -> TokenBatch {
      let inputs = Tensor.integers(2..<12, [tasks, count, length], using: &generator)
      return TokenBatch(inputs: inputs, labels: inputs.rolled(1, -1), layout: TokenLayout(length))
    }
    return EpisodeBatch(support: batch(examples), query: batch(queries))
  }
}

extension EpisodeBatch where Batch == ExampleBatch {
  /// Sinusoids of a phase each.
  static func sinusoids(tasks: Int = 3, examples: Int = 5, queries: Int = 5, using generator: inout Generator) -> Self {
    let phase = Tensor.uniform([tasks, 1, 1], high: 3, using: &generator)
    func batch(_ count: Int) -> ExampleBatch {
      let x = Tensor.uniform([tasks, count, 1], low: -5, high: 5, using: &generator)
      return ExampleBatch(inputs: x, targets: (x + phase).sin())
    }
    return EpisodeBatch(support: batch(examples), query: batch(queries))
  }

  /// Classes of images, each a cloud around an image of its own.
  static func clouds(
    tasks: Int, ways: Int, shots: Int, queries: Int, image: [Int], using generator: inout Generator
  ) -> Self {
    let centers = Tensor.normal([tasks, ways, 1] + image, using: &generator)
    func batch(_ count: Int) -> ExampleBatch {
      let noise = Tensor.normal([tasks, ways, count] + image, deviation: 0.5, using: &generator)
      let labels = Tensor.range(0, Double(ways), dtype: .int64).reshaped(1, ways, 1).expanded([tasks, ways, count])
      return ExampleBatch(
        inputs: (centers + noise).flattened(1, 2), labels: labels.reshaped(tasks, ways * count), ways: ways)
    }
    return EpisodeBatch(support: batch(shots), query: batch(queries))
  }
}
