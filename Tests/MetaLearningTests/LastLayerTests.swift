import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct LastLayerTests {
  private func method(_ anatomy: Anatomy, steps: Int = 2, bodyHeld: Bool = false) throws -> LastLayer {
    var options = MethodOptions()
    options.lastLayer.bodyHeld = bodyHeld
    var inner = InnerLoop(steps: steps, rate: 0.05)
    inner.rates = .perLeaf
    return try LastLayer(LearnerRequest(inner, on: anatomy, options: options))
  }

  private func started(_ learner: LastLayer, _ network: MLP) -> SlowWeights<MLP> {
    var generator = Generator(seed: 3)
    return learner.initialSlowWeights(for: network, using: &generator)
  }

  @Test("after one step from zero, an answer is a sum of the support's targets by the products of features")
  func aStepIsAKernel() throws {
    let sinusoids = Sinusoids()
    let learner = try method(sinusoids.network.anatomy, steps: 1)
    var answers: [Tensor] = []
    learner.answer(started(learner, sinusoids.network), sinusoids.episodes, after: [0, 1]) { answers.append($1) }
    #expect(answers[0].magnitude().max().item == 0)
    let (support, query) = (sinusoids.episodes.support, sinusoids.episodes.query)
    let (f, g) = (sinusoids.network.features(of: support), sinusoids.network.features(of: query))
    // The gradient of the mean over n of (h·f + b − y)² at zero is −(2/n) Σ y·f; weight and bias have the same rate.
    let products = g.matmul(f.transposed()) + 1  // [tasks, queries, support]
    let expected = products.matmul(support.targets) * (2 * 0.05 / Double(support.examples))
    // Rates are exponentials of float64 logarithms.
    #expect((answers[1] - expected).magnitude().max().item < 1e-12)
  }

  @Test func nothingOfTheHeadCarriesOver() throws {
    let sinusoids = Sinusoids()
    var other = sinusoids.network
    other.layers[2].weight = other.layers[2].weight * -3 + 1
    let learner = try method(sinusoids.network.anatomy)
    let states = [sinusoids.network, other].map {
      learner.inner.adapt(started(learner, $0), to: sinusoids.episodes.support).last!
    }
    #expect(distance(states[0], states[1]) == 0)
    let own = adaptedLeaves(learner, started(learner, other), on: sinusoids.episodes.support)
    #expect(own.names == ["layers.2.weight", "layers.2.bias"] && own.numbers == 7)
  }

  @Test("the head's start is not learned, with a held body nothing of the network is", arguments: [false, true])
  func whatIsLearned(bodyHeld: Bool) throws {
    let sinusoids = Sinusoids()
    let learner = try method(sinusoids.network.anatomy, bodyHeld: bodyHeld)
    let slow = started(learner, sinusoids.network)
    let gradient = learner.metaGradient(of: slow, on: sinusoids.episodes).gradient
    for (name, leaf) in gradient.network.leaves {
      #expect((leaf.magnitude().max().item == 0) == (bodyHeld || name.hasPrefix("layers.2")), "\(name)")
    }
    #expect(gradient.rates.tensors.allSatisfy { $0.magnitude().max().item > 0 })
    #expect(MetaGradientCheck(learner, at: slow, on: sinusoids.episodes).passes())
  }

  @Test func aNetworkWithoutAHeadIsRefused() {
    #expect(throws: UnsupportedLearner.self) { try method(Anatomy(network: "plain", leaves: ["weight"])) }
  }
}
