import MetaLearning
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct FirstOrderMAMLTests {
  @Test func itIsTheQueryGradientAtTheAdaptedWeights() {
    let sinusoids = Sinusoids()
    let inner = InnerLoop(steps: 3, rate: 0.05)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let meta = FirstOrderMAML(inner: inner).metaGradient(of: slow, on: sinusoids.episodes)
    let adapted = inner.adapt(slow, to: sinusoids.episodes.support).last!
    let (_, gradient) = valueAndGradient(at: adapted) { $0.losses(on: sinusoids.episodes.query).mean() }
    #expect(distance(gradient.map { $0.sum(0) }, meta.gradient.network) < 1e-10)
  }

  @Test func withoutAStepItIsMAML() {
    let tokens = Tokens()
    let inner = InnerLoop(steps: 0, rate: 0.1)
    let slow = SlowWeights(tokens.network, inner: inner)
    let first = FirstOrderMAML(inner: inner).metaGradient(of: slow, on: tokens.episodes)
    let second = MAML(inner: inner).metaGradient(of: slow, on: tokens.episodes)
    #expect(distance(first.gradient.network, second.gradient.network) < 1e-8)
  }

  @Test func aLearnedRatesGradientIsMinusItsStepTimesTheQueryGradient() {
    let sinusoids = Sinusoids(tasks: 1)
    var inner = InnerLoop(steps: 1, rate: 0.05)
    inner.rates = .perLeaf
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let meta = FirstOrderMAML(inner: inner).metaGradient(of: slow, on: sinusoids.episodes)
    let (_, support) = valueAndGradient(at: sinusoids.network) { $0.losses(on: sinusoids.episodes.support).sum() }
    let dots = support.zip(meta.gradient.network) { ($0 * $1).sum().reshaped(1) * -0.05 }
    for (expected, rate) in zip(dots.tensors, meta.gradient.rates.tensors) {
      #expect(abs(expected.item - rate.item) < 1e-8)
    }
  }
}
