import MetaLearning
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct ANILTests {
  @Test func theBodyStaysSharedAndTheHeadAdapts() throws {
    let sinusoids = Sinusoids()
    let learner = try ANIL(LearnerRequest(InnerLoop(steps: 2, rate: 0.05), on: sinusoids.network.anatomy))
    let slow = SlowWeights(sinusoids.network, inner: learner.inner)
    let adapted = learner.inner.adapt(slow, to: sinusoids.episodes.support).last!
    for (before, after) in zip(sinusoids.network.leaves, adapted.leaves) {
      let isHead = before.name.hasPrefix("layers.2.")
      #expect(after.tensor.rank == before.tensor.rank + (isHead ? 1 : 0), "\(before.name)")
      #expect(((after.tensor - before.tensor).magnitude().max().item > 0) == isHead, "\(before.name)")
    }
  }

  @Test func theOuterLoopLearnsTheBodyToo() throws {
    let sinusoids = Sinusoids()
    let learner = try ANIL(LearnerRequest(InnerLoop(steps: 2, rate: 0.05), on: sinusoids.network.anatomy))
    let slow = SlowWeights(sinusoids.network, inner: learner.inner)
    let meta = learner.metaGradient(of: slow, on: sinusoids.episodes)
    #expect(meta.gradient.network.tensors.allSatisfy { $0.magnitude().max().item > 0 })
  }

  @Test func withOneLayerItIsMAML() throws {
    let sinusoids = Sinusoids()
    var network = sinusoids.network
    network.layers = [Linear(weight: .full(0.5, [1, 1], dtype: .float64), bias: .zeros([1], dtype: .float64))]
    let inner = InnerLoop(steps: 2, rate: 0.05)
    let slow = SlowWeights(network, inner: inner)
    let own = try ANIL(LearnerRequest(inner, on: network.anatomy)).metaGradient(of: slow, on: sinusoids.episodes)
    let plain = MAML(inner: inner).metaGradient(of: slow, on: sinusoids.episodes)
    #expect(distance(plain.gradient, own.gradient) < 1e-12)
  }

  @Test func aNetworkWithoutAHeadIsRefused() {
    #expect(throws: UnsupportedLearner.self) {
      try ANIL(LearnerRequest(InnerLoop(steps: 1, rate: 0.1), on: Anatomy(network: "headless", leaves: ["a"])))
    }
  }
}
