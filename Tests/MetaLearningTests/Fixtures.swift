import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

extension Tag {
  /// Takes ten seconds or more.
  @Tag static var slow: Self
}

/// A small regression network in float64 and a meta-batch of sinusoids for it.
struct Sinusoids {
  let network: MLP
  let episodes: EpisodeBatch<ExampleBatch>

  init(tasks: Int = 3, seed: UInt64 = 1, context: Int = 0) {
    var generator = Generator(seed: seed)
    network = MLP([1, 6, 6, 1], context: context, using: &generator).map { $0.converted(to: .float64) }
    func batch() -> ExampleBatch {
      let x = Tensor.uniform([tasks, 5, 1], low: -5, high: 5, dtype: .float64, using: &generator)
      let phase = Tensor.uniform([tasks, 1, 1], high: 3, dtype: .float64, using: &generator)
      return ExampleBatch(inputs: x, targets: (x + phase).sin())
    }
    episodes = EpisodeBatch(support: batch(), query: batch())
  }
}

/// A small neural process in float64 and a meta-batch of sinusoids for it.
struct Processes {
  let network: NeuralProcess
  let episodes: EpisodeBatch<ExampleBatch>

  init(tasks: Int = 3, seed: UInt64 = 1) {
    var generator = Generator(seed: seed)
    network = NeuralProcess(1, 1, width: 8, using: &generator).map { $0.converted(to: .float64) }
    episodes = Sinusoids(tasks: tasks, seed: seed).episodes
  }
}

/// A small classification network in float64 and a meta-batch of classes, each a cloud around a point of its own.
struct Classes {
  let network: MLP
  let episodes: EpisodeBatch<ExampleBatch>

  init(tasks: Int = 3, ways: Int = 3, shots: Int = 2, queries: Int = 3, seed: UInt64 = 1) {
    var generator = Generator(seed: seed)
    network = MLP([4, 8, 6, ways], context: 2, using: &generator).map { $0.converted(to: .float64) }
    let centers = Tensor.normal([tasks, ways, 1, 4], dtype: .float64, using: &generator)
    func batch(_ count: Int) -> ExampleBatch {
      let noise = Tensor.normal([tasks, ways, count, 4], deviation: 0.5, dtype: .float64, using: &generator)
      let labels = Tensor.range(0, Double(ways), dtype: .int64).reshaped(1, ways, 1).expanded([tasks, ways, count])
      return ExampleBatch(
        inputs: (centers + noise).flattened(1, 2), labels: labels.reshaped(tasks, ways * count), ways: ways)
    }
    episodes = EpisodeBatch(support: batch(shots), query: batch(queries))
  }
}

/// A tiny recursive model in float64 and token episodes for it.
struct Tokens {
  let network: TinyRecursiveModel
  let episodes: EpisodeBatch<TokenBatch>

  init(tasks: Int = 3, seed: UInt64 = 1, loss: Loss.CrossEntropy = .softmax) {
    var generator = Generator(seed: seed)
    var c = TinyRecursiveConfiguration()
    (c.width, c.heads, c.taskWidth, c.positionHeads, c.positionExtent) = (8, 2, 8, 2, 6)
    (c.innerMultiple, c.highCycles, c.lowCycles, c.loss) = (8, 1, 1, loss)
    network = TinyRecursiveModel(c, using: &generator).converted(to: .float64)
    func batch() -> TokenBatch {
      let inputs = Tensor.integers(2..<12, [tasks, 4, 5], using: &generator)
      return TokenBatch(inputs: inputs, labels: inputs.rolled(1, -1), layout: TokenLayout(5))
    }
    episodes = EpisodeBatch(support: batch(), query: batch())
  }
}

/// A small convolutional network in float64 and a meta-batch of image classes for it.
struct Images {
  let network: ConvNet
  let episodes: EpisodeBatch<ExampleBatch>

  init(
    tasks: Int = 2, shots: Int = 2, seed: UInt64 = 1, normalization: Normalization = .transductive, context: Int = 2,
    normSteps: Int = 1,
    downsampling: ConvNetConfiguration.Downsampling = .stride, filters: Int = 8
  ) {
    var generator = Generator(seed: seed)
    var c = ConvNetConfiguration()
    (c.image, c.filters, c.blocks, c.halvings, c.ways) = ([6, 6, 1], filters, 2, 2, 3)
    (c.normalization, c.context, c.downsampling) = (normalization, context, downsampling)
    (c.hasStepNorms, c.normSteps) = (normSteps > 1, normSteps)
    network = ConvNet(c, using: &generator).converted(to: .float64)
    let classes = Tensor.normal([tasks, 3, 1, 6, 6, 1], dtype: .float64, using: &generator)
    func batch() -> ExampleBatch {
      let noise = Tensor.normal([tasks, 3, shots, 6, 6, 1], deviation: 0.5, dtype: .float64, using: &generator)
      let labels = Tensor.range(0, 3, dtype: .int64).reshaped(1, 3, 1).expanded([tasks, 3, shots])
      return ExampleBatch(
        inputs: (classes + noise).flattened(1, 2), labels: labels.reshaped(tasks, 3 * shots), ways: 3)
    }
    episodes = EpisodeBatch(support: batch(), query: batch())
  }
}

/// The largest difference between two trees, relative to the size of the first.
func distance<Tree: ParameterTree>(_ a: Tree, _ b: Tree) -> Double {
  let size = a.tensors.map { $0.converted(to: .float64).squared().total() }.reduce(0, +).squareRoot()
  let difference = a.zip(b) { $0 - $1 }.tensors.map { $0.converted(to: .float64).squared().total() }.reduce(0, +)
  return difference.squareRoot() / max(size, 1e-300)
}

/// ∂f/∂(leaf element) by central differences, for some elements of every leaf, beside what `gradient` says: the largest
/// difference relative to the largest of the derivatives looked at.
func finiteDifferenceError<Tree: ParameterTree>(
  of gradient: Tree, at point: Tree, step: Double = 1e-5, _ f: (Tree) -> Double
) -> Double {
  var worst = 0.0
  var largest = 1e-12
  for (index, leaf) in point.tensors.enumerated() where leaf.count > 0 {
    for element in Set([0, leaf.count / 2, leaf.count - 1]) {
      func moved(_ amount: Double) -> Tree {
        var leaves = point.tensors
        var values: [Double] = leaf.scalars()
        values[element] += amount
        leaves[index] = Tensor(values, shape: leaf.shape)
        return point.replacing(leaves)
      }
      let numeric = (f(moved(step)) - f(moved(-step))) / (2 * step)
      let analytic: Double = gradient.tensors[index].scalars(Double.self)[element]
      worst = max(worst, abs(numeric - analytic))
      largest = max(largest, abs(numeric))
    }
  }
  return worst / largest
}

/// The leaves that carry a task axis after `learner` adapted, and how many numbers a task owns.
func adaptedLeaves<Network: AdaptableNetwork>(
  _ learner: some MetaLearner, _ slow: SlowWeights<Network>, on support: Network.Batch
) -> (names: [String], numbers: Int) {
  let adapted = learner.inner.adapt(slow, to: support).last!
  let own = zip(slow.network.tensors, adapted.leaves).filter { $0.rank < $1.tensor.rank }.map(\.1)
  return (own.map(\.name), own.reduce(0) { $0 + $1.tensor.count } / support.tasks)
}
