import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct SupportLossesTests {
  @Test func theFirstIsTheSupportLossOfTheStartAndLaterOnesFall() {
    let sinusoids = Sinusoids(context: 0)
    let inner = InnerLoop(steps: 3, rate: 0.01)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let (_, support) = withSupportLosses { inner.adapt(slow, to: sinusoids.episodes.support) }
    let start = withoutGradient { sinusoids.network.losses(on: sinusoids.episodes.support).mean().item }
    #expect(support.count == 3 && abs(support[0] - start) < 1e-9)
    #expect(support[1] < support[0] && support[2] < support[1])
  }

  @Test func nobodyWhoDoesNotAskIsTold() {
    let (_, support) = withSupportLosses { 1 + 1 }
    #expect(support.isEmpty)
  }
}
