import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct MetaLoRATests {
  private func method(
    _ anatomy: Anatomy, rule: InnerLoop.Rule = .sgd, steps: Int = 2, _ set: (inout MethodOptions) -> Void = { _ in }
  ) throws -> MetaLoRA {
    var options = MethodOptions()
    options.lora.rank = 2
    set(&options)
    var inner = InnerLoop(steps: steps, rule: rule, rate: 0.05)
    inner.rates = .perLeaf
    return try MetaLoRA(LearnerRequest(inner, on: anatomy, options: options))
  }

  private func largest(_ tree: some ParameterTree, _ pattern: LeafPattern) -> Double {
    tree.leaves.filter { pattern.matches($0.name) }.map { $0.tensor.magnitude().max().item }.max() ?? 0
  }

  @Test func aFreshStartIsTheNetwork() throws {
    let sinusoids = Sinusoids()
    var generator = Generator(seed: 3)
    let slow = try method(sinusoids.network.anatomy).initialSlowWeights(for: sinusoids.network, using: &generator)
    let difference =
      slow.network.outputs(on: sinusoids.episodes.query) - sinusoids.network.outputs(on: sinusoids.episodes.query)
    #expect(difference.magnitude().max().item == 0)
    #expect(slow.rates.names.allSatisfy { $0.contains("lora") } && slow.rates.names.count == 6)
  }

  @Test func aTaskOwnsItsAdaptersAlone() throws {
    let sinusoids = Sinusoids()
    let learner = try method(sinusoids.network.anatomy)
    var generator = Generator(seed: 3)
    let slow = learner.initialSlowWeights(for: sinusoids.network, using: &generator)
    let own = adaptedLeaves(learner, slow, on: sinusoids.episodes.support)
    #expect(own.names == slow.network.names.filter { $0.contains("lora") })
    #expect(own.numbers == 2 * ((1 + 6) + (6 + 6) + (6 + 1)))
  }

  @Test func whereBIsZeroAHasNoGradientYetTheOuterLoopTeachesIt() throws {
    let sinusoids = Sinusoids()
    let learner = try method(sinusoids.network.anatomy, steps: 1)
    var generator = Generator(seed: 3)
    let slow = learner.initialSlowWeights(for: sinusoids.network, using: &generator)
    let both = InnerLoop(steps: 1, rate: 0.05, leaves: "*lora*")
    let after = both.adapt(SlowWeights(slow.network, inner: both), to: sinusoids.episodes.support).last!
    let moved = slow.network.zip(after) { $1.rank == $0.rank ? .zeros(like: $0) : $1 - $0 }
    #expect(largest(moved, "*lora.down") == 0 && largest(moved, "*lora.up") > 0)
    let gradient = learner.metaGradient(of: slow, on: sinusoids.episodes).gradient.network
    #expect(largest(gradient, "*lora.down") > 0 && largest(gradient, "*lora.up") > 0)
  }

  @Test func theFirstStepMovesBAlone() throws {
    let tokens = Tokens(tasks: 2)
    let learner = try method(tokens.network.anatomy, rule: .normalized, steps: 2) { $0.lora.layers = "blocks.*" }
    var generator = Generator(seed: 3)
    let slow = learner.initialSlowWeights(for: tokens.network, using: &generator)
    let states = learner.inner.adapt(slow, to: tokens.episodes.support)
    func moved(_ step: Int) -> TinyRecursiveModel { states[step].zip(states[step - 1]) { $0 - $1 } }
    #expect(largest(moved(1), "*lora.up") > 0 && largest(moved(1), "*lora.down") == 0)
    #expect(largest(moved(2), "*lora.up") > 0 && largest(moved(2), "*lora.down") > 0)
  }

  @Test("steps whose length ignores the gradient's would make A's first one a cliff")
  func normalizedStepsWouldExplode() throws {
    let sinusoids = Sinusoids()
    let learner = try method(sinusoids.network.anatomy, rule: .normalized)
    var generator = Generator(seed: 3)
    let slow = learner.initialSlowWeights(for: sinusoids.network, using: &generator)
    var naive = learner.inner
    naive.phases = [InnerLoop.Phase(leaves: "*lora*", steps: 2)]
    let cliff = MAML(inner: naive).metaGradient(of: slow, on: sinusoids.episodes).gradient.network
    let slope = learner.metaGradient(of: slow, on: sinusoids.episodes).gradient.network
    #expect(largest(cliff, "*lora.up") > 100 * largest(slope, "*lora.up"))
  }

  @Test func tasksMergedAnswerAlike() throws {
    let tokens = Tokens(tasks: 2)
    let learner = try method(tokens.network.anatomy, rule: .normalized)
    var generator = Generator(seed: 3)
    let slow = learner.initialSlowWeights(for: tokens.network, using: &generator)
    let adapted = learner.inner.adapt(slow, to: tokens.episodes.support).last!
    let merged = adapted.mergingLowRankAdapters()
    #expect(merged.names == tokens.network.names)
    let difference = merged.outputs(on: tokens.episodes.query) - adapted.outputs(on: tokens.episodes.query)
    #expect(difference.magnitude().max().item < 1e-9)
  }

  @Test("the meta-gradient is what it says in either order, and beside a network that stays", arguments: [false, true])
  func checks(alone: Bool) throws {
    let sinusoids = Sinusoids()
    for order in [DerivativeOrder.first, .second] {
      let learner = try method(sinusoids.network.anatomy, rule: .normalized) {
        ($0.order, $0.lora.adaptersAlone, $0.lora.layers) = (order, alone, "layers.1*|layers.2*")
      }
      var generator = Generator(seed: 3)
      let slow = learner.initialSlowWeights(for: sinusoids.network, using: &generator)
      let check = MetaGradientCheck(learner, at: slow, on: sinusoids.episodes)
      #expect(check.passes(), "\(order): \(String(describing: check.worst))")
      let gradient = learner.metaGradient(of: slow, on: sinusoids.episodes).gradient.network
      #expect((largest(gradient, "!*lora*") == 0) == alone && largest(gradient, "*lora.up") > 0)
    }
  }

  @Test func whatAdaptsNothingIsRefused() throws {
    let anatomy = Sinusoids().network.anatomy
    let missing = #expect(throws: UnsupportedLearner.self) { try method(anatomy) { $0.lora.layers = "attention*" } }
    #expect(missing?.reason.contains("layers.0.weight") == true)
    #expect(throws: UnsupportedLearner.self) { try method(anatomy) { $0.lora.rank = 0 } }
    // An embedding has a weight and is no linear layer.
    #expect(throws: UnsupportedLearner.self) { try method(Tokens().network.anatomy) { $0.lora.layers = "tokens*" } }
  }

  @Test func startingAgainFoldsTheAdaptersIn() throws {
    let sinusoids = Sinusoids()
    let learner = try method(sinusoids.network.anatomy)
    var generator = Generator(seed: 3)
    var slow = learner.initialSlowWeights(for: sinusoids.network, using: &generator)
    slow.network = slow.network.mapNamed { name, leaf in name.hasSuffix("lora.up") ? leaf + 1 : leaf }
    let again = learner.initialSlowWeights(for: slow.network, using: &generator)
    #expect(again.names == slow.names)
    let difference =
      again.network.outputs(on: sinusoids.episodes.query) - slow.network.outputs(on: sinusoids.episodes.query)
    #expect(difference.magnitude().max().item < 1e-12)
  }
}
