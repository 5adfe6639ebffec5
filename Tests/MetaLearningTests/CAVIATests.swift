import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct CAVIATests {
  private let sinusoids = Sinusoids(context: 3)

  private func learner() throws -> CAVIA {
    try CAVIA(LearnerRequest(InnerLoop(steps: 2, rate: 0.5), on: sinusoids.network.anatomy))
  }

  @Test func onlyTheContextAdapts() throws {
    let learner = try learner()
    let adapted = learner.inner.adapt(
      SlowWeights(sinusoids.network, inner: learner.inner), to: sinusoids.episodes.support
    ).last!
    #expect(adapted.context!.shape == [3, 3] && adapted.context!.magnitude().max().item > 0)
    #expect(adapted.layers.allSatisfy { $0.weight.rank == 2 && $0.bias!.rank == 1 })
  }

  @Test func everyTaskStartsAtZeroWhateverTheContextWas() throws {
    let learner = try learner()
    let slow = SlowWeights(sinusoids.network, inner: learner.inner)
    var other = slow
    other.network.context = Tensor([1.0, -2.0, 3.0])
    let (a, b) = (
      learner.metaGradient(of: slow, on: sinusoids.episodes), learner.metaGradient(of: other, on: sinusoids.episodes)
    )
    #expect(a.loss == b.loss && distance(a.gradient, b.gradient) == 0)
    var answers: [Tensor] = []
    learner.answer(slow, sinusoids.episodes, after: [0, 1, 2]) { _, outputs in answers.append(outputs) }
    learner.answer(other, sinusoids.episodes, after: [0, 1, 2]) { step, outputs in
      #expect((outputs - answers[step]).magnitude().max().item == 0)
    }
    var generator = Generator(seed: 1)
    let initial = learner.initialSlowWeights(for: other.network, using: &generator)
    #expect(initial.network.context!.magnitude().max().item == 0)
  }

  @Test func theContextIsNotLearnedAndTheWeightsAre() throws {
    let learner = try learner()
    let meta = learner.metaGradient(of: SlowWeights(sinusoids.network, inner: learner.inner), on: sinusoids.episodes)
    #expect(meta.gradient.network.context!.magnitude().max().item == 0)
    #expect(meta.gradient.network.layers.allSatisfy { $0.weight.magnitude().max().item > 0 })
  }

  @Test func aNetworkWithoutAContextIsRefused() {
    #expect(throws: UnsupportedLearner.self) {
      try CAVIA(LearnerRequest(InnerLoop(steps: 1, rate: 0.1), on: Sinusoids().network.anatomy))
    }
  }
}
