import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

/// A network that hides its own way to a meta-gradient, so that the tape has to find it.
private struct Taped: AdaptableNetwork {
  var network: MLP
  func losses(on batch: ExampleBatch) -> Tensor { network.losses(on: batch) }
  func outputs(on batch: ExampleBatch) -> Tensor { network.outputs(on: batch) }
  mutating func visit(_ visitor: inout ParameterVisitor) { network.visit(&visitor) }
}

@Suite struct AnalyticMetaGradientTests {
  private func batch(_ points: Int, _ features: (Int, Int), _ seed: UInt64, _ dtype: DType) -> ExampleBatch {
    var generator = Generator(seed: seed)
    return ExampleBatch(
      inputs: .normal([7, points, features.0], dtype: dtype, using: &generator),
      targets: .normal([7, points, features.1], dtype: dtype, using: &generator))
  }

  @Test(
    arguments: [(DType.float64, 1e-10), (.float32, 1e-5)], [[1, 40, 40, 1], [3, 9, 2], [2, 5], [4, 17, 8, 11, 3]])
  func itIsWhatTheTapeFinds(_ kind: (DType, Double), widths: [Int]) {
    for (steps, rates) in [(0, InnerLoop.Rates.fixed), (1, .fixed), (5, .perLeaf)] {
      var inner = InnerLoop(steps: steps, rate: 0.02)
      (inner.rates, inner.rateDecay, inner.coolDown) = (rates, 0.2, steps == 5 ? 0.5 : 0)
      var generator = Generator(seed: 3)
      let network = MLP(widths, using: &generator).map { $0.converted(to: kind.0) }
      let features = (widths[0], widths[widths.count - 1])
      let episodes = EpisodeBatch(support: batch(10, features, 1, kind.0), query: batch(13, features, 2, kind.0))
      for order in [DerivativeOrder.first, .second] {
        let learner = MAML(inner: inner, order: order)
        let own = learner.metaGradient(of: SlowWeights(network, inner: inner), on: episodes)
        let taped = learner.metaGradient(of: SlowWeights(Taped(network: network), inner: inner), on: episodes)
        #expect(abs(own.loss - taped.loss) <= kind.1 * taped.loss)
        let size = taped.gradient.network.tensors.map { $0.magnitude().max().item }.max() ?? 1
        for (a, b) in zip(own.gradient.tensors, taped.gradient.tensors) {
          #expect(a.shape == b.shape && (a - b).magnitude().max().item <= kind.1 * size, "\(order), \(steps) steps")
        }
      }
    }
  }

  @Test func soIsTheDisplacementOfReptile() {
    var generator = Generator(seed: 3)
    let network = MLP([2, 9, 7, 1], using: &generator).map { $0.converted(to: .float64) }
    let episodes = EpisodeBatch(support: batch(10, (2, 1), 1, .float64), query: batch(13, (2, 1), 2, .float64))
    var inner = InnerLoop(steps: 4, rate: 0.05)
    inner.coolDown = 0.5
    for minibatch in [0, 5] {
      inner.minibatch = minibatch  // minibatches are taped in either case
      let learner = Reptile(inner: inner)
      let own = learner.metaGradient(of: SlowWeights(network, inner: inner), on: episodes)
      let taped = learner.metaGradient(of: SlowWeights(Taped(network: network), inner: inner), on: episodes)
      #expect(abs(own.loss - taped.loss) < 1e-10 * taped.loss)
      #expect(distance(taped.gradient.network.network, own.gradient.network) < 1e-10)
    }
  }

  @Test(arguments: [(0, 0), (1, 10), (0.5, 0)])
  func soIsThatOfImplicitMAML(damping: Double, extra: Double) throws {
    var generator = Generator(seed: 3)
    let network = MLP([2, 9, 7, 1], using: &generator).map { $0.converted(to: .float64) }
    let episodes = EpisodeBatch(support: batch(10, (2, 1), 1, .float64), query: batch(13, (2, 1), 2, .float64))
    var request = LearnerRequest(InnerLoop(steps: 4, rate: 0.05), on: network.anatomy)
    request.options.implicit.tolerance = 0
    (request.options.implicit.damping, request.options.implicit.extraProximal) = (damping, extra)
    let learner = try ImplicitMAML(request)
    let own = learner.metaGradient(of: SlowWeights(network, inner: learner.inner), on: episodes)
    let taped = learner.metaGradient(
      of: SlowWeights(Taped(network: network), inner: learner.inner), on: episodes)
    #expect(abs(own.loss - taped.loss) < 1e-10 * taped.loss)
    #expect(distance(taped.gradient.network.network, own.gradient.network) < 1e-8)
  }

  @Test func itAppliesToPlainStepsOnly() {
    var generator = Generator(seed: 3)
    let network = MLP([1, 8, 1], using: &generator)
    let episodes = EpisodeBatch(support: batch(4, (1, 1), 1, .float32), query: batch(4, (1, 1), 2, .float32))
    var adapting = InnerLoop(steps: 2, rate: 0.02, leaves: "layers.1.*")
    for rule in [InnerLoop.Rule.sgd, .normalized, .momentum] {
      adapting.rule = rule
      let learner = MAML(inner: adapting)
      let own = learner.metaGradient(of: SlowWeights(network, inner: adapting), on: episodes)
      let taped = learner.metaGradient(of: SlowWeights(Taped(network: network), inner: adapting), on: episodes)
      #expect(own.loss == taped.loss)
    }
  }
}
