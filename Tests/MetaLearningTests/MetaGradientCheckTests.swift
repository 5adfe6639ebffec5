import MetaLearning
import Networks
import Tensors
import Testing

/// MAML that forgot `createGraph`: its gradient is of first order, what it claims is of second.
private struct ForgotCreateGraph: MetaLearner {
  let inner: InnerLoop
  func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    MAML(inner: inner, order: .first).metaGradient(of: slow, on: episodes)
  }
  func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    MAML(inner: inner).objective(at: slow, holding: center, on: episodes)
  }
}

@Suite(.enabled(if: Torch.isAvailable)) struct MetaGradientCheckTests {
  @Test func aMissingCreateGraphIsFound() {
    let sinusoids = Sinusoids()
    let inner = InnerLoop(steps: 2, rate: 0.05)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let right = MetaGradientCheck(MAML(inner: inner), at: slow, on: sinusoids.episodes)
    let wrong = MetaGradientCheck(ForgotCreateGraph(inner: inner), at: slow, on: sinusoids.episodes)
    #expect(right.passes() && right.error < 1e-6)
    #expect(!wrong.passes() && wrong.error > 1e-2)
    #expect(wrong.worst != nil && wrong.leaves.map(\.name) == slow.names)
  }

  @Test func aGradientThatIsNoNumberFails() {
    let sinusoids = Sinusoids()
    let inner = InnerLoop(steps: 1, rate: 0.05)
    let slow = SlowWeights(sinusoids.network.map { $0 * Double.nan }, inner: inner)
    #expect(!MetaGradientCheck(MAML(inner: inner), at: slow, on: sinusoids.episodes).passes())
  }
}
