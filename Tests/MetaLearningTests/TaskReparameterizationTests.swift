import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TaskReparameterizationTests {
  private func method(
    _ anatomy: Anatomy, rule: InnerLoop.Rule = .normalized, _ set: (inout TaskReparameterizationOptions) -> Void
  ) throws -> TaskReparameterization {
    var options = MethodOptions()
    set(&options.tarp)
    var inner = InnerLoop(steps: 2, rule: rule, rate: 0.05)
    inner.rates = .perLeaf
    return try TaskReparameterization(LearnerRequest(inner, on: anatomy, options: options))
  }

  @Test func aFreshStartAndClosedGatesAreTheNetwork() throws {
    let tokens = Tokens(tasks: 2)
    let learner = try method(tokens.network.anatomy) { $0.rank = 2 }
    var generator = Generator(seed: 3)
    let slow = learner.initialSlowWeights(for: tokens.network, using: &generator)
    let base = tokens.network.outputs(on: tokens.episodes.query)
    func difference(_ network: TinyRecursiveModel) -> Double {
      (network.outputs(on: tokens.episodes.query) - base).magnitude().max().item
    }
    #expect(difference(slow.network) == 0)
    let adapted = learner.inner.adapt(slow, to: tokens.episodes.support).last!
    let closed = adapted.mapNamed { name, leaf in name.hasSuffix("lora.gate") ? .zeros(like: leaf) : leaf }
    #expect(difference(adapted) > 1e-3)
    #expect(difference(closed) < 1e-12)
  }

  @Test func aTaskOwnsCoresAndGatesAlone() throws {
    let tokens = Tokens(tasks: 2)
    let learner = try method(tokens.network.anatomy) { $0.rank = 3 }
    var generator = Generator(seed: 3)
    let slow = learner.initialSlowWeights(for: tokens.network, using: &generator)
    let own = adaptedLeaves(learner, slow, on: tokens.episodes.support)
    #expect(own.names == slow.network.names.filter { $0.hasSuffix("lora.core") || $0.hasSuffix("lora.gate") })
    #expect(own.numbers == tokens.network.linearWeights.count * (3 * 3 + 1))
  }

  @Test("a task of the small recursive model is kilobytes, a hundredth of the model")
  func kilobytes() throws {
    var generator = Generator(seed: 3)
    let network = TinyRecursiveModel(TinyRecursiveConfiguration(), using: &generator)
    let learner = try method(network.anatomy) { _ in }
    let slow = learner.initialSlowWeights(for: network, using: &generator)
    let numbers = slow.network.leaves.filter { learner.inner.adapts($0.name) }.reduce(0) { $0 + $1.tensor.count }
    #expect(numbers == network.linearWeights.count * 65)
    #expect(numbers * 4 < 4096 && numbers * 100 < network.parameterCount)
  }

  @Test func theGateMovesByItsPriceWhereTheCoreIsZero() throws {
    let sinusoids = Sinusoids()
    let learner = try method(sinusoids.network.anatomy, rule: .sgd) { $0.price = 0.3 }
    var generator = Generator(seed: 3)
    let slow = learner.initialSlowWeights(for: sinusoids.network, using: &generator)
    #expect(learner.inner.l1PenaltyByLeaf == ["*lora.gate": 0.3])
    var gates = InnerLoop(steps: 2, rate: 0.05, leaves: "*lora.gate")
    gates.l1PenaltyByLeaf = learner.inner.l1PenaltyByLeaf
    let adapted = gates.adapt(SlowWeights(slow.network, inner: gates), to: sinusoids.episodes.support).last!
    for layer in adapted.layers {
      #expect((layer.adapter!.gate! - (1 - 2 * 0.05 * 0.3)).magnitude().max().item < 1e-12)
    }
  }

  @Test func aPriceClosesGates() throws {
    let sinusoids = Sinusoids()
    func openness(_ price: Double) throws -> Double {
      let learner = try method(sinusoids.network.anatomy, rule: .sgd) { $0.price = price }
      var generator = Generator(seed: 3)
      let slow = learner.initialSlowWeights(for: sinusoids.network, using: &generator)
      let adapted = learner.inner.adapt(slow, to: sinusoids.episodes.support, steps: 10).last!
      return adapted.layers.reduce(0) { $0 + $1.adapter!.gate!.mean().item } / 3
    }
    #expect(try openness(1) < openness(0) - 0.3)
  }

  @Test("the meta-gradient is what it says, with a price too", arguments: [0, 0.1])
  func checks(price: Double) throws {
    let sinusoids = Sinusoids()
    for order in [DerivativeOrder.first, .second] {
      var options = MethodOptions()
      (options.tarp.rank, options.tarp.price, options.order) = (2, price, order)
      var inner = InnerLoop(steps: 2, rule: .normalized, rate: 0.05)
      inner.rates = .perLeaf
      let learner = try TaskReparameterization(LearnerRequest(inner, on: sinusoids.network.anatomy, options: options))
      var generator = Generator(seed: 3)
      let check = MetaGradientCheck(
        learner, at: learner.initialSlowWeights(for: sinusoids.network, using: &generator), on: sinusoids.episodes)
      #expect(check.passes(), "\(order): \(String(describing: check.worst))")
    }
  }

  @Test func aPriceThatRewardsIsRefused() {
    #expect(throws: UnsupportedLearner.self) { try method(Tokens().network.anatomy) { $0.price = -1 } }
  }
}
