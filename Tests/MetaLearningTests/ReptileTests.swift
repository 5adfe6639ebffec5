import MetaLearning
import Networks
import Tensors
import Testing

@Suite struct ReptileTests {
  @Test func oneInnerStepIsPlainGradientDescent() {
    let sinusoids = Sinusoids()
    let inner = InnerLoop(steps: 1, rate: 0.05)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let meta = Reptile(inner: inner).metaGradient(of: slow, on: sinusoids.episodes)
    let (_, gradient) = valueAndGradient(at: sinusoids.network) { $0.losses(on: sinusoids.episodes.support).mean() }
    #expect(distance(gradient.map { $0 * 0.05 }, meta.gradient.network) < 1e-6)
  }

  @Test func aFullStepOnOneTaskEndsAtThatTasksWeights() {
    let sinusoids = Sinusoids(tasks: 1)
    let inner = InnerLoop(steps: 4, rule: .adam, rate: 0.01)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let meta = Reptile(inner: inner).metaGradient(of: slow, on: sinusoids.episodes)
    let moved = slow.network.zip(meta.gradient.network) { $0 - $1 }
    let adapted = inner.adapt(slow, to: sinusoids.episodes.support).last!
    #expect(distance(adapted.map { $0[0] }, moved) < 1e-12)
  }

  @Test func leavesThatDoNotAdaptDoNotMove() {
    let tokens = Tokens()
    let inner = InnerLoop(steps: 2, rate: 0.05, leaves: "head.*")
    let meta = Reptile(inner: inner).metaGradient(of: SlowWeights(tokens.network, inner: inner), on: tokens.episodes)
    for (name, leaf) in meta.gradient.network.leaves where !name.hasPrefix("head.") {
      #expect(leaf.magnitude().max().item == 0, "\(name)")
    }
  }
}
