import MetaLearning
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct BOILTests {
  @Test func theHeadStaysSharedAndTheBodyAdapts() throws {
    let sinusoids = Sinusoids()
    let learner = try BOIL(LearnerRequest(InnerLoop(steps: 2, rate: 0.05), on: sinusoids.network.anatomy))
    let slow = SlowWeights(sinusoids.network, inner: learner.inner)
    let adapted = learner.inner.adapt(slow, to: sinusoids.episodes.support).last!
    for (before, after) in zip(sinusoids.network.leaves, adapted.leaves) {
      let isHead = before.name.hasPrefix("layers.2.")
      #expect(after.tensor.rank == before.tensor.rank + (isHead ? 0 : 1), "\(before.name)")
      #expect(((after.tensor - before.tensor).magnitude().max().item > 0) == !isHead, "\(before.name)")
    }
  }

  @Test func itIsMAMLWithARateOfNothingAtTheHead() throws {
    let sinusoids = Sinusoids()
    var inner = InnerLoop(steps: 2, rate: 0.05)
    let learner = try BOIL(LearnerRequest(inner, on: sinusoids.network.anatomy))
    let own = learner.metaGradient(of: SlowWeights(sinusoids.network, inner: learner.inner), on: sinusoids.episodes)
    inner.ratesByLeaf = ["layers.2.*": 1e-300]
    let plain = MAML(inner: inner).metaGradient(
      of: SlowWeights(sinusoids.network, inner: inner), on: sinusoids.episodes)
    #expect(distance(plain.gradient.network, own.gradient.network) < 1e-9)
  }

  @Test func aNetworkThatIsAllHeadIsRefused() {
    let anatomy = Anatomy(network: "linear", leaves: ["weight"], head: "weight")
    #expect(throws: UnsupportedLearner.self) { try BOIL(LearnerRequest(InnerLoop(steps: 1, rate: 0.1), on: anatomy)) }
  }
}
